import * as z from 'zod/mini';
import { unit } from '#contracts/items-switch.ts';

const ingress = z.object({
  protocol: z.string(),
  fromPort: z.exactOptional(z.number()),
  toPort: z.exactOptional(z.number()),
  from: z.union([z.object({ cidr: z.string() }), z.object({ group: z.string() })]),
});

/** What puts findings right, as stored; held equal to the domain's type where actions as a whole are. */
export const fixActions = [
  z.object({
    kind: z.literal('set-health-check'),
    targetGroup: z.string(),
    check: z.object({
      protocol: z.exactOptional(z.literal('HTTP')),
      port: z.exactOptional(z.number()),
      path: z.exactOptional(z.string()),
      intervalSeconds: z.exactOptional(z.number()),
      healthyThreshold: z.exactOptional(z.number()),
      unhealthyThreshold: z.exactOptional(z.number()),
      matcher: z.exactOptional(z.string()),
    }),
  }),
  z.object({
    kind: z.literal('set-target-group-attributes'),
    targetGroup: z.string(),
    attributes: z.record(z.string(), z.string()),
  }),
  z.object({ kind: z.literal('protect-instance'), unit, instanceId: z.string() }),
  z.object({ kind: z.literal('allow-ingress'), securityGroup: z.string(), ingress }),
  z.object({ kind: z.literal('revoke-ingress'), securityGroup: z.string(), ingress }),
] as const;
