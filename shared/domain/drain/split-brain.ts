import { type DrainIntent, splitBrainId } from '#domain/drain/intent.ts';
import { type Pair, UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import { unitsShouldPreferFirst } from '#domain/failback/preference.ts';
import type { PairLook } from '#domain/pair/look.ts';
import { type Misfit, misfitOf } from '#domain/pair/misfit.ts';
import type { PairState } from '#domain/pair/state.ts';
import type { Reason } from '#domain/reason.ts';
import { type DurationMs, MINUTE_MS } from '#domain/time.ts';

/*
 * A split brain is ended by draining the unit that should not be active: it steps out of sight, leaves its target
 * groups next to a partner that serves, is put right, rebooted and brought back. The drain's own guards apply.
 */

/** One that comes back this soon after it was repaired has a cause that a reboot does not mend: the unit stays out. */
export const SPLIT_BRAIN_MEMORY_MS: DurationMs = 24 * 60 * MINUTE_MS;

export type SplitBrain =
  | { readonly kind: 'none' }
  /** Both serve at the load balancer, and it is not for us to say which one is wrong. */
  | { readonly kind: 'leave-alone'; readonly reason: Reason }
  | { readonly kind: 'fence'; readonly unit: UnitName; readonly intent: DrainIntent };

const misfitNamed = ({ seen, pair }: PairLook, misfit: Misfit): readonly UnitName[] =>
  UNIT_NAMES.filter((unit) => misfitOf(seen, pair, unit) === misfit);

/** Both LoadMasters answer that they are active: the load balancer alone may be looking at the wrong port. */
const areBothActive = ({ seen }: PairLook): boolean | 'unread' => {
  const says = UNIT_NAMES.map((unit) => seen.units[unit].loadMaster);
  if (says.some(({ kind }) => kind === 'unread')) return 'unread';
  return says.every((reading) => reading.kind === 'read' && reading.value.haStatus === 'active');
};

/** The one set to the other's designation; else the one policy does not prefer; else the one that was not active before. */
const unitToFence = (look: PairLook): UnitName => {
  const [misset] = misfitNamed(look, 'wrong-designation');
  if (misset !== undefined) return misset;
  if (unitsShouldPreferFirst(look.pair, look.state)) return 'second';
  return look.state.lastActive === 'second' ? 'first' : 'second';
};

const intentFor = (pair: Pair, state: PairState, unit: UnitName, now: number): DrainIntent => {
  const cameBack = state.splitBrainAt !== undefined && now - state.splitBrainAt < SPLIT_BRAIN_MEMORY_MS;
  return {
    source: 'split-brain',
    id: splitBrainId(state.situation),
    instanceId: pair.units[unit].instanceId,
    requestedAt: now,
    release: { kind: cameBack ? 'keep-out' : pair.splitBrain },
    why: cameBack
      ? 'both units were active again after a repair'
      : 'both units were active for longer than a change of roles takes',
  };
};

/** What is to be done about two active units, if that is what is seen. The pair is idle, not held, not frozen. */
export const splitBrain = (look: PairLook): SplitBrain => {
  const { pair, state, now } = look;
  if (state.situation.kind !== 'dual-active') return { kind: 'none' };
  if (misfitNamed(look, 'wrong-partner').length > 0) return { kind: 'leave-alone', reason: 'wrong-partner' };
  const both = areBothActive(look);
  if (both === 'unread') return { kind: 'leave-alone', reason: 'waiting-unknown' };
  if (!both) return { kind: 'leave-alone', reason: 'not-both-active' };
  // Each set to the other's designation is a pair declared the wrong way round, as likely as one set up so.
  if (misfitNamed(look, 'wrong-designation').length === 2)
    return { kind: 'leave-alone', reason: 'wrong-designation' };
  const unit = unitToFence(look);
  return { kind: 'fence', unit, intent: intentFor(pair, state, unit, now) };
};
