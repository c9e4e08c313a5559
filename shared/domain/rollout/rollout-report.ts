import type { UnitName } from '#domain/estate/estate.ts';
import { incidentWords } from '#domain/firmware/incident-words.ts';
import { standingsWords } from '#domain/rollout/end-rollout.ts';
import { remainingMs } from '#domain/rollout/remaining-time.ts';
import type {
  PairProgress,
  RegionProgress,
  Rollout,
  RolloutEvent,
  RolloutStatus,
} from '#domain/rollout/rollout.ts';
import { fleetOf, type PairNow } from '#domain/rollout/standing.ts';
import { type DurationMs, type EpochMs, SECOND_MS } from '#domain/time.ts';

/** One pair of a rollout. What its region has not said is absent. */
export interface PairReport {
  readonly pairId: string;
  readonly region: string;
  readonly state: PairProgress['state'];
  /** Released to its region; it is begun, or is about to be. */
  readonly isReleased: boolean;
  readonly kind?: PairProgress['kind'];
  readonly from?: Readonly<Record<UnitName, string>>;
  readonly to: string;
  readonly warnings: readonly string[];
  readonly refusals: NonNullable<PairProgress['refusals']>;
  /** While it is under way or halted. */
  readonly operation?: string;
  readonly situation?: PairProgress['situation'];
  readonly startedAt?: EpochMs;
  readonly endedAt?: EpochMs;
  /** Why it ended as it did; empty where that is plain. */
  readonly because: readonly string[];
  /** Somebody resumed the rollout in spite of it. */
  readonly isForgiven: boolean;
  /** How often the active role moved; before the end how often it should. */
  readonly roleChanges?: number;
  /** For how long the units ran different firmware. */
  readonly secondsMixed?: number;
  readonly incidents: readonly { readonly at: EpochMs; readonly words: string }[];
  /** Keys in the firmware bucket of its region. */
  readonly backups: Readonly<Partial<Record<UnitName, string>>>;
}

export interface WaveReport {
  readonly name: string;
  readonly soakMs: DurationMs;
  readonly pairs: readonly PairReport[];
}

/** All about a rollout that somebody may want to keep: no more than numbers, texts and lists. */
export interface RolloutReport {
  readonly id: string;
  readonly status: RolloutStatus;
  readonly because?: string;
  readonly why: string;
  readonly target: string;
  readonly homeRegion: string;
  readonly createdAt: EpochMs;
  readonly createdBy: string;
  readonly approvedBy?: string;
  readonly startedAt?: EpochMs;
  readonly endedAt?: EpochMs;
  readonly rollbackOf?: string;
  /** How many pairs are in each state; states without a pair are left out. */
  readonly totals: Readonly<Partial<Record<PairProgress['state'], number>>>;
  /** `7 done, 1 failed, 2 not begun`. */
  readonly summary: string;
  /** Index of the wave that is open. */
  readonly wave: number;
  readonly remainingMs?: DurationMs;
  readonly waves: readonly WaveReport[];
  readonly events: readonly RolloutEvent[];
}

/** The fields that are there. */
const present = <T extends object>(fields: { readonly [K in keyof T]: T[K] | undefined }): Partial<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;

const pairReport = (rollout: Rollout, { pair, progress }: PairNow): PairReport => {
  const result = progress?.result;
  return {
    pairId: pair.pairId,
    region: pair.region,
    state: progress?.state ?? 'unchecked',
    isReleased: rollout.released.some(({ pairId }) => pairId === pair.pairId),
    to: pair.target ?? rollout.spec.target,
    warnings: progress?.warnings ?? [],
    refusals: progress?.refusals ?? [],
    because: result?.because ?? [],
    isForgiven: rollout.forgiven.includes(pair.pairId),
    incidents: (result?.incidents ?? []).map((one) => ({ at: one.at, words: incidentWords(one) })),
    backups: result?.backups ?? {},
    ...present({
      kind: progress?.kind,
      from: result?.from ?? progress?.from,
      operation: progress?.operation,
      situation: progress?.situation,
      startedAt: progress?.startedAt,
      endedAt: result?.endedAt,
      roleChanges: result?.roleChanges ?? progress?.roleChanges,
      secondsMixed: result === undefined ? undefined : Math.round(result.mixedMs / SECOND_MS),
    }),
  };
};

const totalsOf = (pairs: readonly PairReport[]): RolloutReport['totals'] => {
  const totals: Partial<Record<PairProgress['state'], number>> = {};
  for (const { state } of pairs) totals[state] = (totals[state] ?? 0) + 1;
  return totals;
};

/** The report of a rollout at any time: the plan before it starts, how far it is, how it ended. */
export const reportOf = (
  rollout: Rollout,
  progress: readonly RegionProgress[],
  now: EpochMs,
): RolloutReport => {
  const fleet = fleetOf(rollout, progress);
  const waves = rollout.spec.waves.map(
    (wave, at): WaveReport => ({
      ...wave,
      pairs: fleet.filter(({ pair }) => pair.wave === at).map((one) => pairReport(rollout, one)),
    }),
  );
  return {
    id: rollout.id,
    status: rollout.status,
    why: rollout.why,
    target: rollout.spec.target,
    homeRegion: rollout.homeRegion,
    createdAt: rollout.createdAt,
    createdBy: rollout.createdBy,
    totals: totalsOf(waves.flatMap(({ pairs }) => pairs)),
    summary: standingsWords(fleet),
    wave: rollout.wave,
    waves,
    events: rollout.events,
    ...present({
      because: rollout.because,
      approvedBy: rollout.approvedBy,
      startedAt: rollout.startedAt,
      endedAt: rollout.endedAt,
      rollbackOf: rollout.rollbackOf,
      remainingMs: remainingMs(rollout, progress, now),
    }),
  };
};
