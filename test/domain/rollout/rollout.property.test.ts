import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Pair } from '#domain/estate/estate.ts';
import { cutWaves, type WaveSpec } from '#domain/rollout/cut-waves.ts';
import { decideRollout, type RolloutDecision } from '#domain/rollout/decide-rollout.ts';
import type { PairProgress, Rollout } from '#domain/rollout/rollout.ts';
import { rolloutText } from '#domain/rollout/rollout-text.ts';
import { type EpochMs, MINUTE_MS } from '#domain/time.ts';
import { type Play, type PlayStep, playOf, playOut, playStep, progressIn, windowOf } from './fleet-play.ts';
import { declared, running } from './rollout-samples.ts';

const REGIONS = ['eu-west-1', 'eu-west-3', 'us-east-1'];

const anyFleet: fc.Arbitrary<readonly Pair[]> = fc
  .array(fc.record({ region: fc.nat(2), cluster: fc.constantFrom('x', 'y', 'z', undefined, undefined) }), {
    minLength: 1,
    maxLength: 10,
  })
  .map((pairs) => pairs.map(({ region, cluster }, at) => declared(`p${at}`, REGIONS[region], cluster)));

const anyWaves: fc.Arbitrary<readonly WaveSpec[]> = fc.array(
  fc.record({
    size: fc.oneof(
      fc.integer({ min: 1, max: 5 }).map((count) => ({ count })),
      fc.integer({ min: 1, max: 100 }).map((percentage) => ({ percentage })),
    ),
    soakMs: fc.constantFrom(0, 5 * MINUTE_MS, 30 * MINUTE_MS),
  }),
  { maxLength: 4 },
);

const anyPlay: fc.Arbitrary<Play> = fc
  .record({
    pairs: anyFleet,
    waves: anyWaves,
    concurrency: fc.integer({ min: 1, max: 3 }),
    maxFailureShare: fc.constantFrom(0, 0.3, 0.5, 1),
    everyMs: fc.constantFrom(undefined, 20 * MINUTE_MS, 90 * MINUTE_MS),
  })
  .map(({ pairs, everyMs, ...spec }) => playOf(running(pairs, spec), pairs, everyMs));

const weighted = (weight: number, arbitrary: fc.Arbitrary<PlayStep>) => ({ weight, arbitrary });
const kindly = <K extends string>(kind: K) => fc.constant(kind);

const anyStep: fc.Arbitrary<PlayStep> = fc.oneof(
  weighted(6, fc.record({ kind: kindly('decide') })),
  weighted(
    4,
    fc.record({ kind: kindly('pass'), ms: fc.constantFrom(1, 1, 2, 5, 31).map((m) => m * MINUTE_MS) }),
  ),
  weighted(4, fc.record({ kind: kindly('work'), region: fc.nat(2) })),
  weighted(4, fc.record({ kind: kindly('write'), region: fc.nat(2) })),
  weighted(
    5,
    fc.record({
      kind: kindly('fate'),
      pair: fc.nat(9),
      fate: fc.constantFrom(
        'done',
        'done',
        'done',
        'halted',
        'resume',
        'given-up',
        'aborted',
        'refused',
        'put-off',
        'put-off',
      ),
    }),
  ),
  weighted(1, fc.record({ kind: kindly('fate'), pair: fc.nat(9), fate: fc.constantFrom('gone') })),
  weighted(
    1,
    fc.record({
      kind: kindly('situation'),
      pair: fc.nat(9),
      situation: fc.constantFrom('steady', 'degraded'),
    }),
  ),
  weighted(2, fc.record({ kind: kindly('command'), command: fc.constantFrom('pause', 'resume', 'resume') })),
);

const anySteps = fc.array(
  fc.oneof(weighted(60, anyStep), weighted(1, fc.constant({ kind: 'command', command: 'abort' }))),
  {
    minLength: 20,
    maxLength: 120,
  },
);

const releasedIn = ({ released }: Rollout): readonly string[] => released.map(({ pairId }) => pairId);
const SETTLED: readonly (PairProgress['state'] | undefined)[] = [
  'done',
  'given-up',
  'aborted',
  'gone',
  'halted',
];

/** As its region has written it. */
const said = (play: Play, pairId: string): PairProgress | undefined =>
  progressIn(play).find(({ pairs }) => pairs[pairId] !== undefined)?.pairs[pairId];

const hasSettled = (play: Play, pairId: string): boolean => {
  const one = said(play, pairId);
  return SETTLED.includes(one?.state) || (one?.state === 'refused' && one.result !== undefined);
};

/** When the home region could first see that a wave was over, as long as that has been so. */
class WaveClock {
  readonly #since = new Map<number, EpochMs>();

  look(play: Play): void {
    for (const at of play.rollout.spec.waves.keys()) {
      const inWave = play.rollout.pairs.filter(({ wave }) => wave === at);
      const isOver = inWave.every(({ pairId }) => hasSettled(play, pairId));
      if (!isOver) this.#since.delete(at);
      else if (!this.#since.has(at)) this.#since.set(at, play.now);
    }
  }

  sinceOf(wave: number): EpochMs | undefined {
    return this.#since.get(wave);
  }
}

interface Turn {
  readonly before: Rollout;
  readonly play: Play;
  readonly decision: RolloutDecision;
  readonly clock: WaveClock;
  /** Released by this decision. */
  readonly fresh: readonly string[];
}

type Rule = (turn: Turn) => void;

/** Released and not known to have ended, or said to run; and not halted. */
const underWay = (play: Play, rollout: Rollout): readonly Rollout['pairs'][number][] =>
  rollout.pairs.filter(
    ({ pairId }) =>
      said(play, pairId)?.state === 'running' ||
      (releasedIn(rollout).includes(pairId) && !hasSettled(play, pairId)),
  );

const RULES: Readonly<Record<string, Rule>> = {
  'as many of a region as may be under way': ({ play, decision: { next }, fresh }) => {
    const regions = new Set(
      next.pairs.filter(({ pairId }) => fresh.includes(pairId)).map(({ region }) => region),
    );
    for (const region of regions)
      expect(underWay(play, next).filter((pair) => pair.region === region).length).toBeLessThanOrEqual(
        next.spec.concurrency,
      );
  },
  'only while it runs and its window is open': ({ before, play, fresh }) => {
    if (fresh.length === 0) return;
    expect(before.status).toBe('running');
    expect(windowOf(play).kind).not.toBe('closed');
  },
  'until the window closes': ({ play, decision: { next }, fresh }) => {
    const window = windowOf(play);
    const until = window.kind === 'open' ? window.closesAt : undefined;
    for (const pairId of fresh)
      expect(next.released.find((one) => one.pairId === pairId)?.notAfter).toBe(until);
  },
  'no wave before the soak of the one before it is over': ({ play, decision: { next }, clock, fresh }) => {
    for (const { pairId, wave } of next.pairs.filter((pair) => fresh.includes(pair.pairId))) {
      expect(wave, pairId).toBe(next.wave);
      // Those before the last one may be at it again: a halted pair that somebody took up.
      if (wave === 0) continue;
      const since = clock.sinceOf(wave - 1);
      const soakMs = next.spec.waves[wave - 1]?.soakMs ?? 0;
      if (next.wave !== wave || since === undefined) continue;
      expect(play.now - since, pairId).toBeGreaterThanOrEqual(soakMs);
    }
  },
  'never twice, unless it was not begun': ({ before, play, decision: { next }, fresh }) => {
    expect(new Set(releasedIn(next)).size).toBe(next.released.length);
    for (const pairId of [...fresh, ...releasedIn(before).filter((id) => !releasedIn(next).includes(id))])
      expect(['ready', 'gone']).toContain(play.truth.get(pairId)?.state);
  },
  'deciding again changes nothing': ({ play, decision: { next } }) => {
    const again = decideRollout(next, progressIn(play), windowOf(play), play.now);
    expect(again.next).toBe(next);
    expect(again.tell).toBe(false);
  },
  'what stays the same is the same object': ({ before, decision: { next } }) => {
    if (next !== before) expect(next).not.toEqual(before);
  },
  'people are told just when it halts or ends, and why': ({ before, decision: { next, tell } }) => {
    const ends = next.status !== before.status;
    expect(tell).toBe(ends);
    if (ends) expect(next.because).toBeTruthy();
    if (ends) expect(['done', 'halted', 'aborted']).toContain(next.status);
    expect(next.endedAt !== undefined).toBe(next.status === 'done' || next.status === 'aborted');
  },
};

/** What is so, whatever the home region knows of it: halted units may run different firmware. */
const oneOfACluster = (play: Play): void => {
  const busy = play.rollout.pairs.filter(({ pairId, geoCluster }) => {
    const state = play.truth.get(pairId)?.state;
    return geoCluster !== undefined && (state === 'running' || state === 'halted');
  });
  expect(new Set(busy.map(({ geoCluster }) => geoCluster)).size).toBe(busy.length);
};

const playAll = (play: Play, steps: readonly PlayStep[], rules: readonly Rule[]): number => {
  const clock = new WaveClock();
  let released = 0;
  for (const step of steps) {
    const before = play.rollout;
    if (step.kind === 'decide') clock.look(play);
    const decision = playStep(play, step);
    oneOfACluster(play);
    if (decision === undefined) continue;
    const takenBack = new Set(releasedIn(before));
    const fresh = decision.next.released
      .filter((one) => !before.released.includes(one))
      .map(({ pairId }) => pairId);
    released += [...fresh].filter((id) => !takenBack.has(id)).length;
    for (const rule of rules) rule({ before, play, decision, clock, fresh });
  }
  return released;
};

describe('over any fleet and any history', () => {
  it.each(Object.entries(RULES))('pairs are released: %s', (_, rule) => {
    let released = 0;
    fc.assert(
      fc.property(anyPlay, anySteps, (play, steps) => {
        released += playAll(play, steps, [rule]);
      }),
      { numRuns: 400 },
    );
    expect(released).toBeGreaterThan(400);
  });

  it('every rollout ends with a reason, and what halted it was failures', () => {
    const ends = new Map<string, number>();
    fc.assert(
      fc.property(anyPlay, anySteps, (play, steps) => {
        playAll(play, steps, []);
        playOut(play);
        const { status, because } = play.rollout;
        expect(['done', 'halted', 'aborted']).toContain(status);
        expect(because).toBeTruthy();
        ends.set(status, (ends.get(status) ?? 0) + 1);
        oneOfACluster(play);
      }),
      { numRuns: 600 },
    );
    for (const status of ['done', 'halted', 'aborted']) expect(ends.get(status), status).toBeGreaterThan(20);
  });

  it('it can always be read', () => {
    fc.assert(
      fc.property(anyPlay, anySteps, (play, steps) => {
        playAll(play, steps, []);
        const text = rolloutText(play.rollout, progressIn(play), windowOf(play), play.now);
        for (const { pairId } of play.rollout.pairs) expect(text).toContain(pairId);
        expect(text).not.toMatch(/undefined|NaN/);
      }),
      { numRuns: 200 },
    );
  });
});

describe('cutting waves', () => {
  it('puts every pair into one wave, the same each time, and two of one GEO cluster into one only for want of others', () => {
    fc.assert(
      fc.property(anyFleet, anyWaves, (pairs, specs) => {
        const cut = cutWaves(pairs, specs);
        expect(cutWaves(pairs, specs)).toEqual(cut);
        expect(cut.pairs.map(({ pairId }) => pairId).toSorted()).toEqual(
          pairs.map(({ id }) => id).toSorted(),
        );
        for (const at of cut.waves.keys()) {
          const inWave = cut.pairs.filter(({ wave }) => wave === at);
          expect(inWave.length).toBeGreaterThan(0);
          const clusters = inWave.flatMap(({ geoCluster }) => geoCluster ?? []);
          if (new Set(clusters).size === clusters.length) continue;
          const later = cut.pairs.filter(({ wave }) => wave > at);
          for (const { geoCluster } of later) expect(clusters).toContain(geoCluster);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
