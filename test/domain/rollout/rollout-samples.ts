import type { Pair } from '#domain/estate/estate.ts';
import type { FirmwareResult } from '#domain/firmware/operation.ts';
import { makeRollout, type RolloutRequest } from '#domain/rollout/make-rollout.ts';
import type { PairProgress, RegionProgress, Rollout } from '#domain/rollout/rollout.ts';
import { type EpochMs, MINUTE_MS } from '#domain/time.ts';
import { NOW, SAMPLE_PAIR } from '../../../docs/state-samples.ts';

export const DUBLIN = 'eu-west-1';
export const PARIS = 'eu-west-3';

export const declared = (id: string, region: string = DUBLIN, geoCluster?: string): Pair => ({
  ...SAMPLE_PAIR,
  id,
  region,
  ...(geoCluster === undefined ? {} : { geoCluster }),
});

export const IMAGE = {
  key: 'images/7.2.62.0.22999.RELEASE.PATCH-64-MULTICORE',
  sha256: 'ab'.repeat(32),
};

/** A rollout to 7.2.62.0 of all the pairs. */
export const requestFor = (pairs: readonly Pair[], more: Partial<RolloutRequest> = {}): RolloutRequest => ({
  id: '20260501-100000-4f2a',
  homeRegion: DUBLIN,
  by: 'ann',
  why: 'CVE of the month',
  now: NOW,
  target: '7.2.62.0',
  image: IMAGE,
  pairs,
  selector: { all: true },
  ...more,
});

/** Throws with what is wrong with the request. */
export const planned = (pairs: readonly Pair[], more: Partial<RolloutRequest> = {}): Rollout => {
  const answer = makeRollout(requestFor(pairs, more));
  if (answer.kind === 'refused') throw new Error(answer.refusals.map(({ words }) => words).join('\n'));
  return answer.rollout;
};

export const running = (pairs: readonly Pair[], more: Partial<RolloutRequest> = {}): Rollout => ({
  ...planned(pairs, more),
  status: 'running',
  startedAt: NOW,
});

export const READY: PairProgress = {
  state: 'ready',
  checkedAt: NOW,
  kind: 'upgrade',
  from: { first: '7.2.60.0', second: '7.2.60.0' },
  roleChanges: 1,
};

export const REFUSED: PairProgress = {
  state: 'refused',
  checkedAt: NOW,
  refusals: [{ code: 'held', words: 'bob holds the pair', remedy: 'ask bob to lift the hold' }],
};

export const RUNNING: PairProgress = {
  ...READY,
  state: 'running',
  operation: 'firmware 7.2.62.0: installing second',
  startedAt: NOW,
  situation: 'steady',
};

export const HALTED: PairProgress = { ...RUNNING, state: 'halted', operation: 'halted: install-failed' };

export const resultOf = (
  pairId: string,
  end: FirmwareResult['end'],
  more: Partial<FirmwareResult> = {},
): FirmwareResult => ({
  orderId: `20260501-100000-4f2a/${pairId}`,
  rolloutId: '20260501-100000-4f2a',
  target: '7.2.62.0',
  end,
  because: end === 'done' ? [] : ['backup-failed'],
  from: { first: '7.2.60.0', second: '7.2.60.0' },
  startedAt: NOW,
  endedAt: NOW + 10 * MINUTE_MS,
  roleChanges: 1,
  mixedMs: 4 * MINUTE_MS,
  backups: {},
  incidents: [],
  ...more,
});

export const endedAs = (
  pairId: string,
  end: FirmwareResult['end'],
  more: Partial<FirmwareResult> = {},
): PairProgress => ({
  ...READY,
  state: end,
  startedAt: NOW,
  situation: 'steady',
  result: resultOf(pairId, end, more),
});

/** What the regions of a rollout say at `at`: `of` for the pairs named there, `ready` for the rest. */
export const progressOf = (
  rollout: Rollout,
  of: Readonly<Record<string, PairProgress>> = {},
  at: EpochMs = NOW,
): readonly RegionProgress[] =>
  [...new Set(rollout.pairs.map(({ region }) => region))].map((region) => ({
    schemaVersion: 1,
    rolloutId: rollout.id,
    region,
    version: 1,
    at,
    image: { state: 'verified' },
    pairs: Object.fromEntries(
      rollout.pairs
        .filter((pair) => pair.region === region)
        .map(({ pairId }) => [pairId, of[pairId] ?? READY]),
    ),
  }));

export const releasedIn = ({ released }: Rollout): readonly string[] => released.map(({ pairId }) => pairId);
