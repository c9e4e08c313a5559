import * as z from 'zod/mini';
import type { SameType } from '#contracts/same-type.ts';
import type { ApplianceRef, AuditRef, LoadMasterCommand, UnitRef } from '#control/ports.ts';
import type { FirmwareSeen } from '#domain/firmware/firmware-seen.ts';
import type { GeoSeen } from '#domain/geo/geo-seen.ts';
import type { ActionOutcome } from '#domain/pair/action.ts';
import type { LoadMasterSeen, Reading } from '#domain/pair/seen.ts';
import type { CertificateRead, Enrolled, EnrolmentRequest } from '#loadmaster/enrolment.ts';

/*
 * What is said between the functions and the gateway. A request names units and never addresses, but for those that
 * enrol a unit, and commands are a closed set: whoever may invoke the gateway can ask declared units for what the
 * control plane does, can ask a private address who it is, and no more.
 */

/** No `#`: that separates the parts of the table's keys. */
const pairId = z.string().check(z.regex(/^[^#]{1,128}$/));

const unitRef = z.strictObject({ pairId, unit: z.enum(['first', 'second']) });
true satisfies SameType<UnitRef, z.infer<typeof unitRef>>;

const applianceRef = z.strictObject({ pairId, unit: z.enum(['first', 'second', 'standalone']) });
true satisfies SameType<ApplianceRef, z.infer<typeof applianceRef>>;

/** Of one `read-geo`: their answers together fit into what an invocation answers with, see `MOST_GEO_BYTES`. */
export const MOST_GEO_UNITS = 50;

const auditRef = z.strictObject({ pairId, unit: z.enum(['first', 'second']), withGeo: z.boolean() });
true satisfies SameType<AuditRef, z.infer<typeof auditRef>>;

/** Of one `read-audit`, likewise: see `MOST_AUDIT_BYTES`. */
export const MOST_AUDIT_UNITS = 20;

const command = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('set-health-port'), port: z.int().check(z.gte(1), z.lte(65_535)) }),
  z.strictObject({ kind: z.literal('set-preference'), prefersFirst: z.boolean() }),
  z.strictObject({ kind: z.literal('set-ha-mode') }),
  z.strictObject({ kind: z.literal('reboot') }),
  z.strictObject({ kind: z.literal('shutdown') }),
]);
true satisfies SameType<LoadMasterCommand, z.infer<typeof command>>;

/** Whether it is one that may be reached, the gateway answers: see `isPrivateEndpoint`. */
const management = z.string().check(z.maxLength(300));

/** The secrets that the gateway's role may read, see `deploy/roles.yml`. @see AWS Secrets Manager API, CreateSecret, Name */
const secretName = z.string().check(z.regex(/^understudy\/[A-Za-z0-9/_+=.@-]{1,500}$/));

const enrolRequest = z.strictObject({
  kind: z.literal('enrol'),
  management,
  certificateSha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  credentials: secretName,
});
true satisfies SameType<EnrolmentRequest, Omit<z.infer<typeof enrolRequest>, 'kind'>>;

export const gatewayRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('read-status'), units: z.array(unitRef) }),
  z.strictObject({ kind: z.literal('read-firmware'), units: z.array(unitRef) }),
  z.strictObject({
    kind: z.literal('read-geo'),
    units: z.array(applianceRef).check(z.maxLength(MOST_GEO_UNITS)),
  }),
  z.strictObject({
    kind: z.literal('read-audit'),
    units: z.array(auditRef).check(z.maxLength(MOST_AUDIT_UNITS)),
  }),
  z.strictObject({ kind: z.literal('perform'), unit: unitRef, command }),
  z.strictObject({ kind: z.literal('read-certificate'), management }),
  enrolRequest,
]);

export type GatewayRequest = z.infer<typeof gatewayRequest>;

export const gatewayUnread = z.object({
  kind: z.literal('unread'),
  code: z.enum([
    'not-asked',
    'throttled',
    'aws-error',
    'target-group-not-found',
    'loadmaster-unreachable',
    'loadmaster-auth',
    'loadmaster-permission',
    'loadmaster-api-disabled',
    'loadmaster-unknown-command',
    'loadmaster-wrong-platform',
    'loadmaster-refused',
    'loadmaster-certificate-changed',
    'loadmaster-garbage',
    'gateway-error',
  ]),
});

const haStatus = z.enum(['active', 'standby', 'passive', 'not-configured', 'unknown']);
const designation = z.enum(['first', 'second', 'none', 'unknown']);

export const loadMasterSeen = z.object({
  haStatus,
  healthPort: z.exactOptional(z.int()),
  bootedAt: z.exactOptional(z.int()),
  designation: z.exactOptional(designation),
  partner: z.exactOptional(z.string()),
  prefersFirst: z.exactOptional(z.boolean()),
});

/** Answers `read-status`, in the order of the request's units. */
export const gatewayReadings = z.array(
  z.discriminatedUnion('kind', [z.object({ kind: z.literal('read'), value: loadMasterSeen }), gatewayUnread]),
);
true satisfies SameType<Reading<LoadMasterSeen>[], z.infer<typeof gatewayReadings>>;

const firmwareSeen = z.object({
  version: z.string(),
  previousVersion: z.exactOptional(z.string()),
  supportedUntil: z.exactOptional(z.int()),
  servicesUp: z.int(),
  servicesTotal: z.int(),
});

/** Answers `read-firmware`, in the order of the request's units. */
export const gatewayFirmware = z.array(
  z.discriminatedUnion('kind', [z.object({ kind: z.literal('read'), value: firmwareSeen }), gatewayUnread]),
);
true satisfies SameType<Reading<FirmwareSeen>[], z.infer<typeof gatewayFirmware>>;

export const geoSeen = z.object({
  enabled: z.boolean(),
  access: z.array(z.string()),
  partners: z.array(z.string()),
  partnerStatus: z.array(z.object({ address: z.string(), status: z.string() })),
  clusters: z.array(
    z.object({
      address: z.string(),
      name: z.exactOptional(z.string()),
      type: z.enum(['default', 'remoteLM', 'localLM']),
    }),
  ),
  mapped: z.array(z.string()),
});

/** Answers `read-geo`, in the order of the request's units. */
export const gatewayGeo = z.array(
  z.discriminatedUnion('kind', [z.object({ kind: z.literal('read'), value: geoSeen }), gatewayUnread]),
);
true satisfies SameType<Reading<GeoSeen>[], z.infer<typeof gatewayGeo>>;

/** Answers `perform`. */
export const gatewayOutcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done') }),
  z.object({ kind: z.literal('gone') }),
  z.object({ kind: z.literal('failed'), code: z.string() }),
]);
true satisfies SameType<ActionOutcome, z.infer<typeof gatewayOutcome>>;

const failed = z.object({ kind: z.literal('failed'), code: z.string() });

/** Answers `read-certificate`. */
export const gatewayCertificate = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('read'),
    certificate: z.object({
      certificateSha256: z.string(),
      subject: z.string(),
      issuer: z.string(),
      validFrom: z.int(),
      validTo: z.int(),
      keyType: z.string(),
    }),
  }),
  failed,
]);
true satisfies SameType<CertificateRead, z.infer<typeof gatewayCertificate>>;

/** Answers `enrol`. */
export const gatewayEnrolled = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('enrolled'),
    profile: z.object({
      firmware: z.string(),
      serialNumber: z.string(),
      hostName: z.string(),
      api: z.enum(['v1', 'v2']),
      haStatus,
      platform: z.enum(['aws', 'other']),
      designation,
      partner: z.exactOptional(z.string()),
      healthPort: z.exactOptional(z.int()),
      prefersFirst: z.exactOptional(z.boolean()),
    }),
  }),
  failed,
]);
true satisfies SameType<Enrolled, z.infer<typeof gatewayEnrolled>>;
