import { describe, expect, it } from 'vitest';
import {
  ASKED_AT_ONCE,
  expectedIn,
  type GeoPass,
  requestsFor,
  seeRegion,
  topologyIn,
} from '#control/geo/see-region.ts';
import type { ApplianceRef } from '#control/ports.ts';
import type { WeeklyWindow } from '#domain/estate/estate.ts';
import type { GeoSeen } from '#domain/geo/geo-seen.ts';
import type { Reading } from '#domain/pair/seen.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { NOW } from '../../../docs/state-samples.ts';
import {
  asExpected,
  DUBLIN,
  declares,
  OHIO,
  PARIS,
  read,
  standaloneOf,
} from '../../domain/geo/member-samples.ts';
import {
  halted,
  memberIn,
  reportOf,
  requestOf,
  TURN,
  turnsOf,
  working,
} from '../../domain/geo/report-samples.ts';
import { pairIn, standaloneIn } from './lagging-regions.ts';
import {
  ALL_RIGHT,
  declared,
  digestOf,
  expectedOf,
  geoOf,
  judged,
  MEMBERS,
  PAIRS,
  recordOf,
  STANDALONES,
} from './region-samples.ts';

/** A minute in which none of these members has its place in the rotation. */
const QUIET = NOW;

const passOf = (more: Partial<GeoPass> = {}): GeoPass => ({
  region: DUBLIN,
  record: recordOf(),
  geo: geoOf({ reports: [reportOf(DUBLIN, ALL_RIGHT)] }),
  isSweep: false,
  now: QUIET,
  ...more,
});

const right = ({ pairId, unit }: ApplianceRef): Reading<GeoSeen> => {
  const expected = expectedOf(pairId).find((one) => one.unit === unit);
  return expected === undefined ? { kind: 'unread', code: 'not-asked' } : read(asExpected(expected));
};

const look = async (pass: GeoPass, answer: (ref: ApplianceRef) => Reading<GeoSeen> = right) => {
  const asked: string[][] = [];
  const records: string[][] = [];
  const sight = await seeRegion(
    {
      loadMasters: {
        readGeo: async (refs) => {
          asked.push(refs.map(({ pairId, unit }) => `${pairId} ${unit}`));
          return refs.map(answer);
        },
      },
      jobs: {
        readJobs: async (refs) => {
          records.push(refs.map(({ pairId, unit }) => `${pairId} ${unit}`));
          return refs.map(() => ({ kind: 'read', value: 'none' }));
        },
      },
    },
    pass,
  );
  return { sight, asked, records };
};

const JOB = { id: 'j', job: { kind: 'set-geo-lists', lists: {} }, askedAt: NOW - 1, attempt: 1 } as const;
const reports = (members: object) => [reportOf(DUBLIN, { ...ALL_RIGHT, ...members })];
const P1 = ['p1 first', 'p1 second'];

describe('whom a pass over a region asks', () => {
  it('is nobody where everybody was judged by what is expected still, and no minute has come', async () => {
    expect(await look(passOf())).toMatchObject({ asked: [], records: [] });
  });

  it.each<[string, Partial<GeoPass>, readonly string[]]>([
    [
      'who has no report',
      { geo: geoOf() },
      [...P1, 'p2 first', 'p2 second', 's1 standalone', 's2 standalone'],
    ],
    [
      'of whom something else is expected',
      { geo: geoOf({ reports: reports({ p1: memberIn('right'), s2: memberIn('right') }) }) },
      [...P1, 's2 standalone'],
    ],
    [
      'who was asked for, in any region, by the schedule',
      {
        isSweep: true,
        geo: geoOf({
          reports: [reportOf(DUBLIN, ALL_RIGHT), reportOf(PARIS, {}, { requests: [requestOf(['p1'], NOW)] })],
        }),
      },
      P1,
    ],
    [
      'whose lists were being set, and are not any more',
      { geo: geoOf({ reports: reports({ p1: memberIn('syncing', { expected: '' }) }) }) },
      P1,
    ],
  ])('is one %s, by one call', async (_, more, units) => {
    expect((await look(passOf(more))).asked).toEqual([units]);
  });

  it('is by the schedule alone whose minute has come', async () => {
    const asked: string[] = [];
    for (let minute = 0; minute < 60; minute++) {
      const now = NOW + minute * MINUTE_MS;
      asked.push(...(await look(passOf({ isSweep: true, now }))).asked.flat());
      expect((await look(passOf({ now }))).asked).toEqual([]);
    }
    expect(asked.toSorted()).toEqual([...P1, 'p2 first', 'p2 second', 's1 standalone', 's2 standalone']);
  });

  it.each([working('geo/shop/4'), halted('geo/shop/4')])(
    'is no pair whose lists are being set, nor a standalone: $kind',
    async (operation) => {
      const record = recordOf({ p1: { operation } });
      const members = {
        p1: memberIn('syncing', { expected: '' }),
        s1: memberIn('syncing', { kind: 'standalone', job: JOB, expected: 'older' }),
      };
      const requests = [requestOf(['p1', 's1'], NOW)];
      const geo = geoOf({ reports: [reportOf(DUBLIN, { ...ALL_RIGHT, ...members }, { requests })] });
      const { asked, records } = await look(passOf({ record, geo, isSweep: true }));
      expect(asked).toEqual([]);
      expect(records).toEqual([['s1 standalone']]);
    },
  );

  it(`are ${ASKED_AT_ONCE} members at most; the others at the next pass`, async () => {
    const many = Array.from({ length: 25 }, (_, at) => standaloneIn(DUBLIN, at + 1));
    const geo = geoOf({ declarations: [declared([], many)] });
    const record = recordOf({}, { pairs: [], standalones: many });
    const unread = () => ({ kind: 'unread', code: 'loadmaster-unreachable' }) as const;
    const { asked, sight } = await look(passOf({ geo, record }), unread);
    expect(asked[0]).toHaveLength(ASKED_AT_ONCE);
    expect(sight.standalones.filter(({ drift }) => drift !== undefined)).toHaveLength(ASKED_AT_ONCE);
    expect(ASKED_AT_ONCE).toBe(20);
  });

  it('is nobody while the declarations do not make a whole', async () => {
    const geo = geoOf({ declarations: [declares(DUBLIN, MEMBERS, [DUBLIN, PARIS])] });
    const { asked, sight } = await look(passOf({ geo, isSweep: true }));
    expect(asked).toEqual([]);
    expect(sight.topology).toMatchObject({ kind: 'incomplete', findings: [{ code: 'region-missing' }] });
    expect(sight.pairs.map(({ id, expected }) => [id, expected])).toEqual([
      ['p1', undefined],
      ['p2', undefined],
    ]);
  });

  it('is nobody of another region', async () => {
    const away = standaloneOf('par-1', '10.9.0.5', { region: PARIS });
    const both = [DUBLIN, PARIS];
    const declarations = [declares(DUBLIN, MEMBERS, both), declares(PARIS, [away], both)];
    const { asked, sight } = await look(passOf({ geo: geoOf({ declarations }) }));
    expect(asked.flat()).not.toContain('par-1 standalone');
    expect(sight.standalones.map(({ id }) => id)).toEqual(['s1', 's2']);
  });
});

describe('what a pass over a region sees', () => {
  it('is each member with what is known of it', async () => {
    const request = requestOf(['p1'], NOW);
    const members = { ...ALL_RIGHT, s1: judged('s1', 'right', { job: JOB }) };
    const own = reportOf(DUBLIN, members, { requests: [request] });
    const turns = turnsOf({ shop: TURN });
    const freeze = { at: NOW, why: 'too much at once' };
    const record = recordOf({}, { freeze, damaged: ['pair-9'] });
    const { sight } = await look(passOf({ record, geo: geoOf({ reports: [own], turns }) }));
    expect(sight).toMatchObject({
      region: DUBLIN,
      topology: { kind: 'complete', members: MEMBERS },
      reports: [own],
      turns,
      damaged: ['pair-9'],
      now: QUIET,
    });
    expect(sight.pairs[0]).toEqual({
      id: 'p1',
      cluster: 'shop',
      expected: digestOf('p1'),
      before: own.members.p1,
      requests: [request],
      frozen: true,
      now: QUIET,
      ...record.pairs[0],
      window: { kind: 'open', closesAt: expect.any(Number) },
    });
    expect(sight.standalones[0]).toEqual({
      id: 's1',
      cluster: 'shop',
      expected: digestOf('s1'),
      before: own.members.s1,
      requests: [],
      frozen: true,
      now: QUIET,
      standalone: STANDALONES[0],
      record: { kind: 'read', value: 'none' },
    });
  });

  it('is a standalone’s lists that are wrong, and no others', async () => {
    const lacking = (more: Partial<GeoSeen>) => (ref: ApplianceRef) => {
      const reading = right(ref);
      return reading.kind === 'read' && ref.pairId === 's1' ? read({ ...reading.value, ...more }) : reading;
    };
    const wrongOf = async (more: Partial<GeoSeen>) => {
      const { sight } = await look(passOf({ geo: geoOf() }), lacking(more));
      return sight.standalones.map(({ wrong }) => wrong);
    };
    const [expected] = expectedOf('s1');
    const { access, partners } = expected ?? {};
    expect(await wrongOf({})).toEqual([undefined, undefined]);
    expect(await wrongOf({ access: [] })).toEqual([{ access }, undefined]);
    expect(await wrongOf({ partners: [] })).toEqual([{ partners }, undefined]);
    expect(await wrongOf({ access: [], partners: [] })).toEqual([{ access, partners }, undefined]);
    expect(await wrongOf({ enabled: false })).toEqual([undefined, undefined]);
  });

  it.each<[string, readonly WeeklyWindow[] | undefined, unknown]>([
    ['none is declared', undefined, undefined],
    [
      'it is closed',
      [{ days: ['sat'], from: '02:00', to: '04:00', timeZone: 'Europe/Dublin' }],
      expect.objectContaining({ kind: 'closed', opensWords: 'Sat 02:00 Europe/Dublin' }),
    ],
  ])('is where the pair’s window stands: %s', async (_, geoWindows, window) => {
    const [first = pairIn(DUBLIN, 1), ...others] = PAIRS;
    const { geoWindows: __, ...windowless } = first;
    const pair = { ...windowless, ...(geoWindows === undefined ? {} : { geoWindows }) };
    const record = recordOf({}, { pairs: [pair, ...others].map((one) => ({ pair: one })) });
    const { sight } = await look(passOf({ record }));
    expect(sight.pairs[0]?.window).toEqual(window);
  });

  it('is no member that cannot be read, nor one that is in no cluster', async () => {
    const { geoCluster: _, ...plain } = pairIn(DUBLIN, 2);
    const geo = geoOf({ declarations: [declared([pairIn(DUBLIN, 1)])] });
    const pairs = [{ pair: plain }];
    const { sight } = await look(passOf({ geo, record: recordOf({}, { pairs }) }), () =>
      read(asExpected(none)),
    );
    expect(sight.pairs).toEqual([]);
  });

  it('is what pairs work on, also one that has left the cluster', async () => {
    const record = recordOf({
      p1: { operation: working('geo/shop/4') },
      p2: { operation: halted('geo/shop/5') },
    });
    const geo = geoOf({ declarations: [declared([], STANDALONES)] });
    const { sight } = await look(passOf({ record, geo }), () => read(asExpected(none)));
    expect(sight.pairs).toEqual([]);
    expect([...sight.working]).toEqual([
      ['p1', 'geo/shop/4'],
      ['p2', 'geo/shop/5'],
    ]);
  });

  it('is everybody still where the own declaration is damaged', async () => {
    const geo = geoOf({
      declarations: [],
      damaged: [`DECLARED#${DUBLIN}`],
      reports: [reportOf(DUBLIN, ALL_RIGHT)],
    });
    const { sight, asked } = await look(passOf({ geo, isSweep: true }));
    expect(sight.topology.kind).toBe('incomplete');
    expect([...sight.pairs, ...sight.standalones].map(({ id, before }) => [id, before?.state])).toEqual([
      ['p1', 'right'],
      ['p2', 'right'],
      ['s1', 'right'],
      ['s2', 'right'],
    ]);
    expect(asked).toEqual([]);
  });
});

const none = { unit: 'standalone', partners: [], remoteClusters: [] } as const;

describe('what the table says', () => {
  it.each<[string, readonly string[], string]>([
    ['no declaration', [`REPORT#${PARIS}`, 'TURNS'], 'complete'],
    ['another region’s declaration', [`DECLARED#${OHIO}`], 'incomplete'],
  ])('is whole where %s is damaged: %s → %s', (_, damaged, kind) => {
    expect(topologyIn(DUBLIN, geoOf({ damaged })).kind).toBe(kind);
  });

  it('is what is expected of the region’s own members', () => {
    const expected = expectedIn(DUBLIN, { kind: 'complete', members: MEMBERS });
    expect([...expected.keys()]).toEqual(['p1', 'p2', 's1', 's2']);
    expect(expected.get('p2')?.expected).toEqual(expectedOf('p2'));
    expect(expectedIn(PARIS, { kind: 'complete', members: MEMBERS })).toEqual(new Map());
    expect(expectedIn(DUBLIN, { kind: 'incomplete', findings: [] })).toEqual(new Map());
  });

  it('is what was asked of a member in any region, oldest first', () => {
    const [late, early, other] = [requestOf(['p1'], 9), requestOf(['s1', 'p1'], 1), requestOf(['s1'], 1)];
    const all = [
      reportOf(DUBLIN, {}, { requests: [late, other] }),
      reportOf(PARIS, {}, { requests: [early] }),
    ];
    expect(requestsFor('p1', all)).toEqual([early, late]);
  });
});
