import type { UnitName } from '#domain/estate/estate.ts';
import type { Stage, StagePair } from '#rehearsal/scenarios/stage.ts';
import { DEFAULT_PAIR, type PairSpec } from '#rehearsal/world/estate-spec.ts';

/**
 * Four pairs whose active unit is to leave: the first and the second, each with a standby that refuses connections
 * and with one that accepts them, because it is not published which of the two a real standby does.
 */
export const leavingPairs = (common: Omit<PairSpec, 'id' | 'region'>): readonly PairSpec[] => [
  { ...common, id: 'first-leaves', region: 'eu-west-1' },
  {
    ...common,
    id: 'first-leaves-open',
    region: 'us-east-1',
    behaviour: { standbyAcceptsConnections: true },
  },
  { ...common, id: 'second-leaves', region: 'us-east-1', preferred: 'none', activeAtStart: 'second' },
  {
    ...common,
    id: 'second-leaves-open',
    region: 'eu-west-1',
    preferred: 'none',
    activeAtStart: 'second',
    behaviour: { standbyAcceptsConnections: true },
  },
];

/** The unit that was active when the scenario began. */
export const activeAtStart = ({ pair }: StagePair): UnitName =>
  pair.spec.activeAtStart ?? DEFAULT_PAIR.activeAtStart;

/** Its instance. */
export const activeInstance = (one: StagePair): string => one.pair.pair.units[activeAtStart(one)].instanceId;

/** Failed connections of each pair, as figures: `failed_<pair>`. */
export const failedByPair = (stage: Stage): Readonly<Record<string, number>> =>
  Object.fromEntries(
    stage
      .pairs()
      .map(({ pair, traffic }) => [`failed_${pair.pair.id}`, traffic.tally.sum(stage.causedAt).failed]),
  );
