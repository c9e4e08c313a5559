import { describe, expect, it } from 'vitest';
import type { Pair } from '#domain/estate/estate.ts';
import { failbackSentence } from '#domain/explain/failback-sentence.ts';
import { ALWAYS, type WindowNow } from '#domain/failback/window.ts';
import type { PairState } from '#domain/pair/state.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { NOW, SAMPLE_PAIR } from '../../docs/state-samples.ts';
import { GATED_PAIR, steadyWith } from '../../docs/state-switch-samples.ts';

const CLOSED: WindowNow = {
  kind: 'closed',
  opensAt: NOW + 60 * MINUTE_MS,
  opensWords: 'Sat 02:00 Europe/Dublin',
};
const OPEN: WindowNow = { kind: 'open', closesAt: NOW + 90 * MINUTE_MS };

const withPolicy = (policy: Pair['failback']['policy']): Pair => ({
  ...GATED_PAIR,
  failback: { ...GATED_PAIR.failback, policy },
});
const wellFor = (seconds: number): PairState => steadyWith('second', seconds * SECOND_MS);
const notReady: PairState = { ...wellFor(0), failback: { returns: [] } };
const approved: PairState = {
  ...wellFor(400),
  failback: { ...wellFor(400).failback, approval: { by: 'ops@example.com', why: 'volume mended', at: NOW } },
};

describe('where the return to the first unit stands', () => {
  it.each<{ pair?: Pair; state: PairState; window?: WindowNow; sentence: string }>([
    {
      pair: SAMPLE_PAIR,
      state: wellFor(200),
      sentence: 'no host is preferred: whoever is active stays so',
    },
    { state: steadyWith('first'), sentence: 'first is preferred and active' },
    {
      pair: withPolicy('native'),
      state: notReady,
      sentence: 'the units return to first by themselves (Prefer First) as soon as it is up',
    },
    { state: notReady, sentence: 'first is preferred and could not take over now' },
    {
      state: notReady,
      window: CLOSED,
      sentence: 'first is preferred and could not take over now; the window opens Sat 02:00 Europe/Dublin',
    },
    {
      state: wellFor(200),
      window: CLOSED,
      sentence:
        'first has been healthy 3 m 20 s of the 5 m hold-down; the window opens Sat 02:00 Europe/Dublin',
    },
    { state: wellFor(299), sentence: 'first has been healthy 4 m 59 s of the 5 m hold-down' },
    { state: wellFor(300), sentence: 'first has been healthy for 5 m, longer than the hold-down' },
    {
      state: wellFor(400),
      window: OPEN,
      sentence:
        'first has been healthy for 6 m 40 s, longer than the hold-down; the window is open for another 1 h 30 m',
    },
    {
      pair: withPolicy('manual'),
      state: wellFor(400),
      window: CLOSED,
      sentence:
        'first has been healthy for 6 m 40 s, longer than the hold-down; the return waits for an approval; the window opens Sat 02:00 Europe/Dublin',
    },
    {
      pair: withPolicy('manual'),
      state: approved,
      window: OPEN,
      sentence:
        'first has been healthy for 6 m 40 s, longer than the hold-down; the return is approved by ops@example.com: volume mended; the window is open for another 1 h 30 m',
    },
    {
      state: { ...wellFor(400), failback: { returns: [], flappingSince: NOW - 20 * MINUTE_MS } },
      window: CLOSED,
      sentence:
        'returns have stopped for 20 m: there were 3 within 1 h; they go on once an operator acknowledges',
    },
  ])('$sentence', ({ pair = GATED_PAIR, state, window = ALWAYS, sentence }) => {
    expect(failbackSentence(pair, state, window, NOW)).toBe(sentence);
  });
});
