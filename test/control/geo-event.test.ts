import { describe, expect, it } from 'vitest';
import { geoEvent } from '#control/geo-event.ts';
import type { GeoOrder } from '#domain/geo/operation.ts';
import { MINUTE_MS } from '#domain/time.ts';
import type { Trigger } from '#domain/trigger.ts';
import { makeMemoryRolloutStore } from '#store/memory/rollout-store.ts';
import { NOW, SAMPLE_PAIR } from '../../docs/state-samples.ts';
import { lookAtSwitch, NO_PREFERENCE, steadyWith } from '../../docs/state-switch-samples.ts';
import { memberIn, reportOf, requestOf } from '../domain/geo/report-samples.ts';
import { type Log, loggedStore, makeHands, shownActors } from './fakes.ts';
import { declared, digestOf } from './geo/region-samples.ts';

const { region, id: pairId } = SAMPLE_PAIR;
const PLAN = { region, lookForMs: 0, continueForMs: 0, homeRegion: region };

const ORDER: GeoOrder = {
  id: 'geo/shop/1',
  cluster: 'shop',
  master: 'first',
  access: ['10.0.1.5'],
  partners: [],
  notAfter: NOW + MINUTE_MS,
  requestedAt: NOW,
  why: 'understudy: partners-extra',
};

const GEO_PAIR = { ...SAMPLE_PAIR, geoCluster: 'shop', geoMaster: 'first' } as const;
const DECLARED = declared([GEO_PAIR], []);
/** In order, and somebody asked for it: by which the schedule and an event differ. */
const ASKED = reportOf(
  region,
  { [pairId]: memberIn('right', { expected: digestOf(pairId, DECLARED.members) }) },
  { requests: [requestOf([pairId], NOW)] },
);

const setUp = async () => {
  const log: Log = [];
  const store = await loggedStore(log);
  await store.claim(region, { ...steadyWith('first'), pairId, version: 1 });
  log.length = 0;
  const actors = shownActors(log, () => lookAtSwitch('first', 'serving', 'standing by', NO_PREFERENCE));
  const { jobs } = actors;
  if (jobs === undefined) throw new Error('there are no jobs');
  const hands = {
    ...makeHands(log, store, actors),
    rollouts: makeMemoryRolloutStore(),
    jobs,
    geo: {
      readGeo: async () => {
        log.push('read GEO');
        return { declarations: [DECLARED], reports: [ASKED], damaged: [] };
      },
      claimReport: async () => void log.push('claim report'),
      claimTurns: async () => void log.push('claim turns'),
    },
  };
  const observers = { ...actors, jobRecords: jobs };
  return { log, geo: (trigger: Trigger) => geoEvent(hands, observers, PLAN, trigger) };
};

describe('GEO', () => {
  it.each<[Trigger, number, readonly string[]]>([
    [
      { kind: 'sweep' },
      0,
      [
        'read GEO',
        'ask first,second for their GEO lists',
        'claim report',
        'tell Geo Changed',
        'tell Geo Needs Attention',
      ],
    ],
    [{ kind: 'geo-changed' }, 1, ['read GEO']],
  ])('looks at its members on %j', async (trigger, right, calls) => {
    const { geo, log } = await setUp();
    expect(await geo(trigger)).toEqual({ end: 'done', what: `GEO members as declared: ${right} of 1` });
    expect(log).toEqual(calls);
  });

  it('works on a pair that it is ordered to, and looks at nobody else', async () => {
    const { geo, log } = await setUp();
    const end = await geo({ kind: 'geo-order', pairId, order: ORDER });
    expect(end).toMatchObject({ end: 'done', what: expect.stringContaining(`${pairId}: `) });
    expect(log).not.toContain('read GEO');
    expect(log).toContain('ask first,second for their GEO lists');
    expect(log).toContain('claim 2');
  });

  it('asks a pair’s units for their lists only where it matters', async () => {
    const { geo, log } = await setUp();
    expect(await geo({ kind: 'continue', pairId, concern: 'geo' })).toMatchObject({ end: 'done' });
    expect(log.filter((line) => line.includes('GEO'))).toEqual([]);
  });

  it('takes operators’ commands', async () => {
    const { geo } = await setUp();
    const command = { kind: 'operator-command', pairId, command: 'abort', why: 'ada: enough' } as const;
    expect(await geo(command)).toMatchObject({ end: 'done', what: expect.stringContaining(pairId) });
  });

  it.each<[Trigger, string]>([
    [{ kind: 'geo-order', pairId: 'pair-x', order: ORDER }, 'unknown-pair'],
    [{ kind: 'continue', pairId, concern: 'firmware' }, 'not-for-this-function'],
    [{ kind: 'continue', pairId, concern: 'drain' }, 'not-for-this-function'],
    [{ kind: 'rollouts' }, 'not-for-this-function'],
    [{ kind: 'instance-state', instanceId: 'i-1', state: 'stopped' }, 'not-for-this-function'],
    [{ kind: 'ignored', reason: 'announcement' }, 'ignored'],
  ])('leaves %j to others', async (trigger, reason) => {
    const { geo, log } = await setUp();
    expect(await geo(trigger)).toEqual({ end: 'skipped', reason });
    expect(log).toEqual([]);
  });
});
