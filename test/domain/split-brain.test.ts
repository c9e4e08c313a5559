import { describe, expect, it } from 'vitest';
import { decide } from '#domain/decide.ts';
import { decideDrain } from '#domain/drain/decide-drain.ts';
import { drainIsDue } from '#domain/drain/is-due.ts';
import { SPLIT_BRAIN_MEMORY_MS } from '#domain/drain/split-brain.ts';
import type { Pair, UnitName } from '#domain/estate/estate.ts';
import { ALWAYS } from '#domain/failback/window.ts';
import type { LoadMasterSeen, PairSeen, UnitSeen } from '#domain/pair/seen.ts';
import { graceMs } from '#domain/pair/situation.ts';
import type { PairState } from '#domain/pair/state.ts';
import { NOW, SAMPLE_PAIR, UNIT_CLASSES } from '../../docs/state-samples.ts';
import { bothServing, splitSince } from '../../docs/state-split-brain-table.ts';
import { steadyWith } from '../../docs/state-switch-samples.ts';

const NATIVE: Pair = { ...SAMPLE_PAIR, preferred: 'first' };
const GATED: Pair = { ...NATIVE, failback: { ...NATIVE.failback, policy: 'gated' } };

const look = (state: PairState, seen = bothServing(), pair = SAMPLE_PAIR, frozen = false, now = NOW) =>
  decideDrain(state, seen, { pair, frozen, input: { kind: 'look' } }, now);

const unitOf = ({ operation }: PairState): UnitName | undefined =>
  operation.kind === 'draining' ? operation.unit : undefined;

const unread = (seen: PairSeen, unit: UnitName): PairSeen => {
  const silent: UnitSeen = {
    ...seen.units[unit],
    loadMaster: { kind: 'unread', code: 'loadmaster-unreachable' },
  };
  return { ...seen, units: { ...seen.units, [unit]: silent } };
};

describe('two active units: one is taken out', () => {
  type Says = Partial<Record<UnitName, Partial<LoadMasterSeen>>>;
  it.each<{ when: string; says?: Says; pair?: Pair; lastActive: UnitName; unit: UnitName }>([
    { when: 'the one that was not active before', lastActive: 'first', unit: 'second' },
    { when: 'the one that was not active before', lastActive: 'second', unit: 'first' },
    { when: 'the one that is not preferred', pair: NATIVE, lastActive: 'second', unit: 'second' },
    {
      when: 'the one that was not active before: the units themselves prefer none',
      pair: GATED,
      lastActive: 'second',
      unit: 'first',
    },
    {
      when: 'the one set to the other’s designation, preferred or not',
      says: { first: { designation: 'second' } },
      pair: NATIVE,
      lastActive: 'first',
      unit: 'first',
    },
    {
      when: 'the one set to the other’s designation',
      says: { second: { designation: 'first' } },
      lastActive: 'second',
      unit: 'second',
    },
  ])('$when: $unit', ({ says, pair = SAMPLE_PAIR, lastActive, unit }) => {
    const decision = look(splitSince(lastActive), bothServing(says), pair);
    expect(unitOf(decision.next)).toBe(unit);
    expect(decision).toMatchObject({ reason: 'handover-asked', next: { splitBrainAt: NOW } });
    expect(decision.actions).toEqual([{ kind: 'set-health-port', unit, port: 8445 }]);
  });

  it('where nobody remembers who was active, the second', () => {
    const { lastActive: _, ...state } = splitSince('first');
    expect(unitOf(look(state).next)).toBe('second');
  });

  it.each<{ when: string; seen: PairSeen; reason: string }>([
    { when: 'a LoadMaster was not read', seen: unread(bothServing(), 'first'), reason: 'waiting-unknown' },
    {
      when: 'the other LoadMaster was not read',
      seen: unread(bothServing(), 'second'),
      reason: 'waiting-unknown',
    },
    {
      when: 'one says that it stands by: the health check looks at the wrong thing',
      seen: bothServing({ second: { haStatus: 'standby' } }),
      reason: 'not-both-active',
    },
    {
      when: 'a partner is a stranger',
      seen: bothServing({ first: { partner: '10.9.9.9' } }),
      reason: 'wrong-partner',
    },
    {
      when: 'each is set to the other’s designation',
      seen: bothServing({ first: { designation: 'second' }, second: { designation: 'first' } }),
      reason: 'wrong-designation',
    },
  ])('none while $when', ({ seen, reason }) => {
    const state = splitSince('first');
    const decision = look(state, seen);
    expect(decision).toMatchObject({ reason, actions: [] });
    expect(decision.next).toBe(state);
  });

  it('only once it has lasted longer than a change of roles takes', () => {
    const policies = { pair: SAMPLE_PAIR, frozen: false, window: ALWAYS };
    const at = (now: number, state: PairState) =>
      decide(state, bothServing(), policies, { concern: 'drain', input: { kind: 'look' } }, now);
    const begun = at(NOW, steadyWith('first'));
    expect(begun).toMatchObject({ actions: [], next: { situation: { kind: 'switching' } } });
    const grace = graceMs(SAMPLE_PAIR.healthCheck);
    expect(at(NOW + grace, begun.next).actions).toEqual([]);
    const lasting = at(NOW + grace + 1, begun.next);
    expect(lasting.actions).toEqual([{ kind: 'set-health-port', unit: 'second', port: 8445 }]);
    expect(lasting.checks?.at(-1)).toContain('HA mode First');
  });

  it.each<{ when: string; more?: Partial<PairState>; pair?: Pair; frozen?: boolean; reason: string }>([
    { when: 'held', more: { hold: { by: 'ops', why: 'x', placedAt: NOW, until: NOW + 1 } }, reason: 'held' },
    { when: 'frozen', frozen: true, reason: 'region-frozen' },
    { when: 'observed', pair: { ...SAMPLE_PAIR, mode: 'observe' }, reason: 'observe-only' },
  ])('not while the pair is $when', ({ more = {}, pair, frozen, reason }) => {
    const decision = look({ ...splitSince('first'), ...more }, bothServing(), pair, frozen);
    expect(decision).toMatchObject({ reason, actions: [], next: { operation: { kind: 'idle' } } });
    expect(decision.next).not.toHaveProperty('splitBrainAt');
  });
});

describe('the unit that is taken out', () => {
  const fenced = look(splitSince('first')).next;
  const { 'out of sight': outOfSight, 'in no group': out, serving } = UNIT_CLASSES;
  const seen = (second: UnitSeen, first: UnitSeen = serving): PairSeen => ({
    at: NOW,
    units: { first, second },
  });
  const setAs = (unit: UnitSeen, more: Partial<LoadMasterSeen>): UnitSeen =>
    unit.loadMaster.kind === 'read'
      ? { ...unit, loadMaster: { kind: 'read', value: { ...unit.loadMaster.value, ...more } } }
      : unit;
  const kinds = (state: PairState, at: PairSeen) => look(state, at).actions.map(({ kind }) => kind);

  it('is deregistered only next to one that serves', () => {
    expect(kinds(fenced, seen(outOfSight))).toEqual(['deregister-targets']);
    expect(kinds(fenced, seen(outOfSight, UNIT_CLASSES['standing by']))).toEqual([]);
    expect(kinds(fenced, seen(outOfSight, UNIT_CLASSES['not read']))).toEqual([]);
    expect(kinds(fenced, bothServing())).toEqual(['set-health-port']);
  });

  it('is put right, rebooted once, and brought back', () => {
    const misset = seen(setAs(out, { haStatus: 'active', designation: 'first' }));
    const putRight = look(fenced, misset);
    expect(putRight.actions).toEqual([{ kind: 'set-ha-mode', unit: 'second' }]);
    const right = seen(setAs(out, { haStatus: 'active', designation: 'second' }));
    const rebooted = look(putRight.next, right);
    expect(rebooted.actions).toEqual([{ kind: 'reboot-unit', unit: 'second' }]);
    expect(look(rebooted.next, right)).toMatchObject({ reason: 'waiting-for-release', actions: [] });
    const booted = seen(setAs(out, { haStatus: 'passive', designation: 'second', bootedAt: NOW + 1 }));
    expect(kinds(rebooted.next, booted)).toEqual(['set-health-port', 'register-targets']);
  });

  it('is not rebooted next to one that does not serve: it comes back', () => {
    const alone = seen(out, UNIT_CLASSES['standing by']);
    expect(kinds(fenced, alone)).toEqual(['set-health-port', 'register-targets']);
    expect(kinds(fenced, seen(out, UNIT_CLASSES['not read']))).toEqual([]);
  });

  it('stays out where policy keeps it out, until an operator resumes: then it is put right', () => {
    const pair: Pair = { ...SAMPLE_PAIR, splitBrain: 'keep-out' };
    const kept = look(look(splitSince('first'), bothServing(), pair).next, seen(out), pair);
    expect(kept.next.operation).toMatchObject({ kind: 'halted', because: 'split-brain-fenced' });
    const input = { kind: 'resume', why: 'ops@example.com: found it' } as const;
    const resumed = decideDrain(kept.next, seen(out), { pair, frozen: false, input }, NOW);
    expect(resumed.actions).toEqual([{ kind: 'reboot-unit', unit: 'second' }]);
    expect(resumed.next.operation).toMatchObject({ intent: { release: { kind: 'repair' } } });
  });

  it('stays out when it comes back within a day of a repair', () => {
    const again = (ms: number) => {
      const { next } = look({ ...splitSince('first'), splitBrainAt: NOW - ms });
      return next.operation.kind === 'draining' ? next.operation.intent.release.kind : undefined;
    };
    expect(again(SPLIT_BRAIN_MEMORY_MS - 1)).toBe('keep-out');
    expect(again(SPLIT_BRAIN_MEMORY_MS)).toBe('repair');
  });
});

describe('one split brain', () => {
  it('is ended once: what an operator aborted is not begun again', () => {
    const state = { ...look(splitSince('first')).next, operation: { kind: 'idle' } as const };
    expect(drainIsDue(state, bothServing(), NOW)).toBe(false);
    const again = look(state);
    expect(again).toMatchObject({ reason: 'split-brain-left-alone', actions: [] });
    expect(again.next).toBe(state);
  });

  it('is another one when it begins anew', () => {
    const { situation, ...state } = look(splitSince('first')).next;
    const anew: PairState = {
      ...state,
      situation: { ...situation, since: NOW },
      operation: { kind: 'idle' },
    };
    expect(drainIsDue(anew, bothServing(), NOW)).toBe(true);
    expect(look(anew).next.operation.kind).toBe('draining');
  });

  it('waits for a unit that an earlier drain left aside', () => {
    const { operation } = look(splitSince('first')).next;
    if (operation.kind !== 'draining') throw new Error('not begun');
    const state: PairState = { ...splitSince('first'), aside: { second: operation } };
    expect(look(state).next.operation).toMatchObject({ kind: 'idle' });
    const stopped: UnitSeen = {
      ...UNIT_CLASSES['in no group'],
      instance: { kind: 'read', value: { state: 'stopped', managed: true } },
    };
    const seen: PairSeen = { at: NOW, units: { first: UNIT_CLASSES.serving, second: stopped } };
    expect(look(state, seen)).toMatchObject({ actions: [], next: { aside: state.aside } });
  });

  it('is not looked for anywhere else', () => {
    expect(look(steadyWith('first'))).toMatchObject({ reason: 'nothing-to-drain', actions: [] });
  });
});
