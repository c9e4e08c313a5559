import { describe, expect, it } from 'vitest';
import { decideDrain } from '#domain/drain/decide-drain.ts';
import type { Pair, UnitName } from '#domain/estate/estate.ts';
import type { GeoOperation } from '#domain/geo/operation.ts';
import type { PairState } from '#domain/pair/state.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import {
  ALL_RIGHT,
  askedToSet,
  FIRST_IS_RIGHT,
  GEO_ORDER,
  GEO_PAIR,
  type GeoLook,
  geoHandoverIn,
  geoIn,
  lookAtGeo,
  SET,
  secondInTurn,
  UNSET,
} from '../../../docs/state-geo-samples.ts';
import { INTENTS, NOW } from '../../../docs/state-samples.ts';
import { steadyWith } from '../../../docs/state-switch-samples.ts';
import { decide, HOLD, halted, ON_FIRST, opAfter, operator, says } from './decide-geo-samples.ts';

/* What puts an end to a change of GEO lists, or a stop: operators, urgent drains, holds; and what is left of it. */

const steady = steadyWith('first');

const PHASES: readonly { readonly phase: string; readonly op: GeoOperation }[] = [
  { phase: 'setting', op: geoIn('setting') },
  { phase: 'a job', op: geoIn('setting', { unit: 'first', units: { first: askedToSet(UNSET) } }) },
  { phase: 'handing over', op: secondInTurn('handing-over') },
  { phase: 'settling', op: geoIn('settling', { units: { first: SET, second: SET } }) },
];

const HANDED: GeoLook = { first: 'out of sight', second: 'serving', ...FIRST_IS_RIGHT };

describe('a hold', () => {
  it.for(PHASES)('in $phase stops everything', ({ op }) => {
    const state = { ...steady, operation: op, hold: HOLD };
    expect(decide({ state, look: HANDED })).toMatchObject({ next: state, actions: [], reason: 'held' });
  });

  it('has what is resumed wait', () => {
    const state = { ...halted(geoIn('setting', { units: { first: SET } })), hold: HOLD };
    const { next, actions, reason } = decide({ state, input: operator('resume') });
    expect({ actions, reason }).toEqual({ actions: [], reason: 'operation-resumed' });
    expect(next.operation).toMatchObject({ kind: 'syncing-geo', phase: 'setting', phaseSince: NOW });
  });
});

describe('a frozen region', () => {
  it.for(PHASES)('has what is begun go on in $phase', ({ op }) => {
    const look = op.handover === undefined ? {} : HANDED;
    expect(says({ op, look, frozen: true })).toBe(says({ op, look }));
  });
});

const SPOT = INTENTS['spot, two minutes left'];

const drain = (state: PairState, unit: UnitName, look: GeoLook = {}, more: Partial<typeof SPOT> = {}) => {
  const { instanceId } = GEO_PAIR.units[unit];
  const input = { kind: 'intent', intent: { ...SPOT, instanceId, ...more } } as const;
  return decideDrain(state, lookAtGeo(look), { pair: GEO_PAIR, frozen: false, input }, NOW);
};

describe('an urgent drain', () => {
  it.for(PHASES)('in $phase ends the change, halted or not, and the result says so', ({ op }) => {
    for (const state of [{ ...steady, operation: op }, halted(op)]) {
      const { next } = drain(state, 'second', op.handover === undefined ? {} : HANDED);
      expect(next.geo.last).toMatchObject({ end: 'interrupted', orderId: GEO_ORDER.id, endedAt: NOW });
      expect(next.operation.kind).toBe(op.handover === undefined ? 'draining' : 'switching');
    }
  });

  it('of the unit that gives up its role takes it out at once; of the other one has the role stay', () => {
    const state = { ...steady, operation: secondInTurn('handing-over') };
    expect(drain(state, 'first', HANDED).next.operation).toMatchObject({
      kind: 'draining',
      unit: 'first',
      healthPortMoved: true,
    });
    expect(drain(state, 'second', HANDED).next.operation).toMatchObject({
      kind: 'switching',
      phase: 'undoing',
    });
  });

  it('that did not come true ends nothing', () => {
    const state = { ...steady, operation: secondInTurn('handing-over') };
    const { next, reason } = drain(state, 'second', {}, { deadlineAt: NOW - 11 * MINUTE_MS });
    expect(reason).toBe('event-too-old');
    expect(next.operation).toBe(state.operation);
    expect(next.geo).toEqual({});
  });

  it('that nothing is done about, in observe mode, ends nothing', () => {
    const state = { ...steady, operation: geoIn('setting') };
    const pair: Pair = { ...GEO_PAIR, mode: 'observe' };
    const policy = { pair, frozen: false, input: { kind: 'intent', intent: SPOT } } as const;
    const { next, actions, reason } = decideDrain(state, lookAtGeo({}), policy, NOW);
    expect({ actions, reason }).toEqual({ actions: [], reason: 'observe-only' });
    expect(next.operation).toBe(state.operation);
    expect(next.geo).toEqual({});
  });

  it('is what a look leaves the pair to', () => {
    const state = { ...steady, operation: geoIn('setting'), waiting: [SPOT] };
    expect(decide({ state })).toMatchObject({
      next: state,
      reason: 'waiting-for-other-operation',
      actions: [],
    });
    const seen = lookAtGeo({});
    const policy = { pair: GEO_PAIR, frozen: false, input: { kind: 'look' } } as const;
    expect(decideDrain(state, seen, policy, NOW).next.operation.kind).toBe('draining');
  });
});

describe('a lesser drain', () => {
  const lesser = INTENTS['an operator terminates it'];
  it.for(PHASES)('in $phase waits for the end', ({ op }) => {
    for (const state of [{ ...steady, operation: op }, halted(op)]) {
      const input = { kind: 'intent', intent: lesser } as const;
      const policy = { pair: GEO_PAIR, frozen: false, input };
      const { next, actions, reason } = decideDrain(state, lookAtGeo({}), policy, NOW);
      expect({ actions, reason }).toEqual({ actions: [], reason: 'waiting-for-other-operation' });
      expect(next).toMatchObject({ operation: state.operation, waiting: [lesser] });
      expect(next.geo).toBe(state.geo);
    }
  });

  it('does not keep the change from going on', () => {
    const state = { ...steady, waiting: [lesser] };
    expect(says({ state, op: geoIn('setting') })).toBe(`geo-setting → GEO lists: setting first: ${ON_FIRST}`);
  });
});

describe('a look at something else', () => {
  it.for([
    ['a halted change', halted(geoIn('setting')), 'halted'],
    ['a switchover', { ...steady, operation: geoHandoverIn('preparing') }, 'waiting-for-other-operation'],
  ] as const)('leaves %s alone', ([, state, reason]) => {
    expect(decide({ state })).toMatchObject({ next: state, actions: [], reason });
  });
});

describe('an operator', () => {
  it.for(PHASES)('aborts in $phase, halted or not, and the result says so', ({ op }) => {
    for (const state of [{ ...steady, operation: op }, halted(op)]) {
      const { next, actions, reason } = decide({ state, input: operator('abort') });
      expect({ actions, reason }).toEqual({ actions: [], reason: 'geo-aborted' });
      expect(next.geo.last).toMatchObject({ end: 'aborted', orderId: GEO_ORDER.id, endedAt: NOW });
      const { operation } = next;
      expect(operation.kind).toBe(op.handover === undefined ? 'idle' : 'switching');
      if (operation.kind === 'switching')
        expect(operation).toMatchObject({ phase: 'undoing', phaseSince: NOW });
    }
  });

  it('aborts a handover that failed before, which then is only turned round', () => {
    const op = secondInTurn('undoing', { failed: 'partner-lost' });
    expect(decide({ state: halted(op), input: operator('abort') }).next.operation).not.toHaveProperty(
      'failed',
    );
  });

  it('resumes by what is seen: what is right by then is left alone', () => {
    const op = geoIn('setting', {
      unit: 'first',
      units: { first: { ...SET, timesSet: 2 } },
      trouble: 'first: partners, geo-list-too-long',
      phaseSince: NOW - 30 * MINUTE_MS,
    });
    const state = halted(op);
    const after = opAfter({ state, look: FIRST_IS_RIGHT, input: operator('resume') });
    expect(after).toMatchObject({ phase: 'handing-over', unit: 'second', handover: { to: 'second' } });
    expect(after).not.toHaveProperty('trouble');
    expect(decide({ state, look: ALL_RIGHT, input: operator('resume') }).next.geo.last).toMatchObject({
      end: 'done',
      set: ['first'],
    });
  });

  it('resumes lists that were overwritten: they get one more try, and are not forgotten to be set', () => {
    const op = geoIn('setting', { unit: 'first', units: { first: { ...SET, timesSet: 2 } } });
    const given = { state: halted(op), input: operator('resume') };
    expect(says(given)).toBe(`operation-resumed → GEO lists: setting first: ${ON_FIRST}`);
    expect(opAfter(given).units.first.timesSet).toBe(1);
  });

  it('resumes with a new job: the record of the one before the halt says nothing about it', () => {
    const op = geoIn('setting', { unit: 'first', units: { first: askedToSet(UNSET), second: UNSET } });
    const after = opAfter({ state: halted(op), input: operator('resume') });
    expect(after.units.first.job).toMatchObject({ attempt: 1, askedAt: NOW });
    expect(after.units.first.job?.id).not.toBe('job');
  });

  it('resumes a handover from its beginning, and tells the unit anew to reboot', () => {
    const handover = geoHandoverIn('stepping-down', {
      rebootedAt: NOW - SECOND_MS,
      rebootedFrom: NOW - MINUTE_MS,
      exposedAt: NOW,
      failed: 'did-not-come-back',
    });
    const op = geoIn('handing-over', { unit: 'second', units: { first: SET }, handover });
    const given = { state: halted(op, 'did-not-come-back'), look: HANDED, input: operator('resume') };
    const after = opAfter(given);
    expect(after).toMatchObject({ phase: 'handing-over', phaseSince: NOW });
    for (const key of ['failed', 'rebootedAt', 'rebootedFrom', 'exposedAt'])
      expect(after.handover).not.toHaveProperty(key);
  });

  it.for([
    ['resumes', 'resume', { ...steady, operation: geoIn('setting') }],
    ['resumes', 'resume', steady],
    ['aborts', 'abort', steady],
    ['aborts', 'abort', { ...steady, operation: geoHandoverIn('preparing') }],
  ] as const)('%s only what is there to be', ([, kind, state]) => {
    expect(decide({ state, input: operator(kind) })).toMatchObject({
      next: state,
      actions: [],
      reason: 'geo-nothing-to-set',
    });
  });
});
