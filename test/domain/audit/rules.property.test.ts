import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideFix, type FixInput } from '#domain/audit/decide-fix.ts';
import { RULES } from '#domain/audit/rule-pack.ts';
import { RULE_FAILED, runRules } from '#domain/audit/run-rules.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import { ALWAYS } from '#domain/failback/window.ts';
import { isHeldAt } from '#domain/hold/hold.ts';
import type { Action } from '#domain/pair/action.ts';
import { NOW, TARGET_GROUP } from '../../../docs/state-samples.ts';
import { anyLook, anyPair, anyState, anyWindow } from '../arbitraries.ts';
import { BROKEN_AWS } from './broken-aws.ts';
import { BROKEN_LOADMASTER } from './broken-loadmaster.ts';
import { CLEAN_SNAPSHOT } from './clean-snapshot.ts';

type Path = readonly (string | number)[];

const pathsOf = (value: unknown, path: Path = []): readonly Path[] =>
  typeof value === 'object' && value !== null
    ? [path, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))]
    : [path];

const isReading = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'read';

const at = (value: unknown, [key, ...rest]: Path): unknown =>
  key === undefined ? value : at(Reflect.get(Object(value), key), rest);

/** A copy in which something else stands there. */
const replaced = (snapshot: PairSnapshot, path: Path, junk: unknown): PairSnapshot => {
  const copy = structuredClone(snapshot);
  const parent = at(copy, path.slice(0, -1));
  const key = path.at(-1);
  if (key !== undefined && typeof parent === 'object' && parent !== null) Reflect.set(parent, key, junk);
  return copy;
};

const PATHS = pathsOf(CLEAN_SNAPSHOT).slice(1);
const READINGS = PATHS.filter((path) => isReading(at(CLEAN_SNAPSHOT, path)));

const anyJunk = fc.oneof(
  fc.constantFrom(undefined, null, '', 'x', -1, 0, 1e21, Number.NaN, true, [], {}, [null], { kind: 'read' }),
  fc.jsonValue(),
);

const UNREAD = { kind: 'unread', code: 'throttled' } as const;

const allFaults = (snapshot: PairSnapshot) =>
  runRules(RULES, snapshot).faults.map(({ ruleId, subject }) => `${ruleId} ${subject}`);

describe('the rules over any snapshot', () => {
  it('end, whatever stands where something else should, and a rule that cannot cope says so of itself', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...PATHS), anyJunk), { minLength: 1, maxLength: 4 }),
        (changes) => {
          const snapshot = changes.reduce((from, [path, junk]) => replaced(from, path, junk), CLEAN_SNAPSHOT);
          const { faults, unjudged } = runRules(RULES, snapshot);
          for (const { ruleId, subject } of faults)
            if (ruleId === RULE_FAILED) expect(unjudged.some((one) => one.ruleId === subject)).toBe(true);
          for (const { seen, expected } of faults) {
            expect(typeof seen).toBe('string');
            expect(seen.length).toBeLessThanOrEqual(300);
            expect(expected.length).toBeLessThanOrEqual(300);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('find nothing wrong with a clean pair of which only a part was read', () => {
    fc.assert(
      fc.property(fc.subarray([...READINGS], { minLength: 1 }), (unread) => {
        const snapshot = unread.reduce((from, path) => replaced(from, path, UNREAD), CLEAN_SNAPSHOT);
        expect(allFaults(snapshot)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('find no more wrong with a broken pair where less of it was read', () => {
    const broken = [...Object.values(BROKEN_AWS), ...Object.values(BROKEN_LOADMASTER)]
      .flat()
      .map(({ snapshot }) => snapshot);
    fc.assert(
      fc.property(
        fc.constantFrom(...broken),
        fc.subarray([...READINGS], { minLength: 1, maxLength: 6 }),
        (whole, unread) => {
          const part = unread.reduce((from, path) => replaced(from, path, UNREAD), whole);
          expect(allFaults(whole)).toEqual(expect.arrayContaining(allFaults(part)));
        },
      ),
      { numRuns: 300 },
    );
  });
});

const ACTION: Action = { kind: 'set-health-check', targetGroup: TARGET_GROUP, check: { matcher: '200' } };

const anyInput: fc.Arbitrary<FixInput> = fc.record({
  kind: fc.constant('fix'),
  fixes: fc.constantFrom([], [{ ruleId: 'matcher', subject: 'lm-a', action: ACTION }]),
  seenAt: fc.integer({ min: NOW - 600_000, max: NOW }),
  window: anyWindow,
});

describe('a decision about fixes', () => {
  it('acts only on an enforced, idle pair in an open window that nobody holds, in a region that is not frozen', () => {
    fc.assert(
      fc.property(anyState, anyLook, anyPair, anyInput, fc.boolean(), (state, seen, pair, input, frozen) => {
        const decision = decideFix(state, seen, { pair, frozen, window: ALWAYS, input }, NOW);
        expect(decision.next).toBe(state);
        if (decision.actions.length === 0) return;
        expect({
          mode: pair.mode,
          operation: state.operation.kind,
          window: input.window.kind,
          frozen,
        }).toEqual({
          mode: 'enforce',
          operation: 'idle',
          window: 'open',
          frozen: false,
        });
        expect(isHeldAt(state, NOW)).toBe(false);
        expect(state.situation.kind).not.toBe('unknown');
      }),
      { numRuns: 2_000 },
    );
  });
});
