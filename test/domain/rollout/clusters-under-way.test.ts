import { describe, expect, it } from 'vitest';
import { clustersUnderWay } from '#domain/rollout/clusters-under-way.ts';
import { type PairProgress, ROLLOUT_STATUSES, type RolloutStatus } from '#domain/rollout/rollout.ts';
import {
  declared,
  endedAs,
  HALTED,
  planned,
  progressOf,
  READY,
  REFUSED,
  RUNNING,
  running,
} from './rollout-samples.ts';

const SHOP = declared('pair-shop', undefined, 'shop');
const BANK = declared('pair-bank', undefined, 'bank');
const PLAIN = declared('pair-plain');
const PAIRS = [SHOP, BANK, PLAIN];

/** Nothing but `pair-shop` is released. */
const clustersOf = (
  progress: PairProgress | undefined,
  status: RolloutStatus = 'running',
): readonly string[] => {
  const rollout = { ...running(PAIRS), status, released: [{ pairId: SHOP.id }, { pairId: PLAIN.id }] };
  const said = progress === undefined ? [] : progressOf(rollout, { [SHOP.id]: progress });
  return [...clustersUnderWay([{ rollout, progress: said }])];
};

describe('GEO clusters in which a rollout works', () => {
  it.each<[string, PairProgress | undefined, readonly string[]]>([
    ['a pair’s firmware is being changed', RUNNING, ['shop']],
    ['a pair is halted', HALTED, ['shop']],
    ['a pair was released, and its region has said nothing since', undefined, ['shop']],
    ['a pair was released, and has not begun', READY, ['shop']],
    ['a pair was released, and its order is not answered', REFUSED, ['shop']],
    ['a pair is done', endedAs(SHOP.id, 'done'), []],
    ['a pair was given up', endedAs(SHOP.id, 'given-up'), []],
  ])('%s', (_, progress, clusters) => {
    expect(clustersOf(progress)).toEqual(clusters);
  });

  it.each(ROLLOUT_STATUSES)('of a rollout that is %s', (status) => {
    const works = !['planned', 'aborted', 'done'].includes(status);
    expect(clustersOf(RUNNING, status)).toEqual(works ? ['shop'] : []);
    expect(clustersOf(HALTED, status)).toEqual(works ? ['shop'] : []);
  });

  it('are none of pairs that are not released', () => {
    expect(clustersUnderWay([])).toEqual(new Set());
    expect(clustersUnderWay([{ rollout: planned(PAIRS), progress: [] }])).toEqual(new Set());
    expect(clustersUnderWay([{ rollout: running(PAIRS), progress: [] }])).toEqual(new Set());
  });

  it('are those of all rollouts together', () => {
    const one = { ...running([SHOP]), released: [{ pairId: SHOP.id }] };
    const other = { ...running([BANK], { id: '20260501-110000-4f2b' }), released: [{ pairId: BANK.id }] };
    const both = [one, other].map((rollout) => ({ rollout, progress: [] }));
    expect(clustersUnderWay(both)).toEqual(new Set(['shop', 'bank']));
  });
});
