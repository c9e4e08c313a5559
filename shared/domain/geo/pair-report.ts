import type { Pair } from '#domain/estate/estate.ts';
import type { WindowNow } from '#domain/failback/window.ts';
import type { GeoDrift } from '#domain/geo/drift.ts';
import { briefly } from '#domain/geo/geo-finding.ts';
import type { GeoRequest, MemberReport } from '#domain/geo/geo-report.ts';
import { geoUnderWay } from '#domain/geo/interrupt.ts';
import type { GeoResult } from '#domain/geo/operation.ts';
import { isHeldAt } from '#domain/hold/hold.ts';
import { operationWords } from '#domain/pair/operation-words.ts';
import type { PairState } from '#domain/pair/state.ts';
import { type DurationMs, type EpochMs, MINUTE_MS } from '#domain/time.ts';

/** A turn that was refused or given up is not asked for again before: what stood in the way may be gone then. */
export const TRY_AGAIN_MS: DurationMs = 30 * MINUTE_MS;

/** What a region knows of one of its members at a pass. */
export interface MemberSight {
  readonly id: string;
  readonly cluster: string;
  /** Of the lists that are expected of it; absent where nobody can say what they are. */
  readonly expected?: string;
  /** Absent where it was not asked in this pass. */
  readonly drift?: GeoDrift;
  readonly before: MemberReport | undefined;
  /** Operators' requests that name it, from any region. */
  readonly requests: readonly GeoRequest[];
  readonly frozen: boolean;
  readonly now: EpochMs;
}

export interface PairSight extends MemberSight {
  readonly pair: Pair;
  readonly state: PairState | undefined;
  /** Of `geoWindows`; `undefined` where none is declared. */
  readonly window: WindowNow | undefined;
}

/** By its own lists, where nothing is being done to it. */
export const stateByDrift = ({ findings, listsWrong }: GeoDrift): 'right' | 'drifted' | 'unread' => {
  if (findings.some(({ code }) => code === 'unread')) return 'unread';
  return listsWrong > 0 ? 'drifted' : 'right';
};

/** As it was; of one that something was being done to it is not known yet what came of that. */
export const stateBefore = (before: MemberReport | undefined): 'right' | 'drifted' | 'unread' => {
  if (before === undefined) return 'unread';
  return before.state === 'syncing' || before.state === 'halted' ? 'drifted' : before.state;
};

const hasFailed = (last: GeoResult | undefined): last is GeoResult =>
  last !== undefined && last.end !== 'done' && last.end !== 'interrupted';

/** It may be tried again already where somebody has asked for it since. */
const isTooSoon = ({ state, requests, now }: PairSight): boolean => {
  const last = state?.geo.last;
  if (!hasFailed(last) || now - last.endedAt >= TRY_AGAIN_MS) return false;
  return !requests.some(({ at }) => at > last.endedAt);
};

/** What everybody waits for where the declarations of the regions do not fit together. */
export const WHOLE = 'the declarations of all regions to make a whole';

const windowWords = ({ window, requests }: PairSight): string | undefined => {
  if (requests.length > 0 || window?.kind === 'open') return undefined;
  return window?.kind === 'closed'
    ? `its window, which opens ${window.opensWords}`
    : 'somebody to ask for it: it has no geoWindows (POST /geo/sync)';
};

/** Anything but its lists. */
const busyWith = (state: PairState | undefined): Pick<MemberReport, 'busyWith'> => {
  const kind = state?.operation.kind;
  return kind === undefined || kind === 'idle' || kind === 'syncing-geo' ? {} : { busyWith: kind };
};

/** What has to change before a drifted pair may have its turn; undefined where nothing has to. */
export const waitsFor = (sight: PairSight): string | undefined => {
  const { pair, state, frozen, now } = sight;
  if (sight.expected === undefined) return WHOLE;
  if (pair.mode === 'observe') return 'its mode, which is observe: nothing is done to it';
  if (pair.geoMaster === undefined) return 'its geoMaster to be declared';
  if (state?.hold !== undefined && isHeldAt(state, now)) return `the end of a hold by ${state.hold.by}`;
  if (frozen) return 'the freeze of the region to be lifted';
  if (busyWith(state).busyWith !== undefined) return 'the end of what else is being done to it';
  const window = windowWords(sight);
  if (window !== undefined) return window;
  if (!isTooSoon(sight)) return undefined;
  const because = state?.geo.last?.because.join('; ') ?? '';
  return `the next try, ${TRY_AGAIN_MS / MINUTE_MS} min after the last, which ended ${state?.geo.last?.end} (${because})`;
};

const withSince = (
  next: Omit<MemberReport, 'since'>,
  before: MemberReport | undefined,
  now: EpochMs,
): MemberReport => ({ ...next, since: before?.state === next.state ? before.since : now });

/**
 * How a pair is: by what is being done to it, else by its lists as they were read now or last. Undefined where nobody has
 * read them yet.
 */
export const reportPair = (sight: PairSight): MemberReport | undefined => {
  const { cluster, expected, drift, before, state, now } = sight;
  const common = { kind: 'pair', cluster } as const;
  const last = state?.geo.last === undefined ? {} : { last: state.geo.last };
  if (state !== undefined && geoUnderWay(state) !== undefined) {
    const halted = state.operation.kind === 'halted';
    const next = {
      ...common,
      state: halted ? ('halted' as const) : ('syncing' as const),
      // Whatever becomes of it, it is looked at as soon as it has ended.
      expected: '',
      findings: before?.findings ?? [],
      listsWrong: before?.listsWrong ?? 0,
      wantsTurn: false,
      operation: operationWords(state.operation),
      ...last,
    };
    return withSince(next, before, now);
  }
  const judged = drift ?? before;
  if (judged === undefined) return undefined;
  const by = drift === undefined ? stateBefore(before) : stateByDrift(drift);
  const isDrifted = by === 'drifted';
  const waits = isDrifted ? waitsFor(sight) : undefined;
  const next = {
    ...common,
    state: by,
    expected: (drift === undefined ? before?.expected : expected) ?? '',
    findings: drift === undefined ? (before?.findings ?? []) : briefly(drift.findings),
    listsWrong: judged.listsWrong,
    ...(waits === undefined ? {} : { waits }),
    wantsTurn: isDrifted && waits === undefined,
    ...busyWith(state),
    ...last,
  };
  return withSince(next, before, now);
};
