import { describe, expect, it } from 'vitest';
import { OPERATOR } from './api-event.ts';
import {
  ABROAD,
  aloneAt,
  CLUSTER,
  drifted,
  estateFor,
  giveTurn,
  HOME,
  makeGeoDesk,
  reportOf,
  spoil,
} from './geo-desk.ts';

const TEXT = { headers: { accept: 'text/plain' } };
const SHOP = { query: { cluster: CLUSTER } };

/** Everything that a person at a terminal may meet fits it. */
const expectReadable = (text: string): void => {
  expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(110);
  expect(text.endsWith('\n')).toBe(true);
};

describe('GET /geo', () => {
  it('has the members of all regions as they were reported, and asks no unit', async () => {
    const desk = await makeGeoDesk();
    const { status, body } = await desk.ask('GET /geo');
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        region: HOME,
        homeRegion: HOME,
        incomplete: [],
        damaged: [],
        requests: [],
        regions: [
          { region: HOME, isDeclared: true, at: '2026-05-01T10:05:00.000Z', incomplete: [] },
          { region: ABROAD, isDeclared: true, at: '2026-05-01T10:05:00.000Z', incomplete: [] },
        ],
        clusters: [
          {
            cluster: CLUSTER,
            members: [
              { id: 'pair-a', region: HOME, kind: 'pair', state: 'right', listsWrong: 0 },
              { id: 'pair-b', state: 'right' },
              { id: 'alone', kind: 'standalone', state: 'right' },
              { id: 'far', region: ABROAD, state: 'right' },
            ],
          },
        ],
      },
    });
    expect(desk.asked).toEqual([]);
  });

  it('says what a drifted member waits for, what was found, and who has the turn', async () => {
    const desk = await makeGeoDesk();
    spoil(desk, 'pair-b first');
    await drifted(desk);
    await giveTurn(desk, { pairId: 'far', region: ABROAD });
    const { body } = await desk.ask('GET /geo');
    const [cluster] = body.clusters as { members: unknown[]; turn: unknown }[];
    expect(cluster?.members[1]).toMatchObject({
      id: 'pair-b',
      state: 'drifted',
      listsWrong: 1,
      findings: [{ code: 'partners-missing', unit: 'first' }],
      waits: 'somebody to ask for it: it has no geoWindows (POST /geo/sync)',
      wantsTurn: false,
    });
    expect(cluster?.turn).toMatchObject({ number: 1, pairId: 'far', region: ABROAD, state: 'outstanding' });
    const { text } = await desk.ask('GET /geo', TEXT);
    expectReadable(text);
    expect(text).toContain('GEO as eu-west-1 has it: 3 of 4 members right; eu-west-1 gives the turns');
    expect(text).toContain('cluster shop: 3 of 4 right; far (us-east-1) has the turn, for');
    expect(text).toMatch(/ {2}- pair-b \(eu-west-1\): drifted for [^,]*, 1 list not as declared/);
    expect(text).toContain('      waits for somebody to ask for it');
    expect(text).toContain('  = right: pair-a, alone and far');
  });

  it('says of a region that judges nothing why, and of one that has said nothing that it has not', async () => {
    const desk = await makeGeoDesk({ declaredIn: [HOME] });
    const { body } = await desk.ask('GET /geo');
    const missing = { code: 'region-missing', names: [ABROAD], remedy: expect.any(String) };
    expect(body).toMatchObject({
      incomplete: [missing],
      regions: [
        { region: HOME, incomplete: [missing] },
        { region: ABROAD, isDeclared: false },
      ],
    });
    expect((body.regions as object[])[1]).not.toHaveProperty('at');
    const { text } = await desk.ask('GET /geo', TEXT);
    expectReadable(text);
    expect(text).toContain('beware');
    expect(text).toContain('us-east-1: has reported nothing; nothing that it declared is here');
  });

  it('keeps to a terminal whatever was written', async () => {
    const desk = await makeGeoDesk({
      estate: (pair) => ({
        ...estateFor(pair),
        standalones: [aloneAt(pair, 'x'.repeat(64), 40, { mode: 'observe' })],
      }),
    });
    const words = ['long'.repeat(100), 'one \u001b[31m\ntwo'];
    const members = [['far'], ['pair-a']];
    for (const [at, why] of words.entries())
      await desk.ask('POST /geo/sync', { body: { members: members[at], why } });
    const { text } = await desk.ask('GET /geo', TEXT);
    expectReadable(text);
    expect(text).not.toContain('\u001b');
    expect(text.split('\n').filter((line) => line.startsWith('asked for'))).toHaveLength(2);
    expect(text.replaceAll(/\s+/g, ' ')).toContain('one [31m two');
  });
});

describe('GET /geo/plan', () => {
  it('says that nothing is to be set where all is right', async () => {
    const desk = await makeGeoDesk();
    expect((await desk.ask('GET /geo/plan')).body).toMatchObject({
      region: HOME,
      totals: { members: 0, lists: 0, units: 0, reboots: 0, roleChanges: 0 },
    });
    expect((await desk.ask('GET /geo/plan', TEXT)).text).toContain('no list is to be set');
  });

  it('has what would be set where, in order, and asks nobody', async () => {
    const desk = await makeGeoDesk();
    for (const unit of ['pair-a first', 'pair-a second']) spoil(desk, unit);
    await drifted(desk);
    const { body } = await desk.ask('GET /geo/plan', SHOP);
    expect(body).toMatchObject({
      totals: { members: 1, units: 2, lists: 2, reboots: 1, roleChanges: 1 },
      clusters: [
        {
          cluster: CLUSTER,
          pairs: [
            {
              id: 'pair-a',
              standing: 'due',
              steps: [
                { kind: 'backup', unit: 'first' },
                { kind: 'set-list', unit: 'first', list: 'partners' },
                { kind: 'hand-over', unit: 'first', to: 'second' },
                { kind: 'backup', unit: 'second' },
                { kind: 'set-list', unit: 'second', list: 'partners' },
              ],
            },
            { id: 'pair-b', standing: 'right', steps: [] },
            { id: 'far', standing: 'right' },
          ],
          standalones: [{ id: 'alone', standing: 'right' }],
        },
      ],
    });
    expect(desk.asked).toEqual([]);
    expectReadable((await desk.ask('GET /geo/plan', { ...TEXT, ...SHOP })).text);
  });
});

describe('GET /geo/drift', () => {
  it('looks at the region’s own members now; others are as they reported', async () => {
    const desk = await makeGeoDesk();
    spoil(desk, 'pair-a first', 'access');
    spoil(desk, 'far first');
    const { body } = await desk.ask('GET /geo/drift');
    expect(body).toMatchObject({
      region: HOME,
      left: [],
      members: [
        {
          id: 'pair-a',
          by: 'look',
          state: 'drifted',
          listsWrong: 1,
          findings: [{ code: 'access-missing', unit: 'first', remedy: expect.any(String) }],
        },
        { id: 'pair-b', by: 'look', state: 'right', findings: [] },
        { id: 'alone', by: 'look', state: 'right' },
        { id: 'far', by: 'report', at: '2026-05-01T10:05:00.000Z', state: 'right' },
      ],
    });
    expect(desk.asked).toEqual([
      'pair-a first, pair-a second, pair-b first, pair-b second, alone standalone',
    ]);
    const { text } = await desk.ask('GET /geo/drift', TEXT);
    expectReadable(text);
    expect(text).toContain('looked at now: 2 of 3 members right');
    expect(text).toContain('→ have its lists set');
    expect(text).toContain('far (us-east-1): right, as its region said');
  });

  it('names a unit that did not answer', async () => {
    const desk = await makeGeoDesk();
    desk.seen.delete('alone standalone');
    const { body } = await desk.ask('GET /geo/drift', SHOP);
    expect((body.members as object[])[2]).toMatchObject({
      id: 'alone',
      state: 'unread',
      findings: [{ code: 'unread' }],
    });
  });

  const many = (count: number) => ({
    estate: (pair: Parameters<typeof estateFor>[0]) => ({
      ...estateFor(pair),
      standalones: Array.from({ length: count }, (_, at) => aloneAt(pair, `alone-${at}`, 100 + at)),
    }),
  });

  it('of more members than are looked at at once asks for a cluster, and looks at that in groups', async () => {
    const desk = await makeGeoDesk(many(43));
    expect(await desk.ask('GET /geo/drift')).toMatchObject({ status: 409, body: { code: 'cluster-needed' } });
    expect(desk.asked).toEqual([]);
    const { body } = await desk.ask('GET /geo/drift', SHOP);
    expect(body.left).toEqual([]);
    expect(desk.asked.map((units) => units.split(', ').length)).toEqual([22, 20, 5]);
  });

  it('begins no group that would not be over in time, and says whom it left out', async () => {
    const calls: number[] = [];
    const desk = await makeGeoDesk({
      ...many(43),
      wrapLoadMasters: (loadMasters) => ({
        ...loadMasters,
        readGeo: async (refs) => {
          calls.push(refs.length);
          desk.scheduler.advance(11_000);
          return refs.map(() => ({ kind: 'unread', code: 'loadmaster-unreachable' }) as const);
        },
      }),
    });
    const { body } = await desk.ask('GET /geo/drift', SHOP);
    expect(calls).toEqual([22, 20]);
    expect(body.left).toEqual(['alone-38', 'alone-39', 'alone-40', 'alone-41', 'alone-42']);
    expect((body.members as { by: string }[]).filter(({ by }) => by === 'look')).toHaveLength(40);
    const { text } = await desk.ask('GET /geo/drift', { ...SHOP, ...TEXT });
    expect(text).toContain('There was no time for alone-38, alone-39, alone-40, alone-41 and 1 more');
  });
});

describe.each(['GET /geo/plan', 'GET /geo/drift'])('%s', (request) => {
  it('is refused with all that is wrong while the declarations do not make a whole', async () => {
    const desk = await makeGeoDesk({ declaredIn: [HOME] });
    expect(await desk.ask(request)).toMatchObject({
      status: 409,
      body: { code: 'geo-incomplete', refusals: [{ code: 'region-missing', names: [ABROAD] }] },
    });
    const { status, text } = await desk.ask(request, TEXT);
    expect(status).toBe(409);
    expectReadable(text);
    expect(text).toContain('region-missing');
    expect(desk.asked).toEqual([]);
  });

  it('knows no cluster that the region has no member in', async () => {
    const desk = await makeGeoDesk();
    expect(await desk.ask(request, { query: { cluster: 'bank' } })).toMatchObject({
      status: 404,
      body: { code: 'unknown-cluster' },
    });
  });

  it.each([{ clusters: 'shop' }, { cluster: '' }, { cluster: 'a b' }])('takes no query %j', async (query) => {
    const desk = await makeGeoDesk();
    expect(await desk.ask(request, { query: query as Record<string, string> })).toMatchObject({
      status: 400,
      body: { code: 'invalid-query' },
    });
  });
});

describe('the words of who asked', () => {
  it('are in the status', async () => {
    const desk = await makeGeoDesk();
    await desk.ask('POST /geo/sync', { body: { members: ['far'], why: 'change 4711' } });
    expect((await reportOf(desk, HOME)).requests).toMatchObject([{ by: OPERATOR, members: ['far'] }]);
    expect((await desk.ask('GET /geo')).body).toMatchObject({
      requests: [{ region: HOME, members: ['far'], by: OPERATOR, why: 'change 4711' }],
    });
    expect((await desk.ask('GET /geo', TEXT)).text).toContain(
      'asked for far, 0 s ago in eu-west-1 by arn:aws',
    );
  });
});
