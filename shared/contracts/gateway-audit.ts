import * as z from 'zod/mini';
import { gatewayUnread, geoSeen, loadMasterSeen } from '#contracts/gateway.ts';
import type { SameType } from '#contracts/same-type.ts';
import type { UnitAudited } from '#domain/audit/unit-audited.ts';
import type { Reading } from '#domain/pair/seen.ts';

/* What the gateway answers an audit, in a file of its own: whoever looks at roles does not load it. */

const service = z.object({
  name: z.exactOptional(z.string()),
  address: z.exactOptional(z.string()),
  port: z.exactOptional(z.string()),
  protocol: z.exactOptional(z.string()),
  enabled: z.boolean(),
  extraPorts: z.exactOptional(z.string()),
});

const networkInterface = z.object({
  id: z.int(),
  address: z.exactOptional(z.string()),
  additionalAddresses: z.array(z.string()),
});

const licence = z.object({
  status: z.exactOptional(z.string()),
  licensedUntil: z.exactOptional(z.int()),
  supportedUntil: z.exactOptional(z.int()),
});

const unitAudited = z.extend(loadMasterSeen, {
  version: z.string(),
  allInterfaces: z.boolean(),
  clock: z.exactOptional(z.object({ said: z.int(), askedAt: z.int() })),
  ntpHosts: z.array(z.string()),
  settings: z.record(z.string(), z.string()),
  services: z.array(service),
  interfaces: z.array(networkInterface),
  licence: z.exactOptional(licence),
  certificateExpiresAt: z.exactOptional(z.int()),
  geo: z.exactOptional(geoSeen),
});

/** Answers `read-audit`, in the order of the request's units. */
export const gatewayAudit = z.array(
  z.discriminatedUnion('kind', [z.object({ kind: z.literal('read'), value: unitAudited }), gatewayUnread]),
);
true satisfies SameType<Reading<UnitAudited>[], z.infer<typeof gatewayAudit>>;
