import type { Pair } from '#domain/estate/estate.ts';
import type { PairState } from '#domain/pair/state.ts';
import { type EpochMs, MINUTE_MS } from '#domain/time.ts';

/** A pair with what is remembered of it. */
export interface WatchedPair {
  readonly pair: Pair;
  readonly state: PairState;
}

/** Something is going on, or nothing is known: not to be left for a later pass. */
export const isHot = ({ state }: WatchedPair): boolean =>
  state.version === 0 ||
  state.situation.kind !== 'steady' ||
  state.operation.kind !== 'idle' ||
  state.unseenSince !== undefined;

const rotated = <T>(items: readonly T[], by: number): readonly T[] => {
  if (items.length === 0) return items;
  const at = by % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
};

/**
 * Which pairs this pass looks at when there are more target groups than the call budget allows: the hot ones first,
 * the rest in rotation, so that every pair has its turn. Pure: the turn follows from the time alone.
 */
export const selectDue = (
  watched: readonly WatchedPair[],
  targetGroupsPerPass: number,
  now: EpochMs,
): readonly WatchedPair[] => {
  const hot = watched.filter(isHot);
  const calm = watched.filter((pair) => !isHot(pair));
  const pass = Math.floor(now / MINUTE_MS);
  const hotGroups = new Set(hot.flatMap(({ pair }) => pair.targetGroups)).size;
  const groupsOfOne = Math.max(1, ...calm.map(({ pair }) => pair.targetGroups.length));
  // No more pairs than surely fit, or the rotation would step over some for ever.
  const turn = Math.max(1, Math.floor((targetGroupsPerPass - hotGroups) / groupsOfOne));
  const inOrder = [...rotated(hot, pass), ...rotated(calm, pass * turn)];
  const chosen: WatchedPair[] = [];
  const groups = new Set<string>();
  for (const candidate of inOrder) {
    const further = candidate.pair.targetGroups.filter((arn) => !groups.has(arn)).length;
    if (groups.size + further > targetGroupsPerPass && chosen.length > 0) break;
    for (const arn of candidate.pair.targetGroups) groups.add(arn);
    chosen.push(candidate);
  }
  return chosen;
};
