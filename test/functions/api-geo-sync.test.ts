import { describe, expect, it } from 'vitest';
import { ownEvents } from '#contracts/events/own-events.ts';
import { StaleStateError } from '#control/errors.ts';
import type { Asked } from './api-event.ts';
import { OPERATOR } from './api-event.ts';
import {
  ABROAD,
  aloneAt,
  CLUSTER,
  drifted,
  estateFor,
  type GeoTable,
  giveTurn,
  HOME,
  makeGeoDesk,
  reportOf,
  spoil,
} from './geo-desk.ts';

const SYNC = 'POST /geo/sync';
const why = 'change 4711';

const sync = (desk: GeoTable, more: object, headers = {}) =>
  desk.ask(SYNC, { body: { why, ...more }, headers });

const membersOf = (body: Readonly<Record<string, unknown>>) =>
  body.members as readonly { readonly id: string; readonly waits?: string }[];

const waitsOf = (body: Readonly<Record<string, unknown>>, id: string) =>
  membersOf(body).find((member) => member.id === id)?.waits;

describe('POST /geo/sync', () => {
  it('writes the request into the region’s report, then tells the regions', async () => {
    const desk = await makeGeoDesk();
    spoil(desk, 'pair-a first');
    await drifted(desk);
    const before = await reportOf(desk, HOME);
    const { status, body } = await sync(desk, { members: ['pair-a', 'far'] });
    expect(status).toBe(202);
    expect(body).toMatchObject({
      requestId: 'intent-1',
      dryRun: false,
      members: [
        { id: 'pair-a', region: HOME, kind: 'pair', state: 'drifted', waits: 'its turn in shop' },
        { id: 'far', region: ABROAD, state: 'right' },
      ],
      plan: {
        totals: { members: 1, lists: 1 },
        clusters: [{ pairs: [{ id: 'pair-a', standing: 'due' }, { id: 'far' }], standalones: [] }],
      },
    });
    const report = await reportOf(desk, HOME);
    expect(report.version).toBe(before.version + 1);
    expect(report.requests).toEqual([
      { id: 'intent-1', members: ['pair-a', 'far'], by: OPERATOR, why, at: desk.scheduler.now() },
    ]);
    expect(report.members).toEqual(before.members);
    expect(desk.published).toEqual([
      { detailType: 'Geo Changed', detail: { region: HOME, what: 'requested' } },
    ]);
    expect(ownEvents['Geo Changed'].parse(desk.published[0]?.detail)).toBeDefined();
  });

  it('has its way where only the window was in the way, and has the turn asked for', async () => {
    const desk = await makeGeoDesk();
    spoil(desk, 'pair-a first');
    await drifted(desk);
    expect((await reportOf(desk, HOME)).members['pair-a']).toMatchObject({ wantsTurn: false });
    await sync(desk, { cluster: CLUSTER });
    await desk.sync(HOME);
    expect((await reportOf(desk, HOME)).members['pair-a']).toMatchObject({ wantsTurn: true });
    expect((await desk.geo.readGeo()).turns?.clusters[CLUSTER]).toMatchObject({ pairId: 'pair-a' });
  });

  it('of a whole cluster means all its members, also those of other regions', async () => {
    const desk = await makeGeoDesk();
    const { body } = await sync(desk, { cluster: CLUSTER });
    expect(membersOf(body).map(({ id }) => id)).toEqual(['pair-a', 'pair-b', 'alone', 'far']);
  });

  it('only tried writes nothing, tells nobody, and answers with the plan', async () => {
    const desk = await makeGeoDesk();
    spoil(desk, 'alone standalone');
    desk.seen.set('pair-a first', { ...need(desk, 'pair-a first'), partners: [] });
    await drifted(desk);
    const before = await desk.geo.readGeo();
    const { status, body } = await sync(desk, { members: ['pair-a'], dryRun: true });
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        dryRun: true,
        members: [{ id: 'pair-a', waits: 'its turn in shop' }],
        plan: { totals: { members: 1, units: 1, lists: 1 } },
      },
    });
    expect(await desk.geo.readGeo()).toEqual(before);
    expect(desk.published).toEqual([]);
  });

  it('under a key that was used is dealt with already', async () => {
    const desk = await makeGeoDesk();
    const headers = { 'idempotency-key': 'change-4711' };
    expect(await sync(desk, { cluster: CLUSTER }, headers)).toMatchObject({ status: 202 });
    const report = await reportOf(desk, HOME);
    desk.published.splice(0);
    const again = await sync(desk, { cluster: CLUSTER }, headers);
    expect(again).toMatchObject({ status: 200, body: { requestId: 'change-4711', dryRun: false } });
    expect(await reportOf(desk, HOME)).toEqual(report);
    expect(desk.published).toEqual([]);
  });

  it('takes the place of an older one for the same members', async () => {
    const desk = await makeGeoDesk();
    await sync(desk, { members: ['alone'] });
    await sync(desk, { members: ['pair-a', 'far'] });
    await sync(desk, { members: ['alone', 'far'] });
    expect((await reportOf(desk, HOME)).requests).toMatchObject([
      { id: 'intent-2', members: ['pair-a'] },
      { id: 'intent-3', members: ['alone', 'far'] },
    ]);
  });

  it('is tried again when geo-sync was faster, and gives up in the end', async () => {
    const losing = (times: number) =>
      makeGeoDesk({
        wrapGeo: (geo) => ({
          ...geo,
          claimReport: async (next) => {
            if (times-- > 0) throw new StaleStateError('GEO');
            await geo.claimReport(next);
          },
        }),
      });
    const lucky = await losing(2);
    expect(await sync(lucky, { cluster: CLUSTER })).toMatchObject({ status: 202 });
    expect(lucky.published).toHaveLength(1);
    const unlucky = await losing(99);
    expect(await sync(unlucky, { cluster: CLUSTER })).toMatchObject({
      status: 409,
      body: { code: 'overtaken' },
    });
    expect(unlucky.published).toEqual([]);
  });

  it('is there for the schedule where nobody could be told', async () => {
    const desk = await makeGeoDesk({ publishFails: true });
    expect((await sync(desk, { cluster: CLUSTER })).status).toBe(500);
    expect((await reportOf(desk, HOME)).requests).toHaveLength(1);
  });
});

const need = ({ seen }: GeoTable, unit: string) => {
  const value = seen.get(unit);
  if (value === undefined) throw new Error(`there is no ${unit}`);
  return value;
};

describe('what a member waits for in spite of the request', () => {
  const spoilt = async (setup: Parameters<typeof makeGeoDesk>[0] = {}): Promise<GeoTable> => {
    const desk = await makeGeoDesk(setup);
    for (const unit of ['pair-a first', 'alone standalone']) spoil(desk, unit);
    await drifted(desk);
    return desk;
  };

  it('is its mode', async () => {
    const desk = await spoilt({
      estate: (pair) => {
        const { pairs } = estateFor(pair);
        return {
          pairs: pairs.map((one) => ({ ...one, mode: 'observe' })),
          standalones: [aloneAt(pair, 'alone', 40, { mode: 'observe' })],
        };
      },
    });
    const { body } = await sync(desk, { cluster: CLUSTER });
    expect(waitsOf(body, 'pair-a')).toMatch(/^its mode, which is observe/);
    expect(waitsOf(body, 'alone')).toMatch(/^its mode, which is observe/);
  });

  it('is a hold, or the freeze of its region', async () => {
    const desk = await spoilt();
    await desk.ask('PUT /pairs/pair-a/hold', { body: { why: 'x', for: '2h' } });
    expect(waitsOf((await sync(desk, { cluster: CLUSTER })).body, 'pair-a')).toMatch(/^the end of a hold by/);
    await desk.ask('DELETE /pairs/pair-a/hold', { body: { why: 'x' } });
    await desk.store.freezeRegion(HOME, { at: desk.scheduler.now(), why: 'too many' });
    const { body } = await sync(desk, { cluster: CLUSTER });
    expect(waitsOf(body, 'pair-a')).toBe('the freeze of the region to be lifted');
  });

  it('is a turn that another pair has', async () => {
    const desk = await spoilt();
    await giveTurn(desk, { pairId: 'far', region: ABROAD });
    const { body } = await sync(desk, { cluster: CLUSTER });
    expect(waitsOf(body, 'pair-a')).toBe('its turn in shop, which far (us-east-1) has');
  });

  it('is nothing where it has the turn itself', async () => {
    const desk = await spoilt();
    await giveTurn(desk, { pairId: 'pair-a', region: HOME });
    expect(waitsOf((await sync(desk, { cluster: CLUSTER })).body, 'pair-a')).toBeUndefined();
  });

  it('is its own region, where that judges nothing', async () => {
    const desk = await spoilt();
    const { version, ...report } = await reportOf(desk, ABROAD);
    const finding = { code: 'region-missing', names: ['x'], words: 'w', remedy: 'r' } as const;
    await desk.geo.claimReport({ ...report, version: version + 1, incomplete: [finding] });
    const { body } = await sync(desk, { cluster: CLUSTER });
    expect(waitsOf(body, 'far')).toBe('the declarations of all regions to make a whole');
  });

  it('is a look, where nobody has looked or a unit did not answer', async () => {
    const desk = await makeGeoDesk({ declaredIn: [HOME, ABROAD] });
    desk.seen.delete('alone standalone');
    await drifted(desk);
    const { body } = await sync(desk, { cluster: CLUSTER });
    expect(waitsOf(body, 'alone')).toBe('its units to be read');
  });
});

const asked = (body: object): Asked => ({ body: { why, ...body } });

const REFUSED: readonly (readonly [what: string, asked: Asked, status: number, code: string])[] = [
  ['neither a cluster nor members', asked({}), 422, 'invalid-body'],
  ['both', asked({ cluster: CLUSTER, members: ['far'] }), 422, 'invalid-body'],
  ['no members', asked({ members: [] }), 422, 'invalid-body'],
  [
    'too many members',
    asked({ members: Array.from({ length: 201 }, (_, at) => `m${at}`) }),
    422,
    'invalid-body',
  ],
  ['a misspelt dry run', asked({ cluster: CLUSTER, dryrun: true }), 422, 'invalid-body'],
  ['no reason', { body: { cluster: CLUSTER } }, 422, 'invalid-body'],
  [
    'a reason that no order could carry',
    asked({ cluster: CLUSTER, why: 'x'.repeat(513) }),
    422,
    'invalid-body',
  ],
  ['a cluster of nobody', asked({ cluster: 'bank' }), 404, 'unknown-cluster'],
  ['nobody', asked({ members: ['far', 'nobody'] }), 404, 'unknown-member'],
  ['what every object has', asked({ members: ['constructor'] }), 404, 'unknown-member'],
  ['a pair in no cluster', asked({ members: ['outsider'] }), 409, 'not-in-geo-cluster'],
  [
    'a key with a space',
    { ...asked({ cluster: CLUSTER }), headers: { 'idempotency-key': 'two words' } },
    400,
    'invalid-header',
  ],
];

describe('a sync is refused', () => {
  it.each(REFUSED)('of %s', async (_what, request, status, code) => {
    const desk = await makeGeoDesk({
      estate: (pair) => {
        const { pairs, standalones } = estateFor(pair);
        const { geoCluster: _, ...outsider } = aloneAt(pair, 'outsider', 50);
        return { pairs, standalones: [...standalones, outsider] };
      },
    });
    const before = await desk.geo.readGeo();
    expect(await desk.ask(SYNC, request)).toMatchObject({ status, body: { code } });
    expect(await desk.geo.readGeo()).toEqual(before);
    expect(desk.published).toEqual([]);
  });

  it('while the declarations do not make a whole', async () => {
    const desk = await makeGeoDesk({ declaredIn: [HOME] });
    expect(await sync(desk, { cluster: CLUSTER })).toMatchObject({
      status: 409,
      body: { code: 'geo-incomplete', refusals: [{ code: 'region-missing' }] },
    });
    expect((await reportOf(desk, HOME)).requests).toEqual([]);
  });
});
