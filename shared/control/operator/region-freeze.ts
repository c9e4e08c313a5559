import type { OperatorContext } from '#control/operator/context.ts';
import { OperatorRefusal } from '#control/operator/refusal.ts';
import type { RegionFreeze } from '#control/ports.ts';

/** Lifts the region's freeze and returns what it was. Throws OperatorRefusal `not-frozen`. */
export const liftFreeze = async ({ hands, region }: OperatorContext): Promise<RegionFreeze> => {
  const freeze = await hands.store.readFreeze(region);
  if (freeze === undefined)
    throw new OperatorRefusal('not-frozen', `automatic actions are not frozen in ${region}`);
  await hands.store.unfreezeRegion(region);
  return freeze;
};
