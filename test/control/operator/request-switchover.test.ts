import { describe, expect, it } from 'vitest';
import { ownEvents } from '#contracts/events/own-events.ts';
import { OperatorRefusal } from '#control/operator/refusal.ts';
import { requestSwitchover, type SwitchoverRequest } from '#control/operator/request-switchover.ts';
import type { Announcement } from '#control/ports.ts';
import type { Pair } from '#domain/estate/estate.ts';
import type { LoadMasterSeen, PairSeen } from '#domain/pair/seen.ts';
import type { PairState } from '#domain/pair/state.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { drainIn, INTENTS, NOW, SAMPLE_PAIR, UNIT_CLASSES } from '../../../docs/state-samples.ts';
import {
  GATED_PAIR,
  lookAtSwitch,
  NO_PREFERENCE,
  type SwitchClass,
  saying,
  steadyWith,
  switchIn,
} from '../../../docs/state-switch-samples.ts';
import { storeWith } from './declared-pair.ts';
import { operatorContext } from './operator-context.ts';

interface World {
  readonly pair?: Pair;
  readonly state?: PairState;
  readonly seen?: PairSeen;
}

const TO_SECOND: SwitchoverRequest = {
  pairId: SAMPLE_PAIR.id,
  to: 'second',
  cause: 'switchover',
  requestId: 'change-4711',
  by: 'ada',
  why: 'maintenance of the first zone',
  dryRun: false,
};
const TO_FIRST: SwitchoverRequest = { ...TO_SECOND, to: 'first' };
const RETURN: SwitchoverRequest = { ...TO_FIRST, cause: 'failback-now' };

const IDLE = steadyWith('first');
const AWAY = steadyWith('second');
const TOKEN = `switchover-second-of-${SAMPLE_PAIR.id}-at-1`;

const looks = (asked: SwitchoverRequest, old: SwitchClass = 'serving', next: SwitchClass = 'standing by') =>
  lookAtSwitch(asked.to, old, next, NO_PREFERENCE);

const secondSaying = (more: Partial<LoadMasterSeen>): PairSeen => {
  const { units, at } = looks(TO_SECOND);
  return { at, units: { ...units, second: saying(units.second, more) } };
};

const secondUnread: PairSeen = {
  at: NOW,
  units: {
    first: UNIT_CLASSES.serving,
    second: { ...UNIT_CLASSES['standing by'], loadMaster: { kind: 'unread', code: 'loadmaster-auth' } },
  },
};

const ask = async (asked: SwitchoverRequest, { pair = GATED_PAIR, ...world }: World = {}) => {
  const { state = asked.to === 'first' ? AWAY : IDLE, seen = looks(asked) } = world;
  const published: Announcement[] = [];
  const store = await storeWith(pair, state);
  const context = operatorContext(store, { seen, published });
  const before = await store.readState(pair.region, pair.id);
  const answer = await requestSwitchover(context, asked).catch((error: unknown) => {
    if (error instanceof OperatorRefusal) return error;
    throw error;
  });
  expect(await store.readState(pair.region, pair.id)).toBe(before);
  return { answer, published };
};

describe('a switchover that is granted', () => {
  it.each([
    { what: 'a switchover', asked: TO_SECOND, cause: 'switchover' },
    { what: 'a return', asked: RETURN, cause: 'failback-now' },
  ])('$what is published with who asked and why', async ({ asked, cause }) => {
    const { answer, published } = await ask(asked);
    expect(answer).toMatchObject({ kind: 'requested', requestId: 'change-4711' });
    expect(published).toHaveLength(1);
    expect(published[0]?.detailType).toBe('Switchover Requested');
    expect(ownEvents['Switchover Requested'].parse(published[0]?.detail)).toEqual({
      pairId: SAMPLE_PAIR.id,
      requestId: 'change-4711',
      to: asked.to,
      cause,
      by: 'ada',
      why: 'maintenance of the first zone',
    });
  });

  it('needs neither a hold-down nor a window, which bind the policy', async () => {
    const { answer } = await ask(TO_FIRST, { state: { ...AWAY, failback: { returns: [] } } });
    expect(answer).toMatchObject({ kind: 'requested' });
  });

  it('was asked for before: it is not published twice', async () => {
    const { answer, published } = await ask(TO_SECOND, {
      state: { ...IDLE, handled: [TO_SECOND.requestId] },
    });
    expect(answer).toMatchObject({ kind: 'already-handled', reason: 'already-handled' });
    expect(published).toEqual([]);
  });

  it('in observe mode shows what enforce would do', async () => {
    const { answer } = await ask(TO_SECOND, { pair: { ...GATED_PAIR, mode: 'observe' } });
    expect(answer).toMatchObject({
      kind: 'requested',
      reason: 'observe-only',
      plan: expect.arrayContaining([
        'would now: set the health check port of first to 8445',
        'then: reboot first, so that it comes back as the standby',
      ]),
    });
  });
});

interface Refused extends World {
  readonly when: string;
  readonly asked: SwitchoverRequest;
  readonly code: string;
  /** A dry run offers the token, with which the order is granted. */
  readonly forcible: boolean;
}

const HELD = { by: 'bob', why: 'mine', placedAt: NOW, until: NOW + MINUTE_MS };
const BOOTS = [1, 2, 3].map((minutes) => NOW - minutes * MINUTE_MS);
const HALTED: PairState['operation'] = {
  kind: 'halted',
  operation: switchIn('second', 'undoing'),
  because: 'did-not-step-out',
  haltedAt: NOW,
};
const DRAINING = drainIn('deregistering', INTENTS['an operator terminates it'], true);
const SATURDAY = { days: ['sat'], from: '02:00', to: '04:00', timeZone: 'Europe/Dublin' } as const;
const ON_SATURDAYS = { ...GATED_PAIR, failback: { ...GATED_PAIR.failback, windows: [SATURDAY] } };

const REFUSED: readonly Refused[] = [
  {
    when: 'the pair is held',
    asked: TO_SECOND,
    state: { ...IDLE, hold: HELD },
    code: 'held',
    forcible: false,
  },
  {
    when: 'an operation is halted',
    asked: TO_SECOND,
    state: { ...IDLE, operation: HALTED },
    code: 'halted',
    forcible: false,
  },
  {
    when: 'a drain is under way',
    asked: TO_SECOND,
    state: { ...IDLE, operation: DRAINING },
    code: 'waiting-for-other-operation',
    forcible: false,
  },
  {
    when: 'a drain is about to begin',
    asked: TO_SECOND,
    state: { ...IDLE, waiting: [INTENTS['spot, two minutes left']] },
    code: 'waiting-for-other-operation',
    forcible: false,
  },
  {
    when: 'the unit is active',
    asked: TO_FIRST,
    state: IDLE,
    seen: looks(TO_SECOND),
    code: 'refused-already-active',
    forcible: false,
  },
  {
    when: 'the other unit answers where nobody asks',
    asked: TO_SECOND,
    seen: looks(TO_SECOND, 'serving', 'out of sight'),
    code: 'refused-not-steady',
    forcible: false,
  },
  {
    when: 'the other unit could not take over',
    asked: TO_SECOND,
    seen: looks(TO_SECOND, 'serving', 'not polled'),
    code: 'refused-not-steady',
    forcible: true,
  },
  {
    when: 'the other unit says it is active',
    asked: TO_SECOND,
    seen: secondSaying({ haStatus: 'active' }),
    code: 'refused-not-standby',
    forcible: true,
  },
  {
    when: 'the other unit was not read',
    asked: TO_SECOND,
    seen: secondUnread,
    code: 'refused-unknown',
    forcible: false,
  },
  {
    when: 'the active unit was not read, which has to be moved',
    asked: TO_SECOND,
    seen: looks(TO_SECOND, 'serving, LoadMaster not read'),
    code: 'refused-unknown',
    forcible: false,
  },
  {
    when: 'first was rebooted too often',
    asked: TO_SECOND,
    state: { ...IDLE, boots: { first: BOOTS, second: [] } },
    code: 'refused-reboot-budget',
    forcible: false,
  },
  {
    when: 'a unit has another partner',
    asked: TO_SECOND,
    seen: secondSaying({ partner: '10.9.9.9' }),
    code: 'wrong-partner',
    forcible: false,
  },
  {
    when: 'a unit has the other designation',
    asked: TO_SECOND,
    seen: secondSaying({ designation: 'first' }),
    code: 'wrong-designation',
    forcible: false,
  },
  {
    when: 'no host is preferred',
    asked: RETURN,
    pair: SAMPLE_PAIR,
    code: 'nothing-to-return',
    forcible: true,
  },
  {
    when: 'first is active',
    asked: RETURN,
    state: IDLE,
    seen: looks(TO_SECOND),
    code: 'preferred-is-active',
    forcible: false,
  },
  {
    when: 'returns have stopped',
    asked: RETURN,
    state: { ...AWAY, failback: { ...AWAY.failback, flappingSince: NOW } },
    code: 'flapping',
    forcible: true,
  },
  {
    when: 'first is not ready',
    asked: RETURN,
    state: steadyWith('second'),
    seen: looks(RETURN, 'serving', 'not polled'),
    code: 'preferred-not-ready',
    forcible: true,
  },
  {
    when: 'first has not been well for long enough',
    asked: RETURN,
    state: steadyWith('second', MINUTE_MS),
    code: 'in-hold-down',
    forcible: true,
  },
  {
    when: 'no window is open',
    asked: RETURN,
    pair: ON_SATURDAYS,
    code: 'outside-window',
    forcible: true,
  },
];

describe('a switchover is refused', () => {
  it.each(REFUSED)('when $when: $code', async ({ asked, code, forcible, ...world }) => {
    const refused = await ask(asked, world);
    expect(refused.answer).toMatchObject({ code, details: { explanation: { youCan: expect.anything() } } });
    expect(refused.answer).not.toHaveProperty('details.forced');
    const dry = await ask({ ...asked, dryRun: true }, world);
    expect(dry.answer).toMatchObject({ code });
    const confirm = TOKEN.replace('second', asked.to);
    const forced = await ask({ ...asked, confirm }, world);
    if (forcible) {
      expect(dry.answer).toMatchObject({ details: { forced: { confirm } } });
      const { details } = dry.answer as OperatorRefusal;
      expect(forced.answer).toMatchObject({ kind: 'requested', plan: details.forced?.plan });
      expect(forced.published).toMatchObject([{ detail: { confirm } }]);
    } else {
      expect(dry.answer).not.toHaveProperty('details.forced');
      expect(forced.answer).toBeInstanceOf(OperatorRefusal);
      expect(forced.published).toEqual([]);
    }
    expect([...refused.published, ...dry.published]).toEqual([]);
  });

  it.each([
    { token: 'of another version', confirm: `${TOKEN.slice(0, -1)}2` },
    { token: 'of the other unit', confirm: TOKEN.replace('second', 'first') },
    { token: 'of a drain', confirm: TOKEN.replace('switchover', 'reboot') },
  ])('with the token $token', async ({ confirm }) => {
    const { answer, published } = await ask({ ...TO_SECOND, confirm });
    expect(answer).toMatchObject({ code: 'refused-token-mismatch' });
    expect(published).toEqual([]);
  });

  it('when an operation has just been remembered that the look cannot see', async () => {
    const state = { ...IDLE, operation: switchIn('second', 'settling', { phaseSince: NOW - SECOND_MS }) };
    const { answer } = await ask(TO_FIRST, { state, seen: looks(TO_FIRST) });
    expect(answer).toMatchObject({ code: 'waiting-for-other-operation' });
  });
});
