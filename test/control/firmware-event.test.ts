import { describe, expect, it } from 'vitest';
import { firmwareEvent } from '#control/firmware-event.ts';
import type { FirmwareOrder } from '#domain/firmware/firmware-order.ts';
import type { Trigger } from '#domain/trigger.ts';
import { makeMemoryGeoStore } from '#store/memory/geo-store.ts';
import { makeMemoryRolloutStore } from '#store/memory/rollout-store.ts';
import { NOW, SAMPLE_PAIR } from '../../docs/state-samples.ts';
import { lookAtSwitch, NO_PREFERENCE, steadyWith } from '../../docs/state-switch-samples.ts';
import { type Log, loggedStore, makeHands, shownActors } from './fakes.ts';

const { region, id: pairId } = SAMPLE_PAIR;
const PLAN = { region, lookForMs: 0, continueForMs: 0 };

const ORDER: FirmwareOrder = {
  id: `rollout/${pairId}`,
  rolloutId: 'rollout',
  target: '7.2.61.2',
  image: { key: 'images/7.2.61.2.24117.RELEASE.PATCH', sha256: '0'.repeat(64) },
  requestedAt: NOW,
  why: 'ops: security fix',
};

const setUp = async () => {
  const log: Log = [];
  const store = await loggedStore(log);
  await store.claim(region, { ...steadyWith('first'), pairId, version: 1 });
  log.length = 0;
  const actors = shownActors(log, () => lookAtSwitch('second', 'serving', 'standing by', NO_PREFERENCE));
  const hands = {
    ...makeHands(log, store, actors),
    rollouts: makeMemoryRolloutStore(),
    geo: makeMemoryGeoStore(new Map()),
    images: {
      readCheck: async () => ({ kind: 'read', value: 'none' }) as const,
      beginCheck: async () => ({ kind: 'done' }) as const,
    },
  };
  const observers = { ...actors, jobRecords: actors.jobs };
  return { log, hands, firmware: (trigger: Trigger) => firmwareEvent(hands, observers, PLAN, trigger) };
};

describe('firmware', () => {
  it('begins what it is ordered: claim, then both backups, then the record', async () => {
    const { firmware, log } = await setUp();
    expect(await firmware({ kind: 'firmware-order', pairId, order: ORDER })).toMatchObject({ end: 'done' });
    expect(log.filter((line) => !line.startsWith('read') && !line.startsWith('ask'))).toEqual([
      'claim 2',
      'begin backup on first',
      'begin backup on second',
      'journal 2 done,done',
      'settle 2',
    ]);
  });

  it('asks the units for their firmware only where it matters', async () => {
    const { firmware, log } = await setUp();
    await firmware({ kind: 'continue', pairId, concern: 'firmware' });
    expect(log.filter((line) => line.includes('their firmware'))).toEqual([]);
    await firmware({ kind: 'firmware-order', pairId, order: ORDER });
    expect(log.filter((line) => line.includes('their firmware'))).toHaveLength(1);
  });

  it('tells the rollout at once when a pair has come to an end', async () => {
    const { firmware, hands } = await setUp();
    await firmware({ kind: 'firmware-order', pairId, order: { ...ORDER, target: '7.2.35.1' } });
    expect(hands.published).toEqual([
      { detailType: 'Rollouts Changed', detail: { rolloutId: 'rollout', region } },
    ]);
  });

  it.each<Trigger>([{ kind: 'sweep' }, { kind: 'rollouts' }])(
    'looks at rollouts on $kind',
    async (trigger) => {
      const { firmware, log } = await setUp();
      expect(await firmware(trigger)).toEqual({ end: 'done', what: 'no rollout is open' });
      expect(log).toEqual([]);
    },
  );

  it.each<Trigger>([
    { kind: 'continue', pairId, concern: 'drain' },
    { kind: 'continue', pairId, concern: 'failback' },
    { kind: 'instance-state', instanceId: 'i-1', state: 'stopped' },
  ])('leaves $kind $concern to others', async (trigger) => {
    const { firmware, log } = await setUp();
    expect(await firmware(trigger)).toEqual({ end: 'skipped', reason: 'not-for-this-function' });
    expect(log).toEqual([]);
  });
});
