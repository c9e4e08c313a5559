import { describe, expect, it } from 'vitest';
import type { PairStore } from '#control/ports.ts';
import type { DrainOperation } from '#domain/drain/operation.ts';
import type { GeoMemory, GeoOperation } from '#domain/geo/operation.ts';
import type { PairState } from '#domain/pair/state.ts';
import { instance, OTHER_REGION, REGION, stateOf } from './declarations.ts';
import type { StoreUnderTest } from './pair-store.contract.ts';
import { type Claimant, testVersionedClaims } from './versioned-claims.contract.ts';

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

const SET = { preferredFirst: true, backup: 'backups/lm-1/first', setAt: 4, timesSet: 1 };

const SYNCING: GeoOperation = {
  kind: 'syncing-geo',
  order: {
    id: 'geo/3',
    cluster: 'geo',
    master: 'first',
    access: ['10.0.0.2', '2001:db8::5'],
    partners: ['2001:db8::5'],
    notAfter: 900,
    requestedAt: 1,
    why: 'its turn',
  },
  phase: 'handing-over',
  startedAt: 1,
  phaseSince: 5,
  unit: 'second',
  units: {
    first: SET,
    second: {
      preferredFirst: false,
      timesSet: 0,
      job: {
        id: 'geo/3/second',
        job: { kind: 'set-geo-lists', lists: { partners: ['2001:db8::5'] } },
        askedAt: 6,
        attempt: 1,
      },
    },
  },
  handover: {
    kind: 'switching',
    to: 'second',
    request: { id: 'geo/3', to: 'second', cause: 'geo', requestedAt: 5, why: 'its turn' },
    phase: 'stepping-down',
    startedAt: 5,
    phaseSince: 6,
    healthPortMoved: true,
  },
  servedBy: 'first',
  roleChanges: 0,
  failovers: 1,
  trouble: 'second: partners, geo-list-too-long',
  failed: 'window-closed',
};

const LAST_SYNC: GeoMemory = {
  last: {
    orderId: 'geo/2',
    cluster: 'geo',
    end: 'interrupted',
    because: ['geo-lists-not-set'],
    startedAt: 1,
    endedAt: 2,
    roleChanges: 1,
    failovers: 0,
    set: ['first'],
    backups: { first: 'backups/lm-1/first' },
  },
};

const SYNCING_STATE = stateOf('lm-1', 1, {
  operation: SYNCING,
  geo: LAST_SYNC,
  lastDecision: {
    version: 1,
    at: 6,
    by: 'geo',
    reason: 'halted',
    from: 'steady',
    to: 'steady',
    operation: 'syncing GEO',
    evidence: [],
    actions: [
      {
        kind: 'begin-job',
        unit: 'first',
        jobId: 'geo/3/first',
        job: { kind: 'set-geo-lists', lists: { access: [], partners: ['10.0.0.9'] } },
      },
    ],
  },
});

const HALTED_SYNC = stateOf('lm-1', 1, {
  operation: { kind: 'halted', operation: SYNCING, because: 'geo-lists-not-set', haltedAt: 7 },
});

const STATE: Claimant<PairStore, PairState> = {
  what: 'a pair’s state',
  build: (version, mark) =>
    stateOf('lm-1', version, mark === undefined ? {} : { handled: [`racer-${mark}`] }),
  claim: (store, state) => store.claim(REGION, state),
  read: (store) => store.readState(REGION, 'lm-1'),
};

export const testClaims = ({ make }: StoreUnderTest): void => {
  testVersionedClaims(make, STATE);

  describe('claims', () => {
    it.each([
      { what: 'of a halted drain', state: FULL_STATE },
      { what: 'of a pair whose GEO lists are being set', state: SYNCING_STATE },
      { what: 'of one where that is halted', state: HALTED_SYNC },
    ])('keeps a state whole: $what', async ({ state }) => {
      const store = await make();
      await store.claim(REGION, state);
      expect(await store.readState(REGION, 'lm-1')).toEqual(state);
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
