import { cameFrom, mayHaveChanged } from '#domain/rollout/came-from.ts';
import { endRollout, standingsWords } from '#domain/rollout/end-rollout.ts';
import { noteEvent } from '#domain/rollout/note-event.ts';
import { type RolloutRefusal, refusal } from '#domain/rollout/refusal.ts';
import type { RegionProgress, Rollout, RolloutPair } from '#domain/rollout/rollout.ts';
import { STATUS_WORDS } from '#domain/rollout/rollout-words.ts';
import { fleetOf, idsOf, isUnderWay, type PairNow } from '#domain/rollout/standing.ts';
import type { EpochMs } from '#domain/time.ts';

export interface RollbackRequest {
  readonly id: string;
  readonly by: string;
  readonly why: string;
}

export interface Rollback {
  readonly kind: 'made';
  readonly rollback: Rollout;
  /** What the original is from now on: it is never resumed next to what takes it back. To be claimed first. */
  readonly original: Rollout;
  /** Pairs that were changed and cannot be taken back like the others. */
  readonly leftOut: readonly { readonly pairId: string; readonly refusal: RolloutRefusal }[];
}

export type RollbackAnswer =
  | Rollback
  | { readonly kind: 'refused'; readonly refusals: readonly RolloutRefusal[] };

const isEnded = ({ status }: Rollout): boolean => status === 'done' || status === 'aborted';

const notYet = (original: Rollout, underWay: readonly PairNow[]): RolloutRefusal | undefined => {
  if (original.status === 'planned')
    return refusal('nothing-changed', 'the rollout has not started', 'abort it, if it is not wanted');
  if (original.status === 'running' || original.status === 'aborting')
    return refusal(
      'still-running',
      `the rollout is ${STATUS_WORDS[original.status]}`,
      'pause or abort it, and wait for what is under way to end',
    );
  return underWay.length === 0
    ? undefined
    : refusal(
        'still-running',
        `under way still: ${idsOf(underWay).join(', ')}`,
        'wait for them to end, and ask again',
      );
};

const closedBy = (
  original: Rollout,
  fleet: readonly PairNow[],
  request: RollbackRequest,
  now: EpochMs,
): Rollout => {
  const noted = noteEvent(original, request.by, `rolled back by ${request.id}: ${request.why}`, now);
  const because = `rolled back by ${request.id}; ${standingsWords(fleet)}`;
  return isEnded(original) ? noted : endRollout(noted, 'aborted', because, now);
};

/** The waves that have pairs, the last one first. */
const turned = (pairs: readonly RolloutPair[]): readonly number[] =>
  [...new Set(pairs.map(({ wave }) => wave))].sort((a, b) => b - a);

/**
 * A rollout that takes another one back: every pair that it may have changed, to what its units ran before and keep as
 * their previous version, in reverse order. Nobody waits for a window or a soak to be rid of bad firmware; it is started
 * like any other. Its version is 0.
 */
export const makeRollback = (
  original: Rollout,
  progress: readonly RegionProgress[],
  request: RollbackRequest,
  now: EpochMs,
): RollbackAnswer => {
  const fleet = fleetOf(original, progress);
  const objection = notYet(original, fleet.filter(isUnderWay));
  if (objection !== undefined) return { kind: 'refused', refusals: [objection] };
  const changed = fleet
    .filter((one) => mayHaveChanged(original, one))
    .map((one) => ({ pair: one.pair, back: cameFrom(one) }));
  const leftOut = changed.flatMap(({ pair, back }) =>
    typeof back === 'string' ? [] : [{ pairId: pair.pairId, refusal: back }],
  );
  const taken = changed.flatMap(({ pair, back }) =>
    typeof back === 'string' ? [{ ...pair, target: back }] : [],
  );
  const [one] = taken;
  if (one === undefined)
    return {
      kind: 'refused',
      refusals: [
        refusal('nothing-changed', 'no pair can be taken back to what it ran before', 'look at the report'),
        ...leftOut.map(({ pairId, refusal: why }) => ({ ...why, words: `${pairId}: ${why.words}` })),
      ],
    };
  const { image: _image, ...spec } = original.spec;
  const order = turned(taken);
  const pairs = order.flatMap((was, wave) =>
    taken.filter((pair) => pair.wave === was).map((pair) => ({ ...pair, wave })),
  );
  const waves = order.map((was) => ({
    name: original.spec.waves[was]?.name ?? `wave ${was + 1}`,
    soakMs: 0,
  }));
  const planned: Rollout = {
    schemaVersion: 1,
    id: request.id,
    version: 0,
    homeRegion: original.homeRegion,
    createdAt: now,
    createdBy: request.by,
    why: request.why,
    spec: { ...spec, target: one.target, waves, windows: [] },
    pairs,
    status: 'planned',
    wave: 0,
    released: [],
    forgiven: [],
    events: [],
    rollbackOf: original.id,
  };
  const noted = leftOut.map(({ pairId, refusal: why }) => `left out ${pairId}: ${why.words}`);
  const rollback = [`planned to roll back ${original.id}: ${request.why}`, ...noted].reduce(
    (rollout, what) => noteEvent(rollout, request.by, what, now),
    planned,
  );
  return { kind: 'made', rollback, original: closedBy(original, fleet, request, now), leftOut };
};
