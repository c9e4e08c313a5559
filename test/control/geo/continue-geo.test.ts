import { describe, expect, it } from 'vitest';
import { ownEvents } from '#contracts/events/own-events.ts';
import { StaleStateError } from '#control/errors.ts';
import { continueGeo, type GeoHands } from '#control/geo/continue-geo.ts';
import type { Announcement, ApplianceRef, GeoRecord, RegionRecord, RolloutRecord } from '#control/ports.ts';
import type { GeoReport, GeoTurns } from '#domain/geo/geo-report.ts';
import type { GeoSeen } from '#domain/geo/geo-seen.ts';
import { NOW } from '../../../docs/state-samples.ts';
import { asExpected, DUBLIN, declares, PARIS, read, standaloneOf } from '../../domain/geo/member-samples.ts';
import { finding, memberIn, reportOf, TURN, turnsOf, waiting } from '../../domain/geo/report-samples.ts';
import {
  declared as declaredPair,
  progressOf,
  RUNNING,
  running,
} from '../../domain/rollout/rollout-samples.ts';
import { ALL_RIGHT, expectedOf, geoOf, judged, MEMBERS, recordOf } from './region-samples.ts';

interface Scene {
  readonly geo?: GeoRecord;
  readonly record?: RegionRecord;
  readonly region?: string;
  readonly homeRegion?: string;
  readonly isSweep?: boolean;
  readonly rollouts?: readonly RolloutRecord[];
  /** Units whose lists are empty. */
  readonly empty?: readonly string[];
  /** Who is slower than somebody else. */
  readonly loses?: 'report' | 'turns';
  readonly fails?: string;
}

/** What reached the ports, in order. */
const pass = async (scene: Scene = {}) => {
  const { geo = geoOf({ reports: [reportOf(DUBLIN, ALL_RIGHT)] }), record = recordOf(), empty = [] } = scene;
  const { region = DUBLIN, homeRegion = DUBLIN, isSweep = false, rollouts = [], loses, fails } = scene;
  const log: string[] = [];
  const published: Announcement[] = [];
  const written: { report?: GeoReport; turns?: GeoTurns } = {};
  const noted = (what: string): void => {
    log.push(what);
    if (what === fails) throw new Error(`died at ${what}`);
  };
  const seenOf = ({ pairId, unit }: ApplianceRef): GeoSeen => {
    const expected = expectedOf(pairId).find((one) => one.unit === unit);
    if (expected === undefined) throw new Error(`nobody expects anything of ${pairId} ${unit}`);
    const seen = asExpected(expected);
    return empty.includes(`${pairId} ${unit}`) ? { ...seen, access: [], partners: [] } : seen;
  };
  const hands: GeoHands = {
    store: {
      readRegion: async (name) => {
        noted(`read ${name}`);
        return record;
      },
    },
    geo: {
      readGeo: async () => {
        noted('read GEO');
        return geo;
      },
      claimReport: async (next) => {
        noted(`claim report ${next.version}`);
        if (loses === 'report') throw new StaleStateError('GEO');
        written.report = next;
      },
      claimTurns: async (next) => {
        noted(`claim turns ${next.version}`);
        if (loses === 'turns') throw new StaleStateError('turns');
        written.turns = next;
      },
    },
    rollouts: {
      readRollouts: async () => {
        noted('read rollouts');
        return { rollouts, damaged: [] };
      },
    },
    jobs: {
      readJobs: async (refs) => {
        noted(`read ${refs.length} records`);
        return refs.map(() => ({ kind: 'read', value: 'none' }));
      },
      begin: async ({ pairId, unit }, _id, { kind }) => {
        noted(`begin ${kind} on ${pairId} ${unit}`);
        return { kind: 'done' };
      },
    },
    bus: {
      publish: async (sent) => {
        noted(`tell ${sent.map(({ detailType }) => detailType).join(', ')}`);
        published.push(...sent);
      },
    },
    clock: { now: () => NOW, sleep: async () => undefined },
  };
  const loadMasters = {
    readGeo: async (refs: readonly ApplianceRef[]) => {
      noted(`ask ${refs.length} units`);
      return refs.map((ref) => read(seenOf(ref)));
    },
  };
  const run = () => continueGeo(hands, { loadMasters, jobs: hands.jobs }, { region, homeRegion }, isSweep);
  const end = await run().catch((error: Error) => error.message);
  return { end, log, published, ...written };
};

const AWAY = standaloneOf('par-1', '10.9.0.5', { region: PARIS });
/** Of Paris, where the region has no member and nothing has been reported. */
const ELSEWHERE = geoOf({ declarations: [declares(PARIS, [AWAY])] });

/** The second pair waits for its turn; its lists were looked at, and are not as declared. */
const WANTING = { ...ALL_RIGHT, p2: judged('p2', 'drifted', { wantsTurn: true, listsWrong: 3 }) };
const wanting = (more: Partial<GeoRecord> = {}) => geoOf({ reports: [reportOf(DUBLIN, WANTING)], ...more });

describe('a pass over GEO', () => {
  it('costs one read of GEO and one of the region while all is as declared, and writes nothing', async () => {
    expect(await pass()).toEqual({
      end: { end: 'done', what: 'GEO members as declared: 4 of 4' },
      log: ['read GEO', `read ${DUBLIN}`],
      published: [],
    });
  });

  it.each<[string, GeoRecord]>([
    ['has declared nothing', geoOf({ declarations: [] })],
    ['has no members', geoOf({ declarations: [declares(DUBLIN, [])] })],
    ['has no members, and others have', ELSEWHERE],
  ])('costs one read in a region that %s', async (_, geo) => {
    const { end, log } = await pass({ geo, isSweep: true });
    expect(log).toEqual(['read GEO']);
    expect(end).toEqual({ end: 'done', what: 'GEO members as declared: 0 of 0' });
  });

  it('is made once more where members were reported that are there no longer', async () => {
    const reports = [reportOf(DUBLIN, ALL_RIGHT)];
    const { log, report } = await pass({ geo: geoOf({ declarations: [declares(DUBLIN, [])], reports }) });
    expect(log).toEqual(['read GEO', `read ${DUBLIN}`, 'claim report 4', 'tell Geo Changed']);
    expect(report?.members).toEqual({});
  });

  it('asks by one call, writes once, and tells other regions', async () => {
    const { log, report, published } = await pass({ geo: geoOf() });
    expect(log).toEqual(['read GEO', `read ${DUBLIN}`, 'ask 6 units', 'claim report 1', 'tell Geo Changed']);
    expect(Object.values(report?.members ?? {}).map(({ state }) => state)).toEqual(Array(4).fill('right'));
    expect(published).toEqual([{ detailType: 'Geo Changed', detail: { region: DUBLIN, what: 'report' } }]);
  });

  it('takes the schedule’s word for a sweep, and no event’s', async () => {
    const geo = geoOf({
      reports: [
        reportOf(DUBLIN, ALL_RIGHT, { requests: [{ id: 'r', members: ['s1'], by: 'a', why: 'b', at: NOW }] }),
      ],
    });
    expect((await pass({ geo, isSweep: true })).log).toContain('ask 1 units');
    expect((await pass({ geo })).log).toEqual(['read GEO', `read ${DUBLIN}`]);
  });

  it('counts who is right', async () => {
    const { end } = await pass({ geo: geoOf(), empty: ['s1 standalone', 'p1 first'] });
    expect(end).toEqual({ end: 'done', what: 'GEO members as declared: 2 of 4' });
  });

  it('tells people what does not mend by itself', async () => {
    const geo = geoOf({ declarations: [declares(DUBLIN, MEMBERS, [DUBLIN, PARIS])] });
    const { published } = await pass({ geo });
    expect(published.map(({ detailType, detail }) => [detailType, detail.codes])).toEqual([
      ['Geo Changed', undefined],
      ['Geo Needs Attention', ['region-missing']],
    ]);
  });
});

describe('what is to be done is written down first', () => {
  const drifted = { geo: geoOf(), empty: ['s1 standalone', 's2 standalone'] };

  it('then jobs are handed over, then it is told', async () => {
    const { log } = await pass(drifted);
    expect(log).toEqual([
      'read GEO',
      `read ${DUBLIN}`,
      'ask 6 units',
      'claim report 1',
      'begin set-geo-lists on s1 standalone',
      'begin set-geo-lists on s2 standalone',
      'tell Geo Changed',
    ]);
  });

  it('and the loser of a claim does nothing, nor gives a turn', async () => {
    const far = reportOf(PARIS, { 'par-1': waiting(1) });
    const lost = await pass({ ...drifted, geo: geoOf({ reports: [far] }), loses: 'report' });
    expect(lost.log).toEqual(['read GEO', `read ${DUBLIN}`, 'ask 6 units', 'claim report 1']);
    expect(lost.end).toEqual({ end: 'done', what: 'GEO: another invocation was faster' });
    expect((await pass({ ...drifted, geo: geoOf({ reports: [far] }) })).log).toContain('claim turns 1');
  });

  it.each(['claim report 1', 'begin set-geo-lists on s1 standalone', 'tell Geo Changed', 'read GEO'])(
    'and what dies at "%s" has not done what comes after, and says so',
    async (fails) => {
      const { end, log } = await pass({ ...drifted, fails });
      expect(end).toBe(`died at ${fails}`);
      expect(log.filter((line) => line.startsWith('tell'))).toEqual(
        fails.startsWith('tell') ? ['tell Geo Changed'] : [],
      );
    },
  );
});

describe('a pair that has its turn', () => {
  const turns = turnsOf({ shop: { ...TURN, pairId: 'p2' } });
  const geo = wanting({ turns });

  it('is ordered by an event, without anything being written, until it has begun', async () => {
    const { log, published } = await pass({ geo, homeRegion: PARIS });
    expect(log).toEqual(['read GEO', `read ${DUBLIN}`, 'tell Geo Requested']);
    expect(published).toEqual([
      {
        detailType: 'Geo Requested',
        detail: {
          pairId: 'p2',
          orderId: 'geo/shop/4',
          cluster: 'shop',
          master: 'second',
          access: ['10.1.1.5', '10.1.2.5', '10.2.2.5', '10.200.1.5', '10.200.2.5'],
          partners: ['10.1.1.5', '10.1.2.5', '10.200.1.5', '10.200.2.5'],
          notAfter: new Date(TURN.notAfter).toISOString(),
          why: 'understudy: ',
        },
      },
    ]);
    expect(ownEvents['Geo Requested'].parse(published[0]?.detail)).toEqual(published[0]?.detail);
  });

  it('is ordered after the report is claimed', async () => {
    const other = { ...WANTING, p1: memberIn('right') };
    const changed = { geo: wanting({ turns, reports: [reportOf(DUBLIN, other)] }), homeRegion: PARIS };
    expect((await pass(changed)).log.slice(-2)).toEqual([
      'claim report 4',
      'tell Geo Requested, Geo Changed',
    ]);
    expect((await pass({ ...changed, loses: 'report' })).published).toEqual([]);
  });
});

describe('the home region', () => {
  it('gives the turn to who waits, and tells', async () => {
    const { log, turns, published } = await pass({ geo: wanting() });
    expect(log).toEqual(['read GEO', `read ${DUBLIN}`, 'read rollouts', 'claim turns 1', 'tell Geo Changed']);
    expect(turns).toMatchObject({
      version: 1,
      region: DUBLIN,
      clusters: { shop: { number: 1, pairId: 'p2' } },
    });
    expect(published).toEqual([{ detailType: 'Geo Changed', detail: { region: DUBLIN, what: 'turns' } }]);
    for (const { detail } of published) expect(ownEvents['Geo Changed'].parse(detail)).toEqual(detail);
  });

  it('gives it on what it has just seen itself', async () => {
    const { log } = await pass({ geo: geoOf(), empty: ['p1 first', 'p1 second'] });
    expect(log.slice(-5)).toEqual([
      'claim report 1',
      'tell Geo Changed',
      'read rollouts',
      'claim turns 1',
      'tell Geo Changed',
    ]);
  });

  it('gives none on what it saw before', async () => {
    const members = { ...WANTING, p2: memberIn('drifted', { wantsTurn: true }) };
    const { log } = await pass({ geo: geoOf({ reports: [reportOf(DUBLIN, members)] }) });
    expect(log.slice(-2)).toEqual(['claim report 4', 'tell Geo Changed']);
  });

  it('gives it also where it has no members itself', async () => {
    const far = geoOf({ declarations: [], reports: [reportOf(PARIS, { far: waiting(1) })] });
    const { log, turns } = await pass({ geo: far });
    expect(log).toEqual(['read GEO', 'read rollouts', 'claim turns 1', 'tell Geo Changed']);
    expect(turns?.clusters.shop).toMatchObject({ pairId: 'far', region: PARIS });
  });

  it('counts on from the turns that were', async () => {
    const ended = { shop: { number: 4, end: 'done', at: NOW } } as const;
    const reports = [reportOf(DUBLIN, WANTING, { ended })];
    const { turns } = await pass({ geo: wanting({ reports, turns: turnsOf({ shop: TURN }) }) });
    expect(turns).toMatchObject({ version: 9, clusters: { shop: { number: 5 } } });
  });

  it('reads no rollouts where nobody wants a turn, and gives none', async () => {
    expect((await pass()).log).not.toContain('read rollouts');
  });

  it('alone gives turns, and reads rollouts', async () => {
    const { log } = await pass({ geo: wanting(), homeRegion: PARIS });
    expect(log).toEqual(['read GEO', `read ${DUBLIN}`]);
  });

  it('gives none while a rollout works in the cluster', async () => {
    const inShop = declaredPair('pair-x', DUBLIN, 'shop');
    const rollout = { ...running([inShop]), released: [{ pairId: 'pair-x' }] };
    const progress = progressOf(rollout, { 'pair-x': RUNNING });
    const { log } = await pass({ geo: wanting(), rollouts: [{ rollout, progress }] });
    expect(log).toEqual(['read GEO', `read ${DUBLIN}`, 'read rollouts']);
  });

  it('says nothing where another invocation has given it', async () => {
    const { log, published } = await pass({ geo: wanting(), loses: 'turns' });
    expect(log.at(-1)).toBe('claim turns 1');
    expect(published).toEqual([]);
  });

  it('goes by nobody’s findings, but by who wants a turn', async () => {
    const unread = { p2: judged('p2', 'unread', { findings: [finding('unread')] }) };
    const { log } = await pass({
      geo: wanting({ reports: [reportOf(DUBLIN, { ...ALL_RIGHT, ...unread })] }),
    });
    expect(log).not.toContain('read rollouts');
  });
});
