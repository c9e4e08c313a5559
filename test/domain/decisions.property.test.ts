import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, decideOperations, type Question } from '#domain/decide.ts';
import { confirmToken } from '#domain/drain/confirm-token.ts';
import { otherUnit, type Pair, UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import { explain } from '#domain/explain/explain.ts';
import { HALT_WORDS, REASON_WORDS } from '#domain/explain/reason-words.ts';
import { isHeldAt } from '#domain/hold/hold.ts';
import type { Action } from '#domain/pair/action.ts';
import type { Decision } from '#domain/pair/decision.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import { operationOf, type PairState } from '#domain/pair/state.ts';
import { viewUnit } from '#domain/pair/unit-view.ts';
import type { SwitchRequest } from '#domain/switchover/operation.ts';
import { NOW } from '../../docs/state-samples.ts';
import { REQUESTS } from '../../docs/state-switch-samples.ts';
import {
  anyGeoLook,
  anyGeoOrder,
  anyGeoSync,
  anyIntent,
  anyLook,
  anyOrder,
  anyPair,
  anyState,
  anyWindow,
} from './arbitraries.ts';

const anyRequest = fc.record({
  by: fc.constantFrom(...Object.values(REQUESTS)),
  to: fc.constantFrom(...UNIT_NAMES),
  confirm: fc.constantFrom('none', 'right', 'stale'),
});

/** A question, of which a confirm token is made for the very state it is put to. */
const anyQuestion: fc.Arbitrary<(state: PairState) => Question> = fc.oneof(
  fc
    .constantFrom<Question>(
      { concern: 'all' },
      { concern: 'drain', input: { kind: 'look' } },
      { concern: 'drain', input: { kind: 'resume', why: 'ops' } },
      { concern: 'drain', input: { kind: 'abort', why: 'ops' } },
      { concern: 'drain', input: { kind: 'cancel', intentId: 'a' } },
      { concern: 'failback', input: { kind: 'look' } },
      { concern: 'failback', input: { kind: 'resume', why: 'ops' } },
      { concern: 'failback', input: { kind: 'abort', why: 'ops' } },
      { concern: 'firmware', input: { kind: 'look' } },
      { concern: 'firmware', input: { kind: 'resume', why: 'ops' } },
      { concern: 'firmware', input: { kind: 'abort', why: 'ops' } },
      { concern: 'geo', input: { kind: 'look' } },
      { concern: 'geo', input: { kind: 'resume', why: 'ops' } },
      { concern: 'geo', input: { kind: 'abort', why: 'ops' } },
    )
    .map((question) => () => question),
  anyOrder.map((order) => (): Question => ({ concern: 'firmware', input: { kind: 'order', order } })),
  anyGeoOrder.map((order) => (): Question => ({ concern: 'geo', input: { kind: 'order', order } })),
  fc
    .record({ intent: anyIntent, confirm: fc.constantFrom('none', 'right', 'stale') })
    .map(({ intent, confirm }) => (state: PairState): Question => {
      const of = intent.instanceId.endsWith('a') ? 'first' : 'second';
      const token = confirm === 'right' ? confirmToken(state, of, intent.release.kind) : confirm;
      const asked = confirm === 'none' ? intent : { ...intent, confirm: token };
      return { concern: 'drain', input: { kind: 'intent', intent: asked } };
    }),
  anyRequest.map(({ by, to, confirm }) => (state: PairState): Question => {
    const token = confirm === 'right' ? confirmToken(state, to, 'switchover') : confirm;
    const plain: SwitchRequest = { ...by, to, requestedAt: NOW };
    const request = confirm === 'none' ? plain : { ...plain, confirm: token };
    return { concern: 'failback', input: { kind: 'switchover', request } };
  }),
);

interface Case {
  readonly state: PairState;
  readonly seen: PairSeen;
  readonly pair: Pair;
  readonly frozen: boolean;
  readonly question: Question;
  readonly decision: Decision;
}

const anyCase: fc.Arbitrary<Case> = fc
  .record({
    state: anyState,
    seen: anyLook,
    pair: anyPair,
    window: anyWindow,
    frozen: fc.boolean(),
    question: anyQuestion,
  })
  .map(({ state, seen, pair, window, frozen, question }) => {
    const asked = question(state);
    const decision = decide(state, seen, { pair, frozen, window }, asked, NOW);
    return { state, seen, pair, frozen, question: asked, decision };
  });

/** A pair that is free to have its GEO lists set, in the middle of that. */
const anyGeoCase: fc.Arbitrary<Case> = fc
  .record({ idle: anyState, operation: anyGeoSync, seen: anyGeoLook, pair: anyPair, window: anyWindow })
  .map(({ idle, operation, seen, pair, window }) => {
    const { hold: _, ...state } = { ...idle, operation, waiting: [] };
    const question: Question = { concern: 'geo', input: { kind: 'look' } };
    const decision = decide(state, seen, { pair, frozen: false, window }, question, NOW);
    return { state, seen, pair, frozen: false, question, decision };
  });

const always = (holds: (given: Case) => void): void =>
  fc.assert(fc.property(anyCase, holds), { numRuns: 5_000 });

const viewOf = ({ state, seen, pair }: Case, unit: UnitName) => viewUnit(unit, seen, pair, state, NOW);
const drainOf = ({ decision }: Case) => {
  const { operation } = decision.next;
  return operation.kind === 'draining' ? operation : undefined;
};
const isForced = (given: Case): boolean => {
  const { operation } = given.decision.next;
  const op = operation.kind === 'halted' ? operation.operation : operation;
  if (op.kind === 'switching') return op.request.confirm !== undefined;
  return op.kind === 'draining' && op.intent.confirm !== undefined;
};
const isDoomed = (given: Case): boolean => {
  const op = drainOf(given);
  return op?.intent.source === 'spot' || op?.intent.release.kind === 'complete-hook';
};

const AWAY = 8445;
const hides = ({ decision }: Case): readonly UnitName[] =>
  decision.actions.flatMap((action) =>
    action.kind === 'set-health-port' && action.port === AWAY ? [action.unit] : [],
  );
const unitsOf = (given: Case, kind: Action['kind']): readonly UnitName[] =>
  given.decision.actions.flatMap((action) => (action.kind === kind && 'unit' in action ? [action.unit] : []));

/** Wherever it is remembered since when the units run different firmware: in one place at a time. */
const mixedClocks = ({ operation, firmware }: PairState): readonly number[] => {
  const op = operation.kind === 'halted' ? operation.operation : operation;
  const ofOperation = op.kind === 'upgrading' ? op.mixedSince : undefined;
  const all = [ofOperation, firmware.mixedSince, firmware.interrupted?.mixedSince];
  return all.filter((since) => since !== undefined);
};

/** No pair is at work on its firmware and remembers another change of it. */
const isOneChange = ({ operation, firmware }: PairState): boolean => {
  const op = operation.kind === 'halted' ? operation.operation : operation;
  const isLeft = firmware.mixedSince !== undefined || firmware.interrupted !== undefined;
  const isUpgrading = op.kind === 'upgrading';
  return (
    !(isUpgrading && isLeft) && !(firmware.mixedSince !== undefined && firmware.interrupted !== undefined)
  );
};

describe('whatever the state and whatever is seen', () => {
  it('something is decided, for a reason that has words', () => {
    always(({ state, decision }) => {
      expect(REASON_WORDS[decision.reason]).toBeTypeOf('string');
      const { operation } = decision.next;
      if (operation.kind === 'halted') expect(HALT_WORDS[operation.because]).toBeTypeOf('string');
      if (decision.next === state && decision.actions.length > 0) {
        expect(['draining', 'switching', 'upgrading', 'syncing-geo']).toContain(state.operation.kind);
      }
    });
  });

  it('it can be explained', () => {
    const window = { kind: 'always' } as const;
    always(({ state, seen, pair, decision }) => {
      const explanation = explain({ pair, state, seen, decision, window, now: NOW });
      expect([explanation.because, explanation.failback, explanation.situation].join()).not.toMatch(
        /undefined|NaN/,
      );
    });
  });

  it('nothing that was given is changed', () => {
    fc.assert(
      fc.property(anyState, anyLook, anyPair, anyWindow, (state, seen, pair, window) => {
        const before = structuredClone({ state, seen, pair, window });
        decideOperations(state, seen, { pair, frozen: false, window }, NOW);
        expect({ state, seen, pair, window }).toEqual(before);
      }),
    );
  });

  it('nothing is done to a pair under a hold', () => {
    always(({ state, decision }) => {
      if (isHeldAt(state, NOW)) expect(decision.actions).toEqual([]);
    });
  });

  it('nothing is begun on a pair in observe mode', () => {
    always(({ state, pair, decision }) => {
      if (pair.mode !== 'observe' || state.operation.kind !== 'idle') return;
      expect(decision.actions).toEqual([]);
      // What a drain has interrupted is handed to people, as it was begun before.
      const { operation } = decision.next;
      const isHandedOver = operation.kind === 'halted' && operation.because === 'interrupted-by-drain';
      if (!isHandedOver) expect(operation.kind).toBe('idle');
    });
  });

  it('a frozen region begins nothing that no operator asked for', () => {
    always(({ state, frozen, question, decision }) => {
      const byItself = question.concern === 'all' || question.input.kind === 'look';
      const isOperators = state.waiting.some(({ source }) => source === 'operator');
      if (!frozen || !byItself || state.operation.kind !== 'idle' || isOperators) return;
      expect(decision.actions).toEqual([]);
    });
  });

  it('no unit is taken out of sight but one, and not next to one that is out of sight', () => {
    always((given) => {
      const hidden = hides(given);
      expect(hidden.length).toBeLessThanOrEqual(1);
      const [unit] = hidden;
      if (unit === undefined) return;
      const { operation } = given.state;
      const op = operation.kind === 'halted' ? operation.operation : operation;
      if (op.kind === 'switching' && op.healthPortMoved) expect(otherUnit(op.to)).toBe(unit);
      if (op.kind === 'draining' && op.healthPortMoved) expect(op.unit).toBe(unit);
    });
  });

  it('a unit is taken out of sight only next to one that serves or is seen to be a good standby', () => {
    always((given) => {
      for (const unit of hides(given)) {
        const partner = viewOf(given, otherUnit(unit));
        expect(partner.serving || partner.canTakeOver || isForced(given)).toBe(true);
      }
    });
  });

  it('a unit is rebooted only next to one that serves', () => {
    always((given) => {
      for (const unit of unitsOf(given, 'reboot-unit')) {
        expect(viewOf(given, otherUnit(unit)).serving || isForced(given)).toBe(true);
      }
    });
  });

  it('no unit is rebooted for the fourth time in five minutes', () => {
    always((given) => {
      for (const unit of unitsOf(given, 'reboot-unit')) {
        const recent = given.state.boots[unit].filter((at) => at > NOW - 5 * 60_000);
        expect(recent.length).toBeLessThan(3);
      }
    });
  });

  it('the last unit that answers 200 is deregistered only when it dies anyway, or by force', () => {
    always((given) => {
      for (const unit of unitsOf(given, 'deregister-targets')) {
        const leaving = viewOf(given, unit);
        const isLast = leaving.serving && !viewOf(given, otherUnit(unit)).serving;
        if (isLast) expect(isDoomed(given) || isForced(given)).toBe(true);
      }
    });
  });

  it('what nobody says anything about is neither hidden nor rebooted, and its preference is left', () => {
    always((given) => {
      const [first, second] = UNIT_NAMES.map((unit) => viewOf(given, unit).health);
      if (first !== 'unknown' || second !== 'unknown') return;
      expect(hides(given)).toEqual([]);
      expect(unitsOf(given, 'reboot-unit')).toEqual([]);
      const isIdle = given.state.operation.kind === 'idle';
      if (isIdle) expect(unitsOf(given, 'set-preference')).toEqual([]);
    });
  });

  it('nothing is asked of a LoadMaster that was not read, but to reboot one that another was to follow', () => {
    always((given) => {
      for (const kind of ['set-preference', 'set-ha-mode'] as const) {
        for (const unit of unitsOf(given, kind)) {
          expect(given.seen.units[unit].loadMaster.kind).toBe('read');
        }
      }
    });
  });

  it('a job is begun by the operation that it is a part of, and that goes on', () => {
    always(({ decision }) => {
      const { operation } = decision.next;
      for (const action of decision.actions) {
        if (action.kind !== 'begin-job') continue;
        expect(operation.kind).toBe(action.job.kind === 'set-geo-lists' ? 'syncing-geo' : 'upgrading');
      }
    });
  });

  it('GEO lists are set on a unit that serves and says that it is active, and to what is ordered', () => {
    const holds = (given: Case): void => {
      const { state, seen, decision } = given;
      const { operation } = decision.next;
      for (const action of decision.actions) {
        if (action.kind !== 'begin-job' || action.job.kind !== 'set-geo-lists') continue;
        const { unit, jobId, job } = action;
        expect(seen.units[unit].loadMaster).toMatchObject({ kind: 'read', value: { haStatus: 'active' } });
        expect(viewOf(given, unit).serving).toBe(true);
        const before = operationOf(state);
        const isRepeated = before.kind === 'syncing-geo' && before.units[unit].job?.id === jobId;
        if (operation.kind !== 'syncing-geo' || isRepeated) continue;
        const { master, access, partners } = operation.order;
        expect({ access, partners }).toMatchObject(job.lists);
        if (unit !== master) expect(job.lists).not.toHaveProperty('access');
      }
    };
    fc.assert(fc.property(anyGeoCase, holds), { numRuns: 5_000 });
  });

  it('different firmware that is known stays known until the units are seen to run the same', () => {
    always(({ state, seen, decision }) => {
      if (!isOneChange(state) || mixedClocks(state).length === 0) return;
      if (mixedClocks(decision.next).length > 0) return;
      const [first, second] = UNIT_NAMES.map((unit) => seen.firmware?.[unit].firmware);
      const versions = [first, second].map((reading) => reading?.kind === 'read' && reading.value.version);
      expect(versions[0]).toBe(versions[1]);
    });
  });
});
