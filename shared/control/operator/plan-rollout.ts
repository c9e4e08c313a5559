import { createHash } from 'node:crypto';
import { announceRollout } from '#control/operator/announce-rollout.ts';
import type { Asked, OperatorContext } from '#control/operator/context.ts';
import { OperatorRefusal } from '#control/operator/refusal.ts';
import type { RegionRecord, RolloutRecord } from '#control/ports.ts';
import { makeRollout, type RolloutRequest } from '#domain/rollout/make-rollout.ts';
import { type RolloutRefusal, refusal } from '#domain/rollout/refusal.ts';
import type { EpochMs } from '#domain/time.ts';

export interface RolloutWish
  extends Asked,
    Omit<RolloutRequest, 'id' | 'homeRegion' | 'now' | 'pairs' | keyof Asked> {
  /** Identity of the request: what tells its rollout from others of the same second. */
  readonly requestId: string;
}

export interface PlannedRollout extends RolloutRecord {
  /** Pairs and standalones of its regions that could not be selected, because an item of theirs does not parse. */
  readonly damaged: readonly string[];
}

/** What one item of the table has room for, at the longest names and the most to tell of each. */
export const MAX_PAIRS = 200;

/** `20261121-153000-4f2a`: ids sort by age. */
export const rolloutIdOf = (at: EpochMs, requestId: string): string => {
  const [date = '', time = ''] = new Date(at)
    .toISOString()
    .replaceAll(/[-:]|\..*/g, '')
    .split('T');
  return `${date}-${time}-${createHash('sha256').update(requestId).digest('hex').slice(0, 4)}`;
};

/** The region that is asked, and those that are named: no other region's pairs can be meant by accident. */
const readRegions = (
  { hands, region }: OperatorContext,
  { selector }: RolloutWish,
): Promise<readonly RegionRecord[]> => {
  const regions = new Set([region, ...(selector.regions ?? [])]);
  return Promise.all([...regions].map((one) => hands.store.readRegion(one)));
};

const tooMany = (pairs: number): RolloutRefusal =>
  refusal(
    'bad-limits',
    `${pairs} pairs are selected, and a rollout takes at most ${MAX_PAIRS}`,
    'plan one rollout after another, for instance region by region',
  );

const refuse = (refusals: readonly RolloutRefusal[]): never => {
  const things = refusals.length === 1 ? 'one thing is' : `${refusals.length} things are`;
  throw new OperatorRefusal('rollout-refused', `no rollout: ${things} wrong with it`, { refusals });
};

/**
 * Plans a rollout, at home in this region: stores it, and has the regions of its pairs check them. Nothing begins. Throws
 * OperatorRefusal `rollout-refused` with everything that is wrong with the wish.
 */
export const planRollout = async (context: OperatorContext, wish: RolloutWish): Promise<PlannedRollout> => {
  const { requestId, ...asked } = wish;
  const regions = await readRegions(context, wish);
  const now = context.hands.clock.now();
  const answer = makeRollout({
    ...asked,
    id: rolloutIdOf(now, requestId),
    homeRegion: context.region,
    now,
    pairs: regions.flatMap(({ pairs }) => pairs.map(({ pair }) => pair)),
  });
  if (answer.kind === 'refused') return refuse(answer.refusals);
  const rollout = { ...answer.rollout, version: 1 };
  if (rollout.pairs.length > MAX_PAIRS) return refuse([tooMany(rollout.pairs.length)]);
  await context.rollouts.claimRollout(rollout);
  await announceRollout(context, rollout);
  return { rollout, progress: [], damaged: regions.flatMap(({ damaged }) => damaged) };
};
