import { describe, expect, it } from 'vitest';
import { IDLE, type PairState, type Situation } from '#domain/pair/state.ts';
import type { SwitchOperation } from '#domain/switchover/operation.ts';
import { blastRadius } from '#domain/watch/blast-radius.ts';
import { drainIn, INTENTS, NOW, stateIn } from '../../docs/state-samples.ts';
import { switchIn } from '../../docs/state-switch-samples.ts';

const halted = (operation: SwitchOperation) =>
  ({ kind: 'halted', operation, because: 'did-not-step-down', haltedAt: NOW }) as const;

describe('the blast radius', () => {
  const turned = (pairId: string, to: Situation, ago = 1_000): PairState => ({
    ...stateIn(to, ago),
    pairId,
    lastDecision: {
      version: 7,
      at: NOW - ago,
      by: 'watch',
      reason: 'situation-changed',
      from: 'steady',
      to,
      operation: 'idle',
      evidence: [],
      actions: [],
    },
  });
  const region = (bad: number, all: number, make = (id: string) => turned(id, 'no-active')) =>
    Array.from({ length: all }, (_, at) => (at < bad ? make(`p${at}`) : turned(`p${at}`, 'steady')));

  it.each([
    { bad: 2, all: 2, freezes: false },
    { bad: 3, all: 10, freezes: true },
    { bad: 3, all: 15, freezes: false },
    { bad: 20, all: 100, freezes: false },
    { bad: 21, all: 100, freezes: true },
  ])('$bad of $all pairs turning bad at once freezes the region: $freezes', ({ bad, all, freezes }) => {
    expect(blastRadius(region(bad, all), NOW) !== undefined).toBe(freezes);
  });

  it('does not count pairs that nobody can see: throttling must not freeze the region', () => {
    expect(
      blastRadius(
        region(5, 10, (id) => turned(id, 'unknown')),
        NOW,
      ),
    ).toBeUndefined();
  });

  it('does not count what turned bad a while ago', () => {
    expect(
      blastRadius(
        region(5, 10, (id) => turned(id, 'no-active', 120_000)),
        NOW,
      ),
    ).toBeUndefined();
  });

  describe('of what we do ourselves', () => {
    const inOperation = (kind: Situation, operation: PairState['operation']) => (id: string) => ({
      ...turned(id, kind),
      operation,
    });
    const drain = drainIn('deregistering', INTENTS['spot, two minutes left'], true);
    const returning = switchIn('first', 'stepping-down');

    it.each([
      { when: 'pairs that return together', kind: 'degraded', operation: returning, freezes: false },
      { when: 'pairs that drain together', kind: 'degraded', operation: drain, freezes: false },
      {
        when: 'pairs that lose both units on the way',
        kind: 'no-active',
        operation: returning,
        freezes: true,
      },
      { when: 'pairs that halted', kind: 'degraded', operation: halted(returning), freezes: true },
      { when: 'pairs on which nothing was going on', kind: 'degraded', operation: IDLE, freezes: true },
    ] as const)('$when freeze the region: $freezes', ({ kind, operation, freezes }) => {
      expect(blastRadius(region(5, 10, inOperation(kind, operation)), NOW) !== undefined).toBe(freezes);
    });
  });
});
