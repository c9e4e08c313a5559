import { UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import { type EpochMs, MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { hasDone, noFailedConnections } from '#rehearsal/scenarios/expectations.ts';
import { declareAnew } from '#rehearsal/scenarios/operator.ts';
import { roleChanges, roleChangesByPair } from '#rehearsal/scenarios/role-changes.ts';
import type { Scenario } from '#rehearsal/scenarios/scenario.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { bothPrefer, isActive, unitOf } from '#rehearsal/scenarios/unit-conditions.ts';
import { setPreferFirst } from '#rehearsal/scenarios/unit-troubles.ts';
import type { PairSpec } from '#rehearsal/world/estate-spec.ts';

/** Somebody sets one unit otherwise than the pair is declared; that moves no role, and nor does putting it back. */
interface Drift {
  readonly pair: PairSpec;
  readonly unit: UnitName;
  readonly declared: boolean;
}

const gated = { preferred: 'first', failback: { policy: 'gated' } } as const;

const DRIFTS: readonly Drift[] = [
  { pair: { id: 'native-first', region: 'eu-west-1' }, unit: 'first', declared: true },
  { pair: { id: 'native-second', region: 'us-east-1' }, unit: 'second', declared: true },
  { pair: { id: 'gated-first', region: 'eu-west-1', ...gated }, unit: 'first', declared: false },
  { pair: { id: 'gated-second', region: 'us-east-1', ...gated }, unit: 'second', declared: false },
  {
    pair: { id: 'none-second', region: 'eu-west-1', preferred: 'none', activeAtStart: 'second' },
    unit: 'second',
    declared: false,
  },
];

/**
 * Its units have No Preferred Host and the second is active; then it is declared as returning by itself. Prefer First
 * on the first unit would be a return at once, so it becomes one by the policy.
 */
const RETURNS: PairSpec = {
  id: 'native-on-second',
  region: 'us-east-1',
  preferred: 'none',
  activeAtStart: 'second',
};
const HOLD_DOWN_MS = MINUTE_MS;

/** Units of a pair that is in order are asked how they are set in every fifth minute, from the next turn on. */
const CORRECTED_WITHIN_MS = 6 * MINUTE_MS + 30 * SECOND_MS;
/** Found ready at one such turn and returned at the next, by a switchover. */
const RETURNED_WITHIN_MS = 13 * MINUTE_MS;

const isAsDeclared = (stage: Stage, pairId: string): boolean =>
  bothPrefer(stage, pairId, DRIFTS.find(({ pair }) => pair.id === pairId)?.declared ?? true);

/** Notes when the units were first as they are declared, from their own changes. */
const noteCorrection = (stage: Stage, pairId: string): void => {
  for (const unit of UNIT_NAMES) {
    unitOf(stage, pairId, unit).onChange(() => {
      if (stage.facts.has(`corrected-${pairId}`) || !isAsDeclared(stage, pairId)) return;
      stage.facts.set(`corrected-${pairId}`, stage.world.scheduler.now());
      stage.note(`${pairId}: the units are as declared`);
    });
  }
};

const drift = async (stage: Stage): Promise<void> => {
  for (const { pair, unit, declared } of DRIFTS) setPreferFirst(stage, pair.id, !declared, [unit]);
  for (const { pair } of stage.pairs()) noteCorrection(stage, pair.pair.id);
  if (!stage.hasControlPlane) return;
  const one = stage.find(RETURNS.id);
  const failback = { ...one.pair.pair.failback, holdDownMs: HOLD_DOWN_MS };
  await declareAnew(one, { preferred: 'first', failback });
};

const correctedAt = (stage: Stage, pairId: string): EpochMs | undefined => {
  const at = stage.facts.get(`corrected-${pairId}`);
  return typeof at === 'number' ? at : undefined;
};

/** `secondsToCorrect_<pair>` of those that were put right. */
const measure = (stage: Stage): Readonly<Record<string, number>> => ({
  ...roleChangesByPair(stage),
  ...Object.fromEntries(
    stage.pairs().flatMap(({ pair }) => {
      const at = correctedAt(stage, pair.pair.id);
      const after = at === undefined ? undefined : Math.round((at - (stage.causedAt ?? at)) / SECOND_MS);
      return after === undefined ? [] : [[`secondsToCorrect_${pair.pair.id}`, after]];
    }),
  ),
});

const allCorrected = (stage: Stage): boolean =>
  DRIFTS.every(({ pair }) => correctedAt(stage, pair.id) !== undefined);

const hasReturned = (stage: Stage): boolean =>
  isActive(stage, RETURNS.id, 'first') &&
  correctedAt(stage, RETURNS.id) !== undefined &&
  roleChanges(stage, RETURNS.id).length === 1;

export const preferenceDrift: Scenario = {
  name: 'preference-drift',
  sentence: 'Somebody sets the preferred host of six pairs by hand, otherwise than it is declared.',
  pairs: [...DRIFTS.map(({ pair }) => pair), RETURNS],
  // Six pairs with clients are more than two cores carry at the usual speed.
  speed: 12,
  safe: { words: 'both units have the preferred host that is declared', isSo: isAsDeclared },
  play: async (stage) => {
    await stage.cause('one unit of each pair is set otherwise than declared', () => drift(stage));
    if (!stage.hasControlPlane) return stage.wait(CORRECTED_WITHIN_MS);
    await stage.until('what moves no role is put right', () => allCorrected(stage), CORRECTED_WITHIN_MS);
    await stage.until(
      `${RETURNS.id} has returned to its first unit`,
      () => hasReturned(stage),
      RETURNED_WITHIN_MS,
    );
    await stage.wait(MINUTE_MS);
  },
  measure,
  expected: {
    withControlPlane: [
      {
        words: 'every unit that can be put right without moving a role is, within 6.5 minutes',
        held: ({ figures }) =>
          DRIFTS.every(
            ({ pair }) =>
              (figures[`secondsToCorrect_${pair.id}`] ?? Number.NaN) <= CORRECTED_WITHIN_MS / SECOND_MS,
          ),
      },
      {
        words: 'no role changes by that',
        held: ({ figures }) => DRIFTS.every(({ pair }) => figures[`roleChanges_${pair.id}`] === 0),
      },
      {
        words: 'where it would move the role it becomes one return, after the hold-down',
        held: ({ figures }) =>
          figures[`roleChanges_${RETURNS.id}`] === 1 &&
          (figures[`secondsToCorrect_${RETURNS.id}`] ?? 0) >= HOLD_DOWN_MS / SECOND_MS,
      },
      hasDone('set-preference', 'the units are set by their own API'),
      noFailedConnections,
    ],
    withoutControlPlane: [
      {
        words: 'nobody puts anything right',
        held: ({ figures }) => figures.pairsNotSafe === DRIFTS.length + 1,
      },
      noFailedConnections,
    ],
  },
};
