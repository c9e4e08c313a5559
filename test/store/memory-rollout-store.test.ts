import { describe, expect, it } from 'vitest';
import { makeMemoryRolloutStore } from '#store/memory/rollout-store.ts';
import { progressIn, rolloutOf, testRolloutStore } from './rollout-store.contract.ts';

describe('the rollout store in memory', () => {
  testRolloutStore({ make: makeMemoryRolloutStore });

  it('freezes what it is given, so that whoever changes it later fails loudly', async () => {
    const store = makeMemoryRolloutStore();
    const rollout = rolloutOf('r-1', 1);
    const progress = progressIn('r-1', 'eu-west-1', 1);
    await store.claimRollout(rollout);
    await store.claimProgress(progress);
    const insides = [rollout, rollout.pairs, rollout.spec.waves, progress, progress.pairs];
    expect(insides.filter((inside) => !Object.isFrozen(inside))).toEqual([]);
  });
});
