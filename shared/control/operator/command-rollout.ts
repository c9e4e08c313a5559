import { announceRollout } from '#control/operator/announce-rollout.ts';
import type { Asked, OperatorContext } from '#control/operator/context.ts';
import { rolloutIdOf } from '#control/operator/plan-rollout.ts';
import { findRollout } from '#control/operator/read-rollouts.ts';
import { OperatorRefusal } from '#control/operator/refusal.ts';
import { untilClaimed } from '#control/operator/until-claimed.ts';
import type { RolloutRecord } from '#control/ports.ts';
import { commandRollout, isRefused, type RolloutCommand } from '#domain/rollout/command-rollout.ts';
import { makeRollback } from '#domain/rollout/make-rollback.ts';
import { overlapRefusal } from '#domain/rollout/overlap.ts';
import type { RolloutRefusal } from '#domain/rollout/refusal.ts';
import type { Rollout } from '#domain/rollout/rollout.ts';

export interface RolloutOrder extends Asked {
  readonly rolloutId: string;
  readonly command: RolloutCommand;
  /** To `start`: without the pairs in whose way something stands. */
  readonly leaveOutRefused: boolean;
}

export interface RollbackOrder extends Asked {
  readonly rolloutId: string;
  /** Identity of the request: what tells its rollout from others of the same second. */
  readonly requestId: string;
}

const refuse = (message: string, refusals: readonly RolloutRefusal[]): never => {
  throw new OperatorRefusal('rollout-command-refused', message, { refusals });
};

/** After these the rollout releases pairs. */
const BEGINS_PAIRS: readonly RolloutCommand[] = ['start', 'resume'];

const overlapOf = async (
  { rollouts }: OperatorContext,
  rollout: Rollout,
): Promise<RolloutRefusal | undefined> => {
  const all = await rollouts.readRollouts();
  return overlapRefusal(
    rollout,
    all.rollouts.map((one) => one.rollout),
  );
};

/** Only its home region writes a rollout. Throws OperatorRefusal `unknown-rollout` or `other-region`. */
const findOwn = async (context: OperatorContext, rolloutId: string): Promise<RolloutRecord> => {
  const record = await findRollout(context, rolloutId);
  const { homeRegion } = record.rollout;
  if (homeRegion !== context.region)
    throw new OperatorRefusal('other-region', `the rollout is at home in ${homeRegion}: ask the API there`);
  return record;
};

/**
 * Carries out an operator's command to a rollout. Returns the rollout as it is then; what comes of that is decided at the
 * next look. Throws OperatorRefusal `unknown-rollout`, `other-region`, `rollout-command-refused` or `overtaken`.
 */
export const commandRolloutOf = async (
  context: OperatorContext,
  { rolloutId, command, ...order }: RolloutOrder,
): Promise<RolloutRecord> => {
  const commanded = await untilClaimed('the rollout', async () => {
    const { rollout, progress } = await findOwn(context, rolloutId);
    const next = commandRollout(rollout, progress, command, order, context.hands.clock.now());
    if (isRefused(next)) return refuse(`${command}: ${next.words}`, [next]);
    const overlap = BEGINS_PAIRS.includes(command) ? await overlapOf(context, rollout) : undefined;
    if (overlap !== undefined) return refuse(`${command}: ${overlap.words}`, [overlap]);
    const claim = { ...next, version: rollout.version + 1 };
    await context.rollouts.claimRollout(claim);
    return { rollout: claim, progress };
  });
  await announceRollout(context, commanded.rollout);
  return commanded;
};

/**
 * Plans a rollout that takes another one back, and ends that one where it has not ended. Returns the new rollout. Where
 * this breaks off between the two, asking again makes the new one. Throws as a command does.
 */
export const rollBack = async (
  context: OperatorContext,
  { rolloutId, requestId, by, why }: RollbackOrder,
): Promise<RolloutRecord> => {
  const planned = await untilClaimed('the rollout', async () => {
    const { rollout, progress } = await findOwn(context, rolloutId);
    const now = context.hands.clock.now();
    const answer = makeRollback(rollout, progress, { id: rolloutIdOf(now, requestId), by, why }, now);
    if (answer.kind === 'refused') return refuse(`roll-back: ${answer.refusals[0]?.words}`, answer.refusals);
    const { original, rollback } = answer;
    await context.rollouts.claimRollout({ ...original, version: rollout.version + 1 });
    const claim = { ...rollback, version: 1 };
    await context.rollouts.claimRollout(claim);
    return { rollout: claim, progress: [] };
  });
  await announceRollout(context, planned.rollout);
  return planned;
};
