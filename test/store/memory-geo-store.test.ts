import { describe, expect, it } from 'vitest';
import { type GeoDeclarations, makeMemoryGeoStore } from '#store/memory/geo-store.ts';
import { makeMemoryPairStore } from '#store/memory/pair-store.ts';
import { pairOf, REGION } from './declarations.ts';
import { reportOf, testGeoStore, turnsOf } from './geo-store.contract.ts';

const make = () => {
  const declarations: GeoDeclarations = new Map();
  return { geo: makeMemoryGeoStore(declarations), pairs: makeMemoryPairStore(declarations) };
};

describe('the GEO store in memory', () => {
  testGeoStore({ make });

  it('freezes what it is given, so that whoever changes it later fails loudly', async () => {
    const { geo, pairs } = make();
    const report = reportOf(1);
    const turns = turnsOf(1);
    await geo.claimReport(report);
    await geo.claimTurns(turns);
    await pairs.writeEstate(REGION, { pairs: [pairOf(1, { geoCluster: 'geo' })], standalones: [] });
    const [declaration] = (await geo.readGeo()).declarations;
    const insides = [report, report.members, turns, turns.clusters, declaration, declaration?.members];
    expect(insides.filter((inside) => !Object.isFrozen(inside))).toEqual([]);
  });
});
