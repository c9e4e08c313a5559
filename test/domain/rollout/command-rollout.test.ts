import { describe, expect, it } from 'vitest';
import { ALWAYS } from '#domain/failback/window.ts';
import {
  type CommandBy,
  commandRollout,
  isRefused,
  type RolloutCommand,
} from '#domain/rollout/command-rollout.ts';
import { decideRollout } from '#domain/rollout/decide-rollout.ts';
import type { PairProgress, RegionProgress, Rollout, RolloutStatus } from '#domain/rollout/rollout.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { NOW } from '../../../docs/state-samples.ts';
import {
  declared,
  endedAs,
  HALTED,
  PARIS,
  planned,
  progressOf,
  READY,
  REFUSED,
  RUNNING,
  running,
} from './rollout-samples.ts';

const PAIRS = [declared('a'), declared('b'), declared('c', PARIS)];
const BOB: CommandBy = { by: 'bob', why: 'it is time' };
const DAY_MS = 24 * 60 * MINUTE_MS;

const command = (
  rollout: Rollout,
  what: RolloutCommand,
  progress: readonly RegionProgress[] = progressOf(rollout),
  order: CommandBy = BOB,
): Rollout => {
  const answer = commandRollout(rollout, progress, what, order, NOW);
  if (isRefused(answer)) throw new Error(`${answer.code}: ${answer.words}`);
  return answer;
};

const refusal = (
  rollout: Rollout,
  what: RolloutCommand,
  progress: readonly RegionProgress[] = progressOf(rollout),
  order: CommandBy = BOB,
): string => {
  const answer = commandRollout(rollout, progress, what, order, NOW);
  return isRefused(answer) ? `${answer.code}: ${answer.words}` : 'carried out';
};

const ALLOWED: Readonly<Record<RolloutStatus, readonly RolloutCommand[]>> = {
  planned: ['approve', 'start', 'abort'],
  running: ['pause', 'abort'],
  paused: ['resume', 'abort'],
  halted: ['resume', 'abort'],
  aborting: [],
  aborted: [],
  done: [],
};

const COMMANDS = ['approve', 'start', 'pause', 'resume', 'abort'] as const;

describe('which command is for which status', () => {
  const cells = (Object.keys(ALLOWED) as RolloutStatus[]).flatMap((status) =>
    COMMANDS.map((what) => [what, status] as const),
  );

  it.each(cells)('%s, %s', (what, status) => {
    const needsApproval = what === 'approve';
    const rollout: Rollout = { ...planned(PAIRS, { needsApproval }), status };
    const answer = refusal(rollout, what);
    if (ALLOWED[status].includes(what)) expect(answer).toBe('carried out');
    else expect(answer).toMatch(status === 'done' || status === 'aborted' ? /^ended: / : /^wrong-status: /);
  });
});

describe('approving', () => {
  const rollout = planned(PAIRS, { needsApproval: true });

  it('is by somebody else', () => {
    const approved = command(rollout, 'approve');
    expect(approved.approvedBy).toBe('bob');
    expect(approved.events.at(-1)).toEqual({ at: NOW, by: 'bob', what: 'approved: it is time' });
    expect(refusal(rollout, 'approve', undefined, { by: 'ann', why: '' })).toMatch(/^needs-another-person: /);
  });

  it('is once, and only where it is needed', () => {
    expect(refusal(command(rollout, 'approve'), 'approve')).toMatch(/^already-approved: /);
    expect(refusal(planned(PAIRS), 'approve')).toMatch(/^no-approval-needed: /);
  });

  it('comes before the start', () => {
    expect(refusal(rollout, 'start')).toMatch(/^not-approved: /);
    expect(command(command(rollout, 'approve'), 'start').status).toBe('running');
  });
});

describe('starting', () => {
  const rollout = planned(PAIRS);
  const withImage = (image: RegionProgress['image']): readonly RegionProgress[] =>
    progressOf(rollout).map((one) => (one.region === PARIS ? { ...one, image } : one));
  const of = (pairs: Readonly<Record<string, PairProgress>>) => progressOf(rollout, pairs);

  it('changes nothing but the status, and is written down', () => {
    expect(command(rollout, 'start')).toEqual({
      ...rollout,
      status: 'running',
      startedAt: NOW,
      events: [...rollout.events, { at: NOW, by: 'bob', what: 'started: it is time' }],
    });
  });

  it.each<[string, readonly RegionProgress[], string]>([
    ['no region has said anything', [], 'not-checked: not checked yet: a, b, c'],
    ['a pair was not checked', of({ b: { state: 'unchecked' } }), 'not-checked: not checked yet: b'],
    ['a check has no time', of({ b: { state: 'ready' } }), 'not-checked: not checked yet: b'],
    [
      'checks are old',
      of({ a: { ...REFUSED, checkedAt: NOW - DAY_MS - 1 }, b: { ...READY, checkedAt: NOW - DAY_MS } }),
      'checks-too-old: checked more than 24 h ago: a',
    ],
    [
      'pairs are refused',
      of({ a: REFUSED, c: { state: 'gone' } }),
      'pairs-refused: something stands in the way of a, c',
    ],
    [
      'the image was not looked at',
      withImage({ state: 'unchecked' }),
      'image-not-verified: the image is not verified in eu-west-3 (unchecked)',
    ],
    [
      'the image is another',
      withImage({ state: 'failed', code: 'checksum-differs' }),
      'image-not-verified: the image is not verified in eu-west-3 (checksum-differs)',
    ],
    [
      'an image is declared and a region thinks that none is needed',
      withImage({ state: 'not-needed' }),
      'image-not-verified: the image is not verified in eu-west-3 (not-needed)',
    ],
  ])('is refused where %s', (_, progress, words) => {
    expect(refusal(rollout, 'start', progress)).toBe(words);
  });

  it('leaves the refused ones out on demand, and says so', () => {
    const order = { ...BOB, leaveOutRefused: true };
    const started = command(rollout, 'start', of({ a: REFUSED, c: { state: 'gone' } }), order);
    expect(started.pairs.map(({ pairId }) => pairId)).toEqual(['b']);
    expect(started.events.slice(1).map(({ what }) => what)).toEqual([
      'left out, being refused: a, c',
      'started: it is time',
    ]);
  });

  it('leaves out neither what was not checked nor everything', () => {
    const order = { ...BOB, leaveOutRefused: true };
    expect(refusal(rollout, 'start', of({ a: REFUSED, b: { state: 'unchecked' } }), order)).toMatch(
      /^not-checked/,
    );
    const none = of({ a: REFUSED, b: REFUSED, c: REFUSED });
    expect(refusal(rollout, 'start', none, order)).toMatch(/^nothing-left/);
  });

  it('needs the image only where it is put on a unit', () => {
    const order = { ...BOB, leaveOutRefused: true };
    const progress = of({ c: REFUSED }).map(
      (one): RegionProgress => (one.region === PARIS ? { ...one, image: { state: 'unchecked' } } : one),
    );
    expect(command(rollout, 'start', progress, order).status).toBe('running');
    const { image: _, ...spec } = rollout.spec;
    expect(refusal({ ...rollout, spec }, 'start', withImage({ state: 'not-needed' }))).toBe('carried out');
  });
});

describe('pausing, resuming and aborting', () => {
  const under: Rollout = {
    ...running(PAIRS, { waves: [{ soakMs: 0 }] }),
    released: [{ pairId: 'a' }, { pairId: 'b', notAfter: NOW + 1 }, { pairId: 'c', notAfter: NOW - 1 }],
  };

  it('a pause leaves everything as it is', () => {
    const paused = command(under, 'pause');
    expect([paused.status, paused.because, paused.released]).toEqual([
      'paused',
      'paused by bob: it is time',
      under.released,
    ]);
  });

  it('resuming forgives the failures so far, by name', () => {
    const progress = progressOf(under, { a: HALTED, b: { state: 'gone' }, c: RUNNING });
    const halted = decideRollout(under, progress, ALWAYS, NOW).next;
    expect(halted.status).toBe('halted');
    const resumed = command({ ...halted, forgiven: ['z'] }, 'resume', progress);
    expect([resumed.status, resumed.because, resumed.forgiven]).toEqual([
      'running',
      undefined,
      ['z', 'a', 'b'],
    ]);
    expect(resumed.events.at(-1)?.what).toBe('resumed, in spite of a, b: it is time');
    expect(decideRollout(resumed, progress, ALWAYS, NOW).next.status).toBe('running');
  });

  it('resuming forgives pairs that were not steady after the soak', () => {
    const [wave] = under.spec.waves;
    const soaked: Rollout = {
      ...under,
      spec: { ...under.spec, waves: [{ name: 'canary', ...wave, soakMs: 5 }] },
      soakSince: NOW - 5,
    };
    const c = { ...endedAs('c', 'done'), situation: 'degraded' as const };
    const progress = progressOf(soaked, { a: endedAs('a', 'done'), b: endedAs('b', 'done'), c });
    const halted = decideRollout(soaked, progress, ALWAYS, NOW).next;
    expect(halted.status).toBe('halted');
    const resumed = command(halted, 'resume', progress);
    expect(resumed.forgiven).toEqual(['c']);
    expect(decideRollout(resumed, progress, ALWAYS, NOW).next.status).toBe('done');
  });

  it('resuming with nothing amiss forgives nobody', () => {
    const resumed = command(command(under, 'pause'), 'resume');
    expect(resumed.forgiven).toEqual([]);
    expect(resumed.events.at(-1)?.what).toBe('resumed: it is time');
  });

  it('what was released and not begun is up when it is aborted', () => {
    const aborting = command(under, 'abort');
    expect([aborting.status, aborting.because, aborting.released]).toEqual([
      'aborting',
      'aborted by bob: it is time',
      [
        { pairId: 'a', notAfter: NOW },
        { pairId: 'b', notAfter: NOW },
        { pairId: 'c', notAfter: NOW - 1 },
      ],
    ]);
  });

  it('a plan that is aborted ends with the next look', () => {
    const aborting = command(planned(PAIRS), 'abort');
    const { next } = decideRollout(aborting, [], ALWAYS, NOW);
    expect([next.status, next.because]).toEqual(['aborted', 'aborted by bob: it is time; 3 not begun']);
  });
});

it('events are bounded, the oldest forgotten', () => {
  let rollout = running(PAIRS);
  for (let times = 0; times < 80; times += 1) rollout = command(command(rollout, 'pause'), 'resume');
  expect(rollout.events).toHaveLength(100);
  expect(rollout.events.at(-1)?.what).toBe('resumed: it is time');
});
