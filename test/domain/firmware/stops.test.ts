import { describe, expect, it } from 'vitest';
import { decideDrain } from '#domain/drain/decide-drain.ts';
import type { UnitName } from '#domain/estate/estate.ts';
import type { FirmwareOperation } from '#domain/firmware/operation.ts';
import type { PairState } from '#domain/pair/state.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import {
  asked,
  BACKED_UP,
  BOOTED_AT,
  BOOTED_SINCE,
  bothRun,
  CHANGED,
  ELSEWHERE,
  eachUnit,
  FIRMWARE_PAIR,
  type FirmwareLook,
  FROM,
  firstInTurn,
  handoverIn,
  INSTALL,
  lookAtFirmware,
  ON_TARGET,
  ORDER,
  SECOND_RUNS_IT,
  STAGED,
  upgradeIn,
} from '../../../docs/state-firmware-samples.ts';
import { INTENTS, NOW } from '../../../docs/state-samples.ts';
import { steadyWith } from '../../../docs/state-switch-samples.ts';
import { decide, halted, opAfter, operator, says } from './change-samples.ts';

/* What puts an end to a change of firmware, or a stop: operators, urgent drains, holds, time; and what is left of it. */

const steady = steadyWith('first');
const handingOver = firstInTurn({ handover: handoverIn('handing-over') });

const PHASES: readonly { readonly phase: string; readonly op: FirmwareOperation }[] = [
  { phase: 'backing-up', op: upgradeIn('backing-up') },
  { phase: 'preparing', op: upgradeIn('preparing') },
  { phase: 'installing', op: upgradeIn('installing', { unit: 'second' }) },
  { phase: 'rebooting', op: upgradeIn('rebooting', { unit: 'second', units: { second: STAGED } }) },
  { phase: 'handing over', op: handingOver },
  { phase: 'settling', op: upgradeIn('settling', { units: eachUnit(CHANGED) }) },
];

const SPOT = INTENTS['spot, two minutes left'];

const drain = (state: PairState, unit: UnitName, look: FirmwareLook = {}, stale = false) => {
  const { instanceId } = FIRMWARE_PAIR.units[unit];
  const deadlineAt = stale ? NOW - 11 * MINUTE_MS : NOW + 110 * SECOND_MS;
  const input = { kind: 'intent', intent: { ...SPOT, instanceId, deadlineAt } } as const;
  return decideDrain(state, lookAtFirmware(look), { pair: FIRMWARE_PAIR, frozen: false, input }, NOW);
};

describe('an urgent drain', () => {
  it.each(PHASES)('in $phase sets the change aside and remembers it, without its handover', ({ op }) => {
    const { next } = drain({ ...steady, operation: op }, 'second');
    const { handover: _, ...rest } = op;
    const incidents = [{ at: NOW, what: 'interrupted-by-drain' }];
    expect(next.firmware.interrupted).toEqual({ ...rest, incidents });
    expect(next.operation.kind).not.toBe('upgrading');
  });

  it.each(PHASES)('after a halt in $phase does the same', ({ op }) => {
    expect(drain(halted(op), 'first').next.firmware.interrupted?.phase).toBe(op.phase);
  });

  it('of the unit that gives up its role takes it out at once; of the other one has the role stay', () => {
    const look = { ...SECOND_RUNS_IT, first: 'out of sight', second: 'serving' } as const;
    const state = { ...steady, operation: handingOver };
    expect(drain(state, 'first', look).next.operation).toMatchObject({
      kind: 'draining',
      unit: 'first',
      healthPortMoved: true,
    });
    expect(drain(state, 'second', look).next.operation).toMatchObject({
      kind: 'switching',
      phase: 'undoing',
    });
  });

  it('that did not come true interrupts nothing', () => {
    const state = { ...steady, operation: handingOver };
    const { next, reason } = drain(state, 'second', {}, true);
    expect(reason).toBe('event-too-old');
    expect(next).toMatchObject({ operation: handingOver, firmware: {} });
  });

  it('is what a look of firmware leaves the pair to', () => {
    const state = { ...steady, operation: handingOver, waiting: [SPOT] };
    expect(decide({ state })).toMatchObject({
      next: state,
      reason: 'waiting-for-other-operation',
      actions: [],
    });
  });

  const interrupted = upgradeIn('rebooting', { mixedSince: NOW });
  it('that is over leaves the change halted, for people', () => {
    const { next, reason } = decide({ state: { ...steady, firmware: { interrupted } } });
    expect(reason).toBe('halted');
    expect(next.operation).toMatchObject({
      kind: 'halted',
      because: 'interrupted-by-drain',
      operation: interrupted,
    });
    expect(next.firmware).toEqual({});
  });

  it('that is not over leaves it remembered', () => {
    const state = { ...steady, firmware: { interrupted }, waiting: [INTENTS['a lifecycle hook waits']] };
    expect(decide({ state })).toMatchObject({ next: state, reason: 'waiting-for-other-operation' });
  });
});

describe('an operator', () => {
  it.each(PHASES)('aborts in $phase, halted or not, and the result says so', ({ op }) => {
    for (const state of [{ ...steady, operation: op }, halted(op)]) {
      const { next, actions, reason } = decide({ state, input: operator('abort') });
      expect({ actions, reason }).toEqual({ actions: [], reason: 'firmware-aborted' });
      expect(next.firmware.last).toMatchObject({ end: 'aborted', orderId: ORDER.id, endedAt: NOW });
      const { operation } = next;
      expect(operation.kind).toBe(op.handover === undefined ? 'idle' : 'switching');
      if (operation.kind === 'switching') expect(operation.phase).toBe('undoing');
    }
  });

  it.each([
    ['backing-up', 'backing-up'],
    ['preparing', 'backing-up'],
    ['installing', 'backing-up'],
    ['rebooting', 'rebooting'],
    ['handing over', 'rebooting'],
    ['settling', 'settling'],
  ])('resumes from %s in %s', (phase, again) => {
    const op = PHASES.find((one) => one.phase === phase)?.op ?? upgradeIn('backing-up');
    const runs = phase === 'settling' ? { runs: bothRun(ON_TARGET), booted: eachUnit(BOOTED_SINCE) } : {};
    const look = phase === 'handing over' ? SECOND_RUNS_IT : { ...runs, servicesUp: 11 };
    const given = {
      state: halted({ ...op, units: withoutBackups(op, again) }),
      look,
      input: operator('resume'),
    };
    expect(decide(given).reason).toBe('operation-resumed');
    const after = opAfter(given);
    expect(after.phase).toBe(again);
    expect(after.incidents).toContainEqual({ at: NOW, what: 'resumed' });
  });

  it('resumes a handover from its beginning, and tells the unit anew to reboot', () => {
    const handover = handoverIn('stepping-down', {
      rebootedAt: NOW,
      rebootedFrom: NOW,
      exposedAt: NOW,
      failed: 'partner-lost',
    });
    const state = halted(firstInTurn({ handover }));
    const { handover: again } = opAfter({ state, look: SECOND_RUNS_IT, input: operator('resume') });
    expect(again).toMatchObject({ phase: 'handing-over', healthPortMoved: true });
    for (const key of ['rebootedAt', 'rebootedFrom', 'exposedAt', 'failed'])
      expect(again).not.toHaveProperty(key);
  });

  it('resumes what had failed with fresh tries, and keeps what was seen to be done', () => {
    const second = { ...asked(STAGED, INSTALL, MINUTE_MS, 2), rebootedAt: NOW - 20 * MINUTE_MS };
    const state = halted(
      upgradeIn('rebooting', { unit: 'second', units: { second }, failed: 'install-failed' }),
    );
    const held = { ...state, hold: { by: 'ops', why: 'x', placedAt: NOW, until: NOW + MINUTE_MS } };
    const after = opAfter({ state: held, input: operator('resume') });
    expect(after.units.second).toEqual(STAGED);
    expect(after).not.toHaveProperty('failed');
    expect(after.phaseSince).toBe(NOW);
    expect(decide({ state: held, input: operator('resume') }).actions).toEqual([]);
  });

  it.each(['resume', 'abort'] as const)('has nothing to %s where nothing is changed', (kind) => {
    expect(decide({ input: operator(kind) })).toMatchObject({ next: steady, reason: 'nothing-to-change' });
  });

  it('has nothing to resume in what is under way', () => {
    const state = { ...steady, operation: handingOver };
    expect(decide({ state, input: operator('resume') })).toMatchObject({
      next: state,
      reason: 'nothing-to-change',
    });
  });

  it('who holds the pair stops it where it stands', () => {
    const hold = { by: 'ops', why: 'x', placedAt: NOW, until: NOW + MINUTE_MS };
    const state = { ...steady, operation: handingOver, hold };
    expect(decide({ state })).toMatchObject({ next: state, reason: 'held', actions: [] });
  });
});

/** As before the first backup, where it begins with that again. */
const withoutBackups = (op: FirmwareOperation, phase: string): FirmwareOperation['units'] =>
  phase === 'backing-up' ? eachUnit({ from: FROM, preferredFirst: false }) : op.units;

describe('what an operation that ends leaves behind', () => {
  const abort = (op: FirmwareOperation, look: FirmwareLook = {}, state: PairState = steady) =>
    decide({ state: { ...state, operation: op }, look, input: operator('abort') }).next.firmware;

  it('is nothing before anything was changed', () => {
    expect(abort(upgradeIn('installing'))).not.toHaveProperty('staged');
    expect(abort(upgradeIn('installing'))).not.toHaveProperty('mixedSince');
  });

  it('is firmware that no reboot has started', () => {
    const op = upgradeIn('rebooting', { units: { second: STAGED } });
    const { installedAt: at, bootedBefore } = STAGED;
    expect(abort(op).staged).toEqual({ second: { version: ORDER.target, at, bootedBefore } });
    expect(abort(op, { booted: { second: BOOTED_SINCE } })).not.toHaveProperty('staged');
  });

  it('is firmware that was asked for and may come to be there', () => {
    const second = { ...asked(BACKED_UP, INSTALL), bootedBefore: BOOTED_AT };
    const op = upgradeIn('installing', { unit: 'second', units: { second } });
    expect(abort(op).staged).toEqual({ second: { version: ORDER.target, at: NOW, bootedBefore: BOOTED_AT } });
  });

  it('is what an earlier one left, where this one has put nothing in its place', () => {
    const earlier = { version: ELSEWHERE, at: BOOTED_AT };
    const state = { ...steady, firmware: { staged: { first: earlier, second: earlier } } };
    const { staged } = abort(upgradeIn('rebooting', { units: { second: STAGED } }), {}, state);
    expect(staged?.first).toBe(earlier);
    expect(staged?.second?.version).toBe(ORDER.target);
  });

  it('is the clock of different firmware', () => {
    expect(abort(firstInTurn(), SECOND_RUNS_IT).mixedSince).toBe(NOW - 2 * MINUTE_MS);
  });
});

describe('what is left behind', () => {
  const staged = { version: ORDER.target, at: NOW - 10 * MINUTE_MS, bootedBefore: BOOTED_AT };
  const look = (firmware: PairState['firmware'], seen: FirmwareLook = {}) => {
    const state = { ...steady, firmware };
    const { next, reason } = decide({ state, look: seen });
    return { firmware: next.firmware, reason, isSame: next === state };
  };

  it.each([
    ['firmware waits on a unit', { staged: { second: staged } }, {}],
    ['the units differ', { mixedSince: NOW }, { runs: { second: ON_TARGET } }],
    ['a unit does not say what it runs', { mixedSince: NOW }, { runs: { second: 'unread' } }],
    [
      'a unit has booted and does not say what it runs',
      { staged: { second: staged } },
      { booted: { second: BOOTED_SINCE }, runs: { second: 'unread' } },
    ],
  ])('is remembered while %s, and nothing is written', (_, firmware, seen) => {
    expect(look(firmware, seen)).toEqual({ firmware, reason: 'nothing-to-change', isSame: true });
  });

  it('is over when the units run the same again', () => {
    expect(look({ mixedSince: NOW })).toEqual({ firmware: {}, reason: 'same-firmware-again', isSame: false });
  });

  it('is over when the unit has booted, and the units still run the same', () => {
    const booted = { booted: { second: BOOTED_SINCE } };
    expect(look({ staged: { second: staged } }, booted)).toMatchObject({
      firmware: {},
      reason: 'same-firmware-again',
    });
    const { firmware } = look({ staged: { first: staged, second: staged } }, booted);
    expect(firmware).toEqual({ staged: { first: staged } });
  });

  it('makes the pair a mixed one when the units come to differ in any other way', () => {
    const { firmware } = look({ staged: { second: staged } }, { runs: { first: ON_TARGET } });
    expect(firmware).toEqual({ mixedSince: NOW, staged: { second: staged } });
  });

  it('makes the pair a mixed one when a reboot that nobody ordered starts it, and people are told', () => {
    const { firmware, reason } = look(
      { staged: { second: staged } },
      { booted: { second: BOOTED_SINCE }, runs: { second: ON_TARGET } },
    );
    expect(firmware).toEqual({ mixedSince: NOW });
    expect(reason).toBe('firmware-mixed');
  });
});

describe('what people are told on the way', () => {
  it('a role that moves by itself is a failover, counted once and named', () => {
    const op = upgradeIn('backing-up');
    const look: FirmwareLook = { first: 'standing by', second: 'serving' };
    const after = opAfter({ op, look });
    expect(after).toMatchObject({ servedBy: 'second', roleChanges: 1 });
    expect(after.incidents).toEqual([{ at: NOW, what: 'failover', unit: 'second' }]);
    expect(opAfter({ op: after, look })).toMatchObject({ roleChanges: 1, incidents: after.incidents });
  });

  it('a role that moves by our handover is counted, and is none', () => {
    const look: FirmwareLook = { ...SECOND_RUNS_IT, first: 'out of sight', second: 'serving' };
    expect(opAfter({ op: handingOver, look })).toMatchObject({ roleChanges: 1, incidents: [] });
  });

  it('no role has moved while nobody serves, or both do', () => {
    for (const look of [{ first: 'active, not healthy' }, { second: 'serving' }] as const)
      expect(opAfter({ op: upgradeIn('backing-up'), look }).roleChanges).toBe(0);
  });

  it('of all that happens again and again, twenty are kept', () => {
    const incidents = Array.from({ length: 20 }, () => ({ at: NOW, what: 'failover' }) as const);
    const op = upgradeIn('backing-up', { incidents });
    expect(opAfter({ op, look: { first: 'standing by', second: 'serving' } }).incidents).toBe(incidents);
  });

  const mixedFor = (ms: number) => firstInTurn({ mixedSince: NOW - ms });
  it('that the units have differed for 30 minutes, once', () => {
    expect(decide({ op: mixedFor(30 * MINUTE_MS), look: SECOND_RUNS_IT }).reason).not.toBe('mixed-too-long');
    const { reason, actions, next } = decide({ op: mixedFor(30 * MINUTE_MS + 1), look: SECOND_RUNS_IT });
    expect(reason).toBe('mixed-too-long');
    expect(actions).toHaveLength(1);
    expect(next.operation).toMatchObject({ mixedTold: true, incidents: [{ what: 'mixed-too-long' }] });
    expect(decide({ state: next, look: SECOND_RUNS_IT }).reason).not.toBe('mixed-too-long');
  });
});

describe('the result', () => {
  it('has all that the report needs', () => {
    const incidents = [{ at: NOW, what: 'failover', unit: 'second' }] as const;
    const first = { ...CHANGED, backup: 'backups/1' };
    const { backup: _, ...second } = CHANGED;
    const op = upgradeIn('settling', {
      units: { first, second },
      mixedMs: MINUTE_MS,
      roleChanges: 1,
      incidents,
    });
    const look = { runs: bothRun(ON_TARGET), booted: eachUnit(BOOTED_SINCE) };
    expect(decide({ op, look }).next.firmware).toEqual({
      last: {
        orderId: ORDER.id,
        rolloutId: ORDER.rolloutId,
        target: ORDER.target,
        end: 'done',
        because: [],
        from: bothRun(FROM),
        startedAt: op.startedAt,
        endedAt: NOW,
        roleChanges: 1,
        mixedMs: MINUTE_MS,
        backups: { first: 'backups/1' },
        incidents,
      },
    });
  });

  it('says for what it was given up', () => {
    const op = upgradeIn('settling', { failed: 'backup-failed' });
    expect(says({ op })).toBe('firmware-given-up → idle');
    expect(decide({ op }).next.firmware.last).toMatchObject({ end: 'given-up', because: ['backup-failed'] });
  });

  it('counts the time of different firmware that goes on at its end', () => {
    const op = firstInTurn({ mixedMs: MINUTE_MS });
    const { last } = decide({ op, look: SECOND_RUNS_IT, input: operator('abort') }).next.firmware;
    expect(last?.mixedMs).toBe(3 * MINUTE_MS);
  });
});
