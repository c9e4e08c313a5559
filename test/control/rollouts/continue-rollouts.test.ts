import { describe, expect, it } from 'vitest';
import { StaleStateError } from '#control/errors.ts';
import type { ImageCheck } from '#control/ports.ts';
import { continueRollouts } from '#control/rollouts/continue-rollouts.ts';
import type { FirmwareOfUnits } from '#domain/firmware/firmware-seen.ts';
import { newPairState, type PairState } from '#domain/pair/state.ts';
import type { RegionProgress, Rollout } from '#domain/rollout/rollout.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { makeMemoryGeoStore } from '#store/memory/geo-store.ts';
import { makeMemoryPairStore } from '#store/memory/pair-store.ts';
import { makeMemoryRolloutStore } from '#store/memory/rollout-store.ts';
import { NOW, SAMPLE_PAIR } from '../../../docs/state-samples.ts';
import { lookAtSwitch, NO_PREFERENCE } from '../../../docs/state-switch-samples.ts';
import {
  declared,
  endedAs,
  PARIS,
  planned,
  progressOf,
  READY,
  running,
} from '../../domain/rollout/rollout-samples.ts';
import { type Log, makeHands, SAMPLE_FIRMWARE, shownActors } from '../fakes.ts';

const PAIR = SAMPLE_PAIR;
const { region } = PAIR;
/** The same two units, as far as the fakes care. */
const SECOND_PAIR = { ...PAIR, id: 'pair-b' };
const AWAY = declared('pair-paris', PARIS);

interface Scene {
  readonly rollout: Rollout;
  readonly progress?: readonly RegionProgress[];
  readonly states?: Readonly<Record<string, Partial<PairState>>>;
  readonly check?: ImageCheck | 'none';
  readonly firmware?: FirmwareOfUnits;
}

const setUp = async ({ rollout, progress = [], states = {}, check = 'none', firmware }: Scene) => {
  const log: Log = [];
  const store = makeMemoryPairStore();
  await store.writeEstate(region, { pairs: [PAIR, SECOND_PAIR], standalones: [] });
  for (const [id, state] of Object.entries(states))
    await store.claim(region, { ...newPairState(id, NOW), ...state, version: 1 });
  const rollouts = makeMemoryRolloutStore();
  const geo = makeMemoryGeoStore(new Map());
  await rollouts.claimRollout({ ...rollout, version: 1 });
  for (const one of progress) await rollouts.claimProgress(one);
  const actors = shownActors(
    log,
    () => lookAtSwitch('second', 'serving', 'standing by', NO_PREFERENCE),
    firmware ?? SAMPLE_FIRMWARE,
  );
  const base = makeHands(log, store);
  const hands = {
    ...base,
    rollouts: {
      ...rollouts,
      claimRollout: async (next: Rollout) => {
        log.push(`write rollout ${next.version}`);
        await rollouts.claimRollout(next);
      },
      claimProgress: async (next: RegionProgress) => {
        log.push(`write progress ${next.version}`);
        await rollouts.claimProgress(next);
      },
    },
    geo: {
      ...geo,
      readGeo: () => {
        log.push('read GEO');
        return geo.readGeo();
      },
    },
    images: {
      readCheck: async () => ({ kind: 'read', value: check }) as const,
      beginCheck: async () => {
        log.push('check the image');
        return { kind: 'done' } as const;
      },
    },
  };
  const stored = async () => {
    const found = await rollouts.readRollout(rollout.id);
    if (found === undefined) throw new Error('the rollout is gone');
    return { ...found, own: found.progress.find((one) => one.region === region) };
  };
  const setTime = (at: number): void => {
    base.now = at;
  };
  return { log, hands, setTime, stored, look: () => continueRollouts(hands, actors, region) };
};

const orders = ({ published }: { readonly published: readonly { detailType: string; detail: object }[] }) =>
  published.filter(({ detailType }) => detailType === 'Firmware Requested').map(({ detail }) => detail);

describe('a look at the rollouts', () => {
  it('with none open writes nothing, and does not even read the region', async () => {
    const rollout: Rollout = { ...running([PAIR]), status: 'done' };
    const { look, log, hands } = await setUp({ rollout });
    expect(await look()).toEqual({ end: 'done', what: 'no rollout is open' });
    expect(log).toEqual([]);
    expect(hands.published).toEqual([]);
  });

  it('with one that only concerns another region neither', async () => {
    const rollout: Rollout = { ...running([AWAY]), homeRegion: PARIS };
    const { look, log } = await setUp({ rollout });
    expect(await look()).toEqual({ end: 'done', what: 'no rollout is open' });
    expect(log).toEqual([]);
  });
});

describe('a rollout that is planned', () => {
  const rollout = planned([PAIR, SECOND_PAIR]);

  it('has its pairs looked at in one look, and its image checked', async () => {
    const { look, log, stored, hands } = await setUp({ rollout });
    await look();
    expect(log.filter((line) => line.startsWith('ask'))).toEqual([
      'ask first,second,first,second',
      'ask first,second,first,second for their firmware',
    ]);
    expect(log.filter((line) => line.includes('image'))).toEqual(['check the image']);
    const { own } = await stored();
    expect(own?.image).toEqual({ state: 'unchecked' });
    expect(own?.pairs[PAIR.id]?.checkedAt).toBe(NOW);
    expect(orders(hands)).toEqual([]);
  });

  it('says of each pair what would be done to it, or what stands in its way', async () => {
    const steady = { situation: { kind: 'steady', active: 'first', since: NOW, evidence: [] } } as const;
    const hold = { by: 'bob', why: 'change freeze', placedAt: NOW, until: NOW + 60 * MINUTE_MS };
    const { look, stored } = await setUp({
      rollout,
      states: { [PAIR.id]: steady, [SECOND_PAIR.id]: { ...steady, hold } },
    });
    await look();
    const { own } = await stored();
    expect(own?.pairs[PAIR.id]).toMatchObject({ state: 'ready', kind: 'upgrade', roleChanges: 1 });
    expect(own?.pairs[SECOND_PAIR.id]).toMatchObject({ state: 'refused', refusals: [{ code: 'held' }] });
  });

  it('is looked at again and nothing is written when nothing has changed', async () => {
    const { look, log } = await setUp({ rollout });
    await look();
    const before = log.length;
    await look();
    expect(log.slice(before).filter((line) => line.startsWith('write'))).toEqual([]);
  });

  it('has its image verified once, and knows why it is not', async () => {
    const verified = await setUp({ rollout, check: { state: 'done', at: NOW, bytes: 5 } });
    await verified.look();
    expect((await verified.stored()).own?.image).toEqual({ state: 'verified' });
    const failed = await setUp({ rollout, check: { state: 'failed', at: NOW, code: 'image-checksum' } });
    await failed.look();
    expect((await failed.stored()).own?.image).toEqual({ state: 'failed', code: 'image-checksum' });
    expect([...verified.log, ...failed.log]).not.toContain('check the image');
  });

  it.each([
    { what: 'refused', minutes: 4, anew: false },
    { what: 'refused', minutes: 6, anew: true },
    { what: 'ready', minutes: 11 * 60, anew: false },
    { what: 'ready', minutes: 13 * 60, anew: true },
  ] as const)(
    'checks a pair that was $what $minutes min ago anew: $anew',
    async ({ what, minutes, anew }) => {
      const before = { ...READY, state: what };
      const { look, setTime, stored } = await setUp({
        rollout: planned([PAIR]),
        progress: progressOf(planned([PAIR]), { [PAIR.id]: before }),
      });
      const now = NOW + minutes * MINUTE_MS;
      setTime(now);
      await look();
      const checkedAt = (await stored()).own?.pairs[PAIR.id]?.checkedAt;
      expect(checkedAt === now).toBe(anew);
    },
  );
});

describe('a rollout that runs', () => {
  const rollout = running([PAIR, SECOND_PAIR]);

  it('releases what may begin, and orders it in the same look', async () => {
    const { look, hands, stored } = await setUp({ rollout, progress: progressOf(rollout) });
    await look();
    const { rollout: after } = await stored();
    expect(after.version).toBe(2);
    expect(after.released.map(({ pairId }) => pairId)).toEqual([PAIR.id]);
    expect(orders(hands)).toEqual([
      {
        pairId: PAIR.id,
        orderId: `${rollout.id}/${PAIR.id}`,
        rolloutId: rollout.id,
        target: '7.2.62.0',
        image: rollout.spec.image,
        why: 'ann: CVE of the month',
      },
    ]);
  });

  it('gives an order again that nobody has taken up, and writes nothing for it', async () => {
    const { look, hands, log } = await setUp({ rollout, progress: progressOf(rollout) });
    await look();
    const before = log.length;
    await look();
    expect(orders(hands)).toHaveLength(2);
    expect(log.slice(before).filter((line) => line.startsWith('write'))).toEqual([]);
  });

  it.each([
    { state: 'begun', progress: { ...READY, state: 'running' as const }, ordered: 0 },
    { state: 'ended', progress: endedAs(PAIR.id, 'done'), ordered: 0 },
    { state: 'refused when it was ordered', progress: endedAs(PAIR.id, 'refused'), ordered: 0 },
    { state: 'refused by a check alone', progress: { ...READY, state: 'refused' as const }, ordered: 1 },
    { state: 'not checked', progress: { state: 'unchecked' as const }, ordered: 1 },
  ])('orders a released pair that has $state: $ordered', async ({ progress, ordered }) => {
    const only = { ...running([PAIR]), released: [{ pairId: PAIR.id }] };
    const { look, hands } = await setUp({
      rollout: only,
      progress: progressOf(only, { [PAIR.id]: progress }),
    });
    await look();
    expect(orders(hands)).toHaveLength(ordered);
  });

  it.each([
    { seconds: -1, ordered: 1 },
    { seconds: 0, ordered: 0 },
    { seconds: 1, ordered: 0 },
  ])('$seconds s from the end of its time a pair is ordered: $ordered', async ({ seconds, ordered }) => {
    const notAfter = NOW - seconds * SECOND_MS;
    const only = { ...running([PAIR]), released: [{ pairId: PAIR.id, notAfter }] };
    const { look, hands } = await setUp({ rollout: only, progress: progressOf(only) });
    await look();
    expect(orders(hands)).toHaveLength(ordered);
    if (ordered > 0) expect(orders(hands)).toMatchObject([{ notAfter: new Date(notAfter).toISOString() }]);
  });

  it('is decided by its home region alone; another one reports and begins what is released to it', async () => {
    const away: Rollout = { ...running([PAIR]), homeRegion: PARIS, released: [{ pairId: PAIR.id }] };
    const { look, hands, log } = await setUp({ rollout: away });
    await look();
    expect(log.filter((line) => line.startsWith('write'))).toEqual(['write progress 1']);
    expect(orders(hands)).toHaveLength(1);
  });

  it('tells people when it has ended', async () => {
    const only = { ...running([PAIR]), released: [{ pairId: PAIR.id }] };
    const done = progressOf(only, { [PAIR.id]: endedAs(PAIR.id, 'done') });
    const { look, hands, stored } = await setUp({ rollout: only, progress: done });
    for (let turn = 0; turn < 3; turn++) await look();
    expect((await stored()).rollout.status).toBe('done');
    const told = hands.published.filter(({ detailType }) => detailType === 'Rollout Needs Attention');
    expect(told).toHaveLength(1);
    expect(told[0]?.detail).toMatchObject({ rolloutId: only.id, status: 'done' });
  });

  it('that somebody else is faster with is left to them', async () => {
    const { look, hands } = await setUp({ rollout, progress: progressOf(rollout) });
    hands.rollouts.claimRollout = async () => {
      throw new StaleStateError('overtaken');
    };
    expect(await look()).toEqual({ end: 'done', what: 'looked at rollouts: 1' });
    expect(orders(hands)).toEqual([]);
  });

  it('releases no pair of a GEO cluster that has its turn, and asks for turns only where there is a cluster', async () => {
    const alone = await setUp({ rollout, progress: progressOf(rollout) });
    await alone.look();
    expect(alone.log).not.toContain('read GEO');
    const clustered = running([declared(PAIR.id, region, 'shop')]);
    const { look, hands, stored } = await setUp({ rollout: clustered, progress: progressOf(clustered) });
    const turn = { number: 1, pairId: 'far', region: PARIS, grantedAt: NOW, notAfter: NOW };
    await hands.geo.claimTurns({ schemaVersion: 1, version: 1, region, clusters: { shop: turn } });
    await look();
    expect((await stored()).rollout.released).toEqual([]);
    expect(orders(hands)).toEqual([]);
  });

  it('counts a pair that is not declared any more as gone', async () => {
    const gone = running([declared('pair-gone')]);
    const { look, stored } = await setUp({ rollout: gone, progress: progressOf(gone) });
    await look();
    expect((await stored()).own?.pairs['pair-gone']?.state).toBe('gone');
  });
});
