import { describe, expect, it } from 'vitest';
import { overlapRefusal } from '#domain/rollout/overlap.ts';
import { ROLLOUT_STATUSES, type Rollout, type RolloutStatus } from '#domain/rollout/rollout.ts';

const rolloutOf = (
  id: string,
  status: RolloutStatus,
  pairs: readonly { readonly pairId: string; readonly geoCluster?: string }[],
): Rollout => ({
  schemaVersion: 1,
  id,
  version: 1,
  homeRegion: 'eu-west-1',
  createdAt: 0,
  createdBy: 'ops',
  why: 'security fix',
  spec: {
    target: '7.2.61.2',
    waves: [{ name: 'all', soakMs: 0 }],
    concurrency: 1,
    windows: [],
    maxFailureShare: 0,
    needsApproval: false,
  },
  pairs: pairs.map((pair) => ({ region: 'eu-west-1', wave: 0, ...pair })),
  status,
  wave: 0,
  released: [],
  forgiven: [],
  events: [],
});

const OWN = rolloutOf('own', 'planned', [{ pairId: 'web' }, { pairId: 'shop', geoCluster: 'eu' }]);

describe('a rollout next to another one', () => {
  it.each([
    ...ROLLOUT_STATUSES.map((status) => ({
      status,
      refused: ['running', 'paused', 'halted', 'aborting'].includes(status),
    })),
  ])('with the same pair, which is $status: refused $refused', ({ status, refused }) => {
    const other = rolloutOf('other', status, [{ pairId: 'web' }]);
    expect(overlapRefusal(OWN, [other])?.code).toBe(refused ? 'overlaps' : undefined);
  });

  it('with another pair of the same GEO cluster is refused, and says so', () => {
    const other = rolloutOf('other', 'running', [{ pairId: 'far', geoCluster: 'eu' }]);
    expect(overlapRefusal(OWN, [other])?.words).toBe(
      'rollout other, which is running, has GEO cluster eu as well',
    );
  });

  it('with nothing in common goes on, and so does a rollout next to itself', () => {
    const other = rolloutOf('other', 'running', [{ pairId: 'far', geoCluster: 'us' }]);
    expect(overlapRefusal(OWN, [other, { ...OWN, status: 'running' }])).toBeUndefined();
  });
});
