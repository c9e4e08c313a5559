import { describe, expect, it } from 'vitest';
import type { RolloutStore } from '#control/ports.ts';
import type { PairProgress, RegionProgress, Rollout } from '#domain/rollout/rollout.ts';
import {
  DUBLIN,
  declared,
  endedAs,
  HALTED,
  PARIS,
  planned,
  progressOf,
  REFUSED,
  running,
} from '../domain/rollout/rollout-samples.ts';
import { type Claimant, testVersionedClaims } from './versioned-claims.contract.ts';

const PAIRS = [declared('lm-1', DUBLIN, 'geo'), declared('lm-2', PARIS), declared('constructor', PARIS)];

export const rolloutOf = (id: string, version: number, changes: Partial<Rollout> = {}): Rollout => ({
  ...planned(PAIRS, { id }),
  version,
  ...changes,
});

export const progressIn = (
  rolloutId: string,
  region: string,
  version: number,
  changes: Partial<RegionProgress> = {},
): RegionProgress => ({
  schemaVersion: 1,
  rolloutId,
  region,
  version,
  at: 1_000,
  image: { state: 'unchecked' },
  pairs: {},
  ...changes,
});

const ID = '20260501-100000-4f2a';
const OLDER = '20260430-100000-0001';
const LONGER = `${ID}-1`;

/** With everything that a rollout can have. */
const FULL: Rollout = {
  ...running(PAIRS, {
    id: ID,
    waves: [{ name: 'canary', size: { count: 1 }, soakMs: 60_000 }, { soakMs: 0 }],
    windows: [{ days: ['sat', 'sun'], from: '02:00', to: '04:00', timeZone: 'Europe/Dublin' }],
    maxFailureShare: 0.25,
    needsApproval: true,
  }),
  version: 1,
  status: 'aborted',
  because: 'aborted by ann: enough',
  approvedBy: 'bob',
  endedAt: 9_000,
  soakSince: 5_000,
  released: [{ pairId: 'lm-1', notAfter: 8_000 }, { pairId: 'lm-2' }],
  forgiven: ['lm-2'],
  rollbackOf: OLDER,
};

const TO_REPAIR: PairProgress = { ...REFUSED, kind: 'repair' };

const FULL_PROGRESS: readonly RegionProgress[] = progressOf(FULL, {
  'lm-1': {
    ...endedAs('lm-1', 'done', {
      backups: { first: 'backups/lm-1/first', second: 'backups/lm-1/second' },
      incidents: [
        { at: 4_000, what: 'failover' },
        { at: 5_000, what: 'reboot-repeated', unit: 'second' },
      ],
    }),
    warnings: ['the active role moves once'],
  },
  'lm-2': HALTED,
  constructor: TO_REPAIR,
}).map((one) =>
  one.region === PARIS ? { ...one, image: { state: 'failed', code: 'image-checksum' } } : one,
);

export interface RolloutStoreUnderTest {
  readonly make: () => RolloutStore | Promise<RolloutStore>;
}

const testReading = ({ make }: RolloutStoreUnderTest): void => {
  describe('reading rollouts', () => {
    it('gives back everything that was written', async () => {
      const store = await make();
      await store.claimRollout(FULL);
      for (const one of FULL_PROGRESS) await store.claimProgress(one);
      const record = await store.readRollout(ID);
      expect(record?.rollout).toEqual(FULL);
      expect(record?.progress).toHaveLength(2);
      expect(record?.progress).toEqual(expect.arrayContaining([...FULL_PROGRESS]));
      expect(await store.readRollouts()).toEqual({ rollouts: [record], damaged: [] });
    });

    it('has none at first', async () => {
      const store = await make();
      expect(await store.readRollouts()).toEqual({ rollouts: [], damaged: [] });
      expect(await store.readRollout(ID)).toBeUndefined();
    });

    it('gives the newest first, each with its own progress', async () => {
      const store = await make();
      for (const id of [ID, OLDER, LONGER]) {
        await store.claimRollout(rolloutOf(id, 1));
        await store.claimProgress(progressIn(id, DUBLIN, 1));
      }
      const { rollouts } = await store.readRollouts();
      expect(rollouts.map(({ rollout }) => rollout.id)).toEqual([LONGER, ID, OLDER]);
      for (const { rollout, progress } of rollouts)
        expect(progress).toEqual([progressIn(rollout.id, DUBLIN, 1)]);
    });

    it('reads one without those whose id begins like its own', async () => {
      const store = await make();
      await store.claimRollout(rolloutOf(LONGER, 1));
      await store.claimProgress(progressIn(LONGER, DUBLIN, 1));
      expect(await store.readRollout(ID)).toBeUndefined();
      await store.claimRollout(rolloutOf(ID, 1));
      expect(await store.readRollout(ID)).toEqual({ rollout: rolloutOf(ID, 1), progress: [] });
    });

    it('leaves out what a region says of a rollout that is not kept', async () => {
      const store = await make();
      await store.claimProgress(progressIn(ID, DUBLIN, 1));
      expect(await store.readRollout(ID)).toBeUndefined();
      expect(await store.readRollouts()).toEqual({ rollouts: [], damaged: [] });
    });
  });
};

const ROLLOUT: Claimant<RolloutStore, Rollout> = {
  what: 'a rollout',
  build: (version, mark = 0) => rolloutOf(ID, version, { wave: mark }),
  claim: (store, rollout) => store.claimRollout(rollout),
  read: async (store) => (await store.readRollout(ID))?.rollout,
};

const PROGRESS: Claimant<RolloutStore, RegionProgress> = {
  what: 'a region’s progress',
  build: (version, mark = 0) => progressIn(ID, DUBLIN, version, { at: mark }),
  claim: (store, progress) => store.claimProgress(progress),
  read: async (store) => {
    if ((await store.readRollout(ID)) === undefined) await store.claimRollout(rolloutOf(ID, 1));
    return (await store.readRollout(ID))?.progress[0];
  },
};

const testClaims = ({ make }: RolloutStoreUnderTest): void => {
  testVersionedClaims(make, ROLLOUT);
  testVersionedClaims(make, PROGRESS);

  it('keeps the claims of two regions apart', async () => {
    const store = await make();
    await store.claimRollout(rolloutOf(ID, 1));
    await store.claimProgress(progressIn(ID, DUBLIN, 1));
    await store.claimProgress(progressIn(ID, PARIS, 1));
    await store.claimProgress(progressIn(ID, PARIS, 2));
    await store.claimRollout(rolloutOf(ID, 2));
    const record = await store.readRollout(ID);
    expect(record?.rollout.version).toBe(2);
    expect(record?.progress.map(({ region, version }) => `${region} ${version}`)).toEqual([
      `${DUBLIN} 1`,
      `${PARIS} 2`,
    ]);
  });
};

/** What a RolloutStore promises, whatever it is made of. */
export const testRolloutStore = (store: RolloutStoreUnderTest): void => {
  testReading(store);
  testClaims(store);
};
