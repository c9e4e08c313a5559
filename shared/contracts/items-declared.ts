import * as z from 'zod/mini';
import { DEFAULT_POLICIES } from '#contracts/estate-defaults.ts';
import type { SameType } from '#contracts/same-type.ts';
import type { RegionFreeze } from '#control/ports.ts';
import type { AuditPolicy } from '#domain/audit/audit-policy.ts';
import { type Pair, type Standalone, WEEKDAYS, type WeeklyWindow } from '#domain/estate/estate.ts';

/*
 * What operators declared, as stored. The estate contract has checked every rule before; here only the shape counts,
 * so that a rule which becomes stricter does not make stored pairs unreadable.
 */

const appliance = {
  instanceId: z.string(),
  address: z.string(),
  publicAddress: z.exactOptional(z.string()),
  management: z.string(),
  certificateSha256: z.string(),
  credentials: z.string(),
};

export const storedWindow = z.object({
  days: z.array(z.enum(WEEKDAYS)),
  from: z.string(),
  to: z.string(),
  timeZone: z.string(),
});
true satisfies SameType<WeeklyWindow, z.infer<typeof storedWindow>>;

const failback = z.object({
  policy: z.enum(['native', 'gated', 'manual']),
  holdDownMs: z.number(),
  windows: z.array(storedWindow),
  flapLimit: z.number(),
  flapWithinMs: z.number(),
});

const audit = z.object({
  everyMs: z.number(),
  deregistrationDelayMs: z.object({ least: z.number(), most: z.number() }),
  terminatesConnections: z.object({
    whenUnhealthy: z.exactOptional(z.boolean()),
    whenDeregistered: z.exactOptional(z.boolean()),
  }),
  minimumFirmware: z.exactOptional(z.string()),
  backupWithinMs: z.exactOptional(z.number()),
  clockWithinMs: z.number(),
  expiresWithinMs: z.number(),
  fixWindows: z.exactOptional(z.array(storedWindow)),
  fixesSecurityGroups: z.boolean(),
});
true satisfies SameType<AuditPolicy, z.infer<typeof audit>>;

export const storedPair = z.object({
  id: z.string(),
  region: z.string(),
  mode: z.enum(['observe', 'enforce']),
  units: z.object({ first: z.object(appliance), second: z.object(appliance) }),
  targetGroups: z.array(z.string()),
  healthCheck: z.object({
    port: z.number(),
    handoverPort: z.number(),
    intervalMs: z.number(),
    healthyThreshold: z.number(),
    unhealthyThreshold: z.number(),
  }),
  preferred: z.enum(['first', 'none']),
  // A pair declared before these two could be said has what holds for who says nothing.
  failback: z._default(failback, DEFAULT_POLICIES.failback),
  splitBrain: z._default(z.enum(['repair', 'keep-out']), DEFAULT_POLICIES.splitBrain),
  drain: z.object({
    onRebalance: z.enum(['ignore', 'drain']),
    maintenanceLeadMs: z.number(),
    hookBudgetMs: z.number(),
  }),
  partnerSecret: z.exactOptional(z.string()),
  geoCluster: z.exactOptional(z.string()),
  geoMaster: z.exactOptional(z.enum(['first', 'second'])),
  geoWindows: z.exactOptional(z.array(storedWindow)),
  audit: z.exactOptional(audit),
});
true satisfies SameType<Pair, z.infer<typeof storedPair>>;

export const storedStandalone = z.object({
  ...appliance,
  id: z.string(),
  region: z.string(),
  mode: z.exactOptional(z.enum(['observe', 'enforce'])),
  geoCluster: z.exactOptional(z.string()),
});
true satisfies SameType<Standalone, z.infer<typeof storedStandalone>>;

export const storedFreeze = z.object({ at: z.number(), why: z.string() });
true satisfies SameType<RegionFreeze, z.infer<typeof storedFreeze>>;
