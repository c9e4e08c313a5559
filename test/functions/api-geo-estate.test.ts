import { describe, expect, it } from 'vitest';
import { estateInDocument } from '#contracts/api/estate-document.ts';
import {
  ABROAD,
  aloneAt,
  CLUSTER,
  estateFor,
  type GeoEstate,
  type GeoTable,
  HOME,
  makeGeoDesk,
} from './geo-desk.ts';

const put = (desk: GeoTable, { pairs, standalones }: GeoEstate, query: Record<string, string> = {}) =>
  desk.ask('PUT /estate', { body: estateInDocument(pairs, standalones), query });

/** A file in which units abroad have addresses and target groups of their own, as a real one must. */
const fileFor = ({ pair }: GeoTable): GeoEstate => {
  const { pairs, standalones } = estateFor(pair);
  return {
    standalones,
    pairs: pairs.map((one) => ({
      ...one,
      targetGroups: pair.targetGroups.map((arn) =>
        arn.replace('eu-west-1', one.region).replace(/targetgroup\//, `targetgroup/${one.id}-`),
      ),
    })),
  };
};

const added = (desk: GeoTable): GeoEstate => {
  const file = fileFor(desk);
  return { ...file, standalones: [...file.standalones, aloneAt(desk.pair, 'another', 50)] };
};

const TOLD = [{ detailType: 'Geo Changed', detail: { region: HOME, what: 'declared' } }];

describe('PUT /estate', () => {
  it('says how many lists of how many units change, whose, in all regions, and tells the regions', async () => {
    const desk = await makeGeoDesk();
    const { status, body } = await put(desk, added(desk));
    expect(status).toBe(200);
    // The new one has two lists to get; every pair's master two, its other unit one; the other standalone two.
    expect(body.geo).toEqual({
      lists: 2 + 3 * 3 + 2,
      units: 8,
      members: expect.arrayContaining(['another', 'pair-a', 'pair-b', 'far', 'alone']),
    });
    expect(desk.published).toEqual(TOLD);
  });

  it('says the same beforehand, and tells nobody', async () => {
    const desk = await makeGeoDesk();
    const dry = await put(desk, added(desk), { dryRun: 'true' });
    expect(dry.body).toMatchObject({ dryRun: true, geo: { lists: 13, units: 8 } });
    expect(desk.published).toEqual([]);
    expect((await put(desk, added(desk))).body.geo).toEqual(dry.body.geo);
  });

  it('counts nothing where nothing changes, and tells nobody', async () => {
    const desk = await makeGeoDesk();
    expect((await put(desk, fileFor(desk))).body.geo).toEqual({ lists: 0, units: 0, members: [] });
    expect(desk.published).toEqual([]);
  });

  it('counts what remains where a member leaves', async () => {
    const desk = await makeGeoDesk();
    const { pairs } = fileFor(desk);
    const { body } = await put(desk, { pairs, standalones: [] });
    expect(body.geo).toMatchObject({ lists: 9, units: 6 });
    expect(desk.published).toEqual(TOLD);
  });

  it('does not ask what others declared where nobody is, or was, in a GEO cluster', async () => {
    const desk = await makeGeoDesk({
      estate: (pair) => ({ pairs: [pair], standalones: [] }),
      declaredIn: [HOME],
      wrapGeo: (geo) => ({ ...geo, readGeo: async () => Promise.reject(new Error('read')) }),
    });
    const { body } = await put(desk, { pairs: [{ ...desk.pair, mode: 'observe' }], standalones: [] });
    expect(body.geo).toEqual({ lists: 0, units: 0, members: [] });
  });

  it('that was refused tells nobody', async () => {
    const desk = await makeGeoDesk();
    await desk.ask('POST /pairs/pair-a/units/second/drain', { body: { release: 'none', why: 'x' } });
    await desk.deliver();
    desk.published.splice(0);
    expect(await put(desk, { pairs: [], standalones: [] })).toMatchObject({ status: 409 });
    expect(desk.published).toEqual([]);
  });

  it('has the plan follow', async () => {
    const desk = await makeGeoDesk();
    const file = added(desk);
    await put(desk, file);
    await desk.store.writeEstate(ABROAD, file);
    const { body } = await desk.ask('GET /geo/plan', { query: { cluster: CLUSTER } });
    expect(body).toMatchObject({ clusters: [{ standalones: [{ id: 'alone' }, { id: 'another' }] }] });
  });
});
