import * as z from 'zod/mini';
import type { SameType } from '#contracts/same-type.ts';
import type { RegionFreeze } from '#control/ports.ts';
import type { Pair, Standalone } from '#domain/estate/estate.ts';

/*
 * What operators declared, as stored. The estate contract has checked every rule before; here only the shape counts,
 * so that a rule which becomes stricter does not make stored pairs unreadable.
 */

const appliance = {
  instanceId: z.string(),
  address: z.string(),
  management: z.string(),
  certificateSha256: z.string(),
  credentials: z.string(),
};

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
  drain: z.object({
    onRebalance: z.enum(['ignore', 'drain']),
    maintenanceLeadMs: z.number(),
    hookBudgetMs: z.number(),
  }),
});
true satisfies SameType<Pair, z.infer<typeof storedPair>>;

export const storedStandalone = z.object({ ...appliance, id: z.string(), region: z.string() });
true satisfies SameType<Standalone, z.infer<typeof storedStandalone>>;

export const storedFreeze = z.object({ at: z.number(), why: z.string() });
true satisfies SameType<RegionFreeze, z.infer<typeof storedFreeze>>;
