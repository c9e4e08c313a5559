import type { Pair } from '#domain/estate/estate.ts';
import type { WindowNow } from '#domain/failback/window.ts';
import { commandRollout, isRefused, type RolloutCommand } from '#domain/rollout/command-rollout.ts';
import { decideRollout, type RolloutDecision } from '#domain/rollout/decide-rollout.ts';
import { isReportDue } from '#domain/rollout/report-due.ts';
import type { PairProgress, RegionProgress, Rollout } from '#domain/rollout/rollout.ts';
import { type DurationMs, type EpochMs, MINUTE_MS } from '#domain/time.ts';
import { NOW } from '../../../docs/state-samples.ts';
import { endedAs, HALTED, progressOf, READY, RUNNING } from './rollout-samples.ts';

/*
 * A fleet played in virtual time: regions begin what is released to them and write down what they have seen, each when
 * its turn comes, so that any may lag; the home region decides on what was written, and never sees what is so.
 */

export type PlayStep =
  | { readonly kind: 'pass'; readonly ms: DurationMs }
  /** A region begins what it may. */
  | { readonly kind: 'work'; readonly region: number }
  /** A region writes its progress, where something has changed or it is due. */
  | { readonly kind: 'write'; readonly region: number }
  /** Something becomes of a pair that is under way or halted. */
  | { readonly kind: 'fate'; readonly pair: number; readonly fate: Fate }
  | { readonly kind: 'situation'; readonly pair: number; readonly situation: 'steady' | 'degraded' }
  | { readonly kind: 'command'; readonly command: RolloutCommand }
  | { readonly kind: 'decide' };

/** `put-off`: nothing was changed when the window closed. `resume`: somebody took up what was halted. */
export type Fate = 'done' | 'given-up' | 'aborted' | 'refused' | 'halted' | 'resume' | 'gone' | 'put-off';

export interface Play {
  rollout: Rollout;
  now: EpochMs;
  readonly regions: readonly string[];
  /** What is so. */
  readonly truth: Map<string, PairProgress>;
  /** What was written. */
  readonly written: Map<string, RegionProgress>;
  /** Opens and closes all the time; undefined is always open. */
  readonly everyMs: DurationMs | undefined;
}

export const playOf = (
  rollout: Rollout,
  declared: readonly Pair[],
  everyMs: DurationMs | undefined,
): Play => ({
  rollout,
  now: NOW,
  regions: [...new Set(declared.map(({ region }) => region))],
  truth: new Map(rollout.pairs.map(({ pairId }) => [pairId, READY])),
  written: new Map(progressOf(rollout).map((one) => [one.region, one])),
  everyMs,
});

export const windowOf = ({ now, everyMs }: Play): WindowNow => {
  if (everyMs === undefined) return { kind: 'always' };
  const turn = Math.floor((now - NOW) / everyMs);
  const turnsAt = NOW + (turn + 1) * everyMs;
  return turn % 2 === 0
    ? { kind: 'open', closesAt: turnsAt }
    : { kind: 'closed', opensAt: turnsAt, opensWords: 'later' };
};

export const progressIn = ({ written }: Play): readonly RegionProgress[] => [...written.values()];

const isBeginnable = ({ state }: PairProgress): boolean => state === 'ready';

export const work = (play: Play, region: string): void => {
  for (const { pairId, notAfter } of play.rollout.released) {
    const pair = play.rollout.pairs.find((one) => one.pairId === pairId);
    const is = play.truth.get(pairId);
    if (pair?.region !== region || is === undefined || !isBeginnable(is)) continue;
    if (notAfter === undefined || play.now < notAfter)
      play.truth.set(pairId, { ...RUNNING, startedAt: play.now });
  }
};

export const write = (play: Play, region: string): void => {
  const before = play.written.get(region);
  if (before === undefined) return;
  const ids = Object.keys(before.pairs);
  const pairs = Object.fromEntries(ids.map((id) => [id, play.truth.get(id) ?? READY]));
  const isNew = ids.some((id) => pairs[id] !== before.pairs[id]);
  if (isNew || isReportDue(play.rollout, progressIn(play), region, play.now))
    play.written.set(region, { ...before, at: play.now, pairs });
};

const isAt = ({ state }: PairProgress): boolean => state === 'running' || state === 'halted';

const afterFate = (pairId: string, is: PairProgress, fate: Fate, now: EpochMs): PairProgress => {
  if (fate === 'gone') return is.result === undefined ? { state: 'gone' } : is;
  if (!isAt(is)) return is;
  switch (fate) {
    case 'halted':
      return { ...HALTED, startedAt: now };
    case 'resume':
      return is.state === 'halted' ? { ...RUNNING, startedAt: now } : is;
    case 'put-off':
      return is;
    default:
      return endedAs(pairId, fate, { endedAt: now });
  }
};

export const befall = (play: Play, pairId: string, fate: Fate): void => {
  const is = play.truth.get(pairId);
  if (is === undefined) return;
  const notAfter = play.rollout.released.find((one) => one.pairId === pairId)?.notAfter;
  const isPutOff =
    fate === 'put-off' && is.state === 'running' && notAfter !== undefined && play.now > notAfter;
  play.truth.set(pairId, isPutOff ? READY : afterFate(pairId, is, fate, play.now));
};

/** Decides, and keeps what was decided. */
export const decide = (play: Play): RolloutDecision => {
  const decision = decideRollout(play.rollout, progressIn(play), windowOf(play), play.now);
  play.rollout = decision.next;
  return decision;
};

export const command = (play: Play, what: RolloutCommand): void => {
  const order = { by: 'bob', why: 'because' };
  const answer = commandRollout(play.rollout, progressIn(play), what, order, play.now);
  if (!isRefused(answer)) play.rollout = answer;
};

const nth = <T>(all: readonly T[], index: number): T | undefined => all[index % all.length];

export const playStep = (play: Play, step: PlayStep): RolloutDecision | undefined => {
  switch (step.kind) {
    case 'pass':
      play.now += step.ms;
      return undefined;
    case 'work':
      work(play, nth(play.regions, step.region) ?? '');
      return undefined;
    case 'write':
      write(play, nth(play.regions, step.region) ?? '');
      return undefined;
    case 'fate':
      befall(play, nth(play.rollout.pairs, step.pair)?.pairId ?? '', step.fate);
      return undefined;
    case 'situation': {
      const id = nth(play.rollout.pairs, step.pair)?.pairId ?? '';
      const is = play.truth.get(id);
      if (is?.state === 'done') play.truth.set(id, { ...is, situation: step.situation });
      return undefined;
    }
    case 'command':
      command(play, step.command);
      return undefined;
    case 'decide':
      return decide(play);
    default:
      return step satisfies never;
  }
};

/** Everybody does his part and nothing new goes wrong, until nothing is left to wait for. */
export const playOut = (play: Play): void => {
  for (let turn = 0; turn < 400; turn += 1) {
    play.now += 5 * MINUTE_MS;
    for (const region of play.regions) {
      work(play, region);
      for (const [id, is] of play.truth)
        if (isAt(is)) befall(play, id, is.state === 'halted' ? 'aborted' : 'done');
      write(play, region);
    }
    if (play.rollout.status === 'paused') command(play, 'resume');
    decide(play);
    if (['done', 'halted', 'aborted'].includes(play.rollout.status)) return;
  }
};
