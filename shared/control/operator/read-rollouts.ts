import type { OperatorContext } from '#control/operator/context.ts';
import { OperatorRefusal } from '#control/operator/refusal.ts';
import type { RolloutRecord } from '#control/ports.ts';
import { windowOnDemand } from '#control/window-on-demand.ts';
import { durationWords } from '#domain/explain/duration-words.ts';
import type { WindowNow } from '#domain/failback/window.ts';
import { remainingMs } from '#domain/rollout/remaining-time.ts';
import { STATUS_WORDS } from '#domain/rollout/rollout-words.ts';
import type { EpochMs } from '#domain/time.ts';

/** A rollout as it stands at a moment. */
export interface RolloutNow extends RolloutRecord {
  readonly window: WindowNow;
  readonly now: EpochMs;
}

/** What is no id may be longer than any key, or hold what separates the parts of one: the table is not asked. */
const ROLLOUT_ID = /^[A-Za-z0-9-]{1,64}$/;

/** Finds a rollout of any region. Throws OperatorRefusal `unknown-rollout`. */
export const findRollout = async (
  { rollouts }: OperatorContext,
  rolloutId: string,
): Promise<RolloutRecord> => {
  const record = ROLLOUT_ID.test(rolloutId) ? await rollouts.readRollout(rolloutId) : undefined;
  if (record === undefined) throw new OperatorRefusal('unknown-rollout', 'there is no such rollout');
  return record;
};

/** The rollout with where its windows stand now. */
export const rolloutNow = async ({ hands }: OperatorContext, record: RolloutRecord): Promise<RolloutNow> => {
  const now = hands.clock.now();
  return { ...record, window: await windowOnDemand(record.rollout.spec.windows, now), now };
};

/** Throws OperatorRefusal `rollout-not-ended`, with how long it will take where that can be said. */
const expectEnded = ({ rollout, progress, now }: RolloutNow): void => {
  const { status } = rollout;
  if (status === 'done' || status === 'aborted') return;
  const leftMs = remainingMs(rollout, progress, now);
  const left =
    leftMs === undefined ? '' : `; about ${durationWords(leftMs)} remain, closed windows not counted`;
  throw new OperatorRefusal('rollout-not-ended', `the rollout is ${STATUS_WORDS[status]}${left}`);
};

/** A rollout that has ended, for its report. Throws OperatorRefusal `unknown-rollout` or `rollout-not-ended`. */
export const findEndedRollout = async (context: OperatorContext, rolloutId: string): Promise<RolloutNow> => {
  const ended = await rolloutNow(context, await findRollout(context, rolloutId));
  expectEnded(ended);
  return ended;
};
