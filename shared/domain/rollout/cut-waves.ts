import type { Pair } from '#domain/estate/estate.ts';
import { type RolloutRefusal, refusal } from '#domain/rollout/refusal.ts';
import type { RolloutPair, Wave } from '#domain/rollout/rollout.ts';
import { type DurationMs, MINUTE_MS } from '#domain/time.ts';

/** How many pairs a wave takes; a percentage is of all pairs of the rollout, rounded up. */
export type WaveSize = { readonly count: number } | { readonly percentage: number };

export interface WaveSpec {
  readonly name?: string;
  /** Of the last wave it may be left out: that one takes the rest in any case. */
  readonly size?: WaveSize;
  readonly soakMs: DurationMs;
}

const DEFAULT_SOAK_MS: DurationMs = 30 * MINUTE_MS;

/** A wave that is watched for longer than this is a rollout of its own. */
const MAX_SOAK_MS: DurationMs = 7 * 24 * 60 * MINUTE_MS;

const MAX_WAVES = 20;

/** Where nobody says anything: one pair by itself, then a quarter, then the rest. */
const defaultWaves = (pairs: number): readonly WaveSpec[] =>
  pairs === 1
    ? [{ soakMs: 0 }]
    : [
        { size: { count: 1 }, soakMs: DEFAULT_SOAK_MS },
        { size: { percentage: 25 }, soakMs: DEFAULT_SOAK_MS },
        { soakMs: 0 },
      ];

const isSize = (size: WaveSize): boolean =>
  'count' in size
    ? Number.isInteger(size.count) && size.count >= 1
    : size.percentage > 0 && size.percentage <= 100;

/** What is wrong with the waves that somebody asked for. */
export const waveRefusals = (specs: readonly WaveSpec[]): readonly RolloutRefusal[] => {
  const bad = (words: string, remedy: string): RolloutRefusal => refusal('bad-waves', words, remedy);
  const tooMany =
    specs.length > MAX_WAVES
      ? [bad(`${specs.length} waves are asked for`, `ask for at most ${MAX_WAVES}`)]
      : [];
  const each = specs.flatMap(({ size, soakMs }, at) => [
    ...((size === undefined ? at < specs.length - 1 : !isSize(size))
      ? [
          bad(
            `the size of wave ${at + 1} is no size`,
            'give a count from 1 on, or a percentage above 0 and up to 100; only the last wave goes without',
          ),
        ]
      : []),
    ...(soakMs >= 0 && soakMs <= MAX_SOAK_MS
      ? []
      : [bad(`the soak of wave ${at + 1} is not within 7 days`, 'give a soak from 0 s to 7 days')]),
  ]);
  return [...tooMany, ...each];
};

const countOf = (size: WaveSize | undefined, pairs: number): number => {
  if (size === undefined) return pairs;
  return 'count' in size ? size.count : Math.max(1, Math.ceil((size.percentage * pairs) / 100));
};

/** The next pair of a wave: of a GEO cluster that is not in it yet, and in the canary of the region that has fewest. */
const nextOf = (left: readonly Pair[], taken: readonly Pair[], isCanary: boolean): Pair | undefined => {
  const inWave = new Set(taken.map(({ geoCluster }) => geoCluster).filter((it) => it !== undefined));
  const apart = left.filter(({ geoCluster }) => geoCluster === undefined || !inWave.has(geoCluster));
  const candidates = apart.length > 0 ? apart : left;
  if (!isCanary) return candidates[0];
  const share = ({ region }: Pair): number => taken.filter((pair) => pair.region === region).length;
  return candidates.toSorted((a, b) => share(a) - share(b))[0];
};

const takeWave = (left: readonly Pair[], count: number, isCanary: boolean): readonly Pair[] => {
  const rest = [...left];
  const taken: Pair[] = [];
  while (taken.length < count) {
    const next = nextOf(rest, taken, isCanary);
    if (next === undefined) break;
    taken.push(next);
    rest.splice(rest.indexOf(next), 1);
  }
  return taken;
};

const nameOf = ({ name }: WaveSpec, at: number, waves: number): string => {
  if (name !== undefined) return name;
  return at === 0 && waves > 1 ? 'canary' : `wave ${at + 1}`;
};

const rolloutPair = ({ id, region, geoCluster }: Pair, wave: number): RolloutPair => ({
  pairId: id,
  region,
  wave,
  ...(geoCluster === undefined ? {} : { geoCluster }),
});

/**
 * Puts every pair into a wave, in the order of the estate; the same pairs and waves always give the same. Waves that
 * nothing is left for are left out.
 */
export const cutWaves = (
  pairs: readonly Pair[],
  asked: readonly WaveSpec[],
): { readonly waves: readonly Wave[]; readonly pairs: readonly RolloutPair[] } => {
  const specs = asked.length > 0 ? asked : defaultWaves(pairs.length);
  const waves: { readonly spec: WaveSpec; readonly pairs: readonly Pair[] }[] = [];
  let left = pairs;
  for (const [at, spec] of specs.entries()) {
    const isLast = at === specs.length - 1;
    const taken = isLast ? left : takeWave(left, countOf(spec.size, pairs.length), at === 0);
    if (taken.length > 0) waves.push({ spec, pairs: taken });
    left = left.filter((pair) => !taken.includes(pair));
  }
  return {
    waves: waves.map(({ spec }, at) => ({ name: nameOf(spec, at, waves.length), soakMs: spec.soakMs })),
    pairs: waves.flatMap((wave, at) => wave.pairs.map((pair) => rolloutPair(pair, at))),
  };
};
