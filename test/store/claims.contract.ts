import { describe, expect, it } from 'vitest';
import { StaleStateError } from '#control/errors.ts';
import type { DrainOperation } from '#domain/drain/operation.ts';
import type { PairState } from '#domain/pair/state.ts';
import { instance, OTHER_REGION, REGION, stateOf } from './declarations.ts';
import type { StoreUnderTest } from './pair-store.contract.ts';

const STOPPING: DrainOperation = {
  kind: 'draining',
  unit: 'second',
  phase: 'releasing',
  startedAt: 2,
  phaseSince: 3,
  skipped: [],
  healthPortMoved: false,
  intent: {
    source: 'operator',
    id: 'stop-1',
    instanceId: instance(3),
    requestedAt: 2,
    release: { kind: 'stop' },
    why: 'resize',
    confirm: 'a1b2',
  },
};

const FULL_STATE = stateOf('lm-1', 1, {
  situation: { kind: 'steady', since: 5, active: 'first', evidence: ['first answers 200'] },
  operation: {
    kind: 'halted',
    because: 'partner-lost',
    haltedAt: 9,
    operation: {
      kind: 'draining',
      unit: 'first',
      phase: 'handing-over',
      startedAt: 6,
      phaseSince: 7,
      skipped: [{ step: 'handover', because: 'no-time' }],
      healthPortMoved: true,
      failed: 'partner-lost',
      heartbeatAt: 8,
      rebootedAt: 8,
      intent: {
        source: 'lifecycle-hook',
        id: 'token-1',
        instanceId: instance(2),
        requestedAt: 6,
        deadlineAt: 60,
        release: {
          kind: 'complete-hook',
          hook: { autoScalingGroup: 'asg', name: 'drain', token: 'token-1' },
        },
        why: 'scale in',
      },
    },
  },
  hold: { by: 'ops', why: 'change freeze', placedAt: 1, until: 99 },
  waiting: [{ ...STOPPING.intent, id: 'stop-2', notBefore: 70, maintenanceAt: 80 }],
  handled: ['token-0'],
  aside: { second: STOPPING },
  unseenSince: 8,
  boots: { first: [1, 2], second: [] },
  lastDecision: {
    version: 1,
    at: 9,
    by: 'drain',
    reason: 'halted',
    from: 'steady',
    to: 'steady',
    operation: 'halted',
    evidence: [],
    actions: [{ kind: 'set-health-port', unit: 'first', port: 8445 }],
    why: 'scale in',
  },
  pending: true,
});

export const testClaims = ({ make }: StoreUnderTest): void => {
  describe('claims', () => {
    it('keeps a state whole', async () => {
      const store = await make();
      await store.claim(REGION, FULL_STATE);
      expect(await store.readState(REGION, 'lm-1')).toEqual(FULL_STATE);
    });

    it('has no state before the first claim', async () => {
      const store = await make();
      expect(await store.readState(REGION, 'lm-1')).toBeUndefined();
    });

    it('keeps the states of two regions apart', async () => {
      const store = await make();
      await store.claim(REGION, stateOf('lm-1', 1));
      expect(await store.readState(OTHER_REGION, 'lm-1')).toBeUndefined();
      await store.claim(OTHER_REGION, stateOf('lm-1', 1));
    });

    it.each([
      { when: 'a first claim on a stored state', stored: [1], next: 1 },
      { when: 'an older version', stored: [1, 2, 3], next: 2 },
      { when: 'the same version again', stored: [1, 2], next: 2 },
      { when: 'a version too far', stored: [1], next: 3 },
      { when: 'an update of what was never stored', stored: [], next: 2 },
    ])('refuses $when as stale', async ({ stored, next }) => {
      const store = await make();
      for (const version of stored) await store.claim(REGION, stateOf('lm-1', version));
      await expect(store.claim(REGION, stateOf('lm-1', next))).rejects.toThrow(StaleStateError);
      expect((await store.readState(REGION, 'lm-1'))?.version).toBe(stored.at(-1));
    });

    it.each([{ version: 1 }, { version: 2 }])(
      'lets exactly one of ten racing claims of version $version win',
      async ({ version }) => {
        const store = await make();
        if (version > 1) await store.claim(REGION, stateOf('lm-1', version - 1));
        const racers = Array.from({ length: 10 }, (_, racer) =>
          stateOf('lm-1', version, { handled: [`racer-${racer}`] }),
        );
        const results = await Promise.allSettled(racers.map((state) => store.claim(REGION, state)));
        const winners = racers.filter((_, index) => results[index]?.status === 'fulfilled');
        expect(winners).toHaveLength(1);
        expect(await store.readState(REGION, 'lm-1')).toEqual(winners[0]);
        for (const result of results)
          if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(StaleStateError);
      },
    );

    it('does not let a caller change what is stored', async () => {
      const store = await make();
      const handled = ['one'];
      await store.claim(REGION, stateOf('lm-1', 1, { handled }));
      if (!Object.isFrozen(handled)) handled.push('two');
      const read = (await store.readState(REGION, 'lm-1')) as PairState;
      expect(read.handled).toEqual(['one']);
    });

    it('settles the version that was claimed', async () => {
      const store = await make();
      await store.claim(REGION, stateOf('lm-1', 1, { pending: true }));
      await store.settle(REGION, 'lm-1', 1);
      expect(await store.readState(REGION, 'lm-1')).toEqual(stateOf('lm-1', 1, { pending: false }));
    });

    it('leaves a newer claim pending, and nothing where nothing is', async () => {
      const store = await make();
      await store.settle(REGION, 'lm-1', 1);
      expect(await store.readState(REGION, 'lm-1')).toBeUndefined();
      await store.claim(REGION, stateOf('lm-1', 1, { pending: true }));
      await store.claim(REGION, stateOf('lm-1', 2, { pending: true }));
      await store.settle(REGION, 'lm-1', 1);
      expect((await store.readState(REGION, 'lm-1'))?.pending).toBe(true);
    });
  });
};
