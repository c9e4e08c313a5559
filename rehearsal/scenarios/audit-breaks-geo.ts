import type { UnitName } from '#domain/estate/estate.ts';
import type { Break, BreakPlace, Breaks } from '#rehearsal/scenarios/audit-break.ts';
import { whileApart } from '#rehearsal/scenarios/audit-breaks-services.ts';
import { geoOf, setGeo, type UnitGeo } from '#rehearsal/world/unit-geo.ts';

/* What can be wrong about GEO. */

type GeoChange = Parameters<typeof setGeo>[1];

const otherGeo = (
  words: string,
  unit: UnitName,
  change: (geo: UnitGeo, place: BreakPlace) => GeoChange,
): Break => ({
  words,
  happen: (place) =>
    whileApart(place, () => {
      const wired = place.wired[unit];
      const { access, partners, enabled, clusters, fqdns } = geoOf(wired);
      setGeo(wired, change(geoOf(wired), place));
      return () => setGeo(wired, { access, partners, enabled, clusters, fqdns });
    }),
});

export const GEO_BREAKS: Breaks = {
  'geo-lists': otherGeo('a stranger is in the access list of the master', 'first', ({ access }) => ({
    access: [...access, '203.0.113.9'],
  })),
  'geo-own-standby': otherGeo(
    'the other unit of the pair is in the access list of the master',
    'first',
    ({ access }, { pair }) => ({ access: [...access, pair.units.second.address] }),
  ),
  'geo-clusters': otherGeo('the GEO clusters of the standby are no Remote LM', 'second', ({ clusters }) => ({
    clusters: clusters.map((cluster) => ({ ...cluster, fields: { ...cluster.fields, Type: 'default' } })),
  })),
  'geo-addresses-swapped': otherGeo(
    'a name on the standby leads to the other unit',
    'second',
    ({ fqdns }, { pair }) => ({
      fqdns: [
        ...fqdns,
        {
          name: 'shop.example.com',
          fields: {},
          maps: [{ index: 1, address: pair.units.first.address, fields: {} }],
        },
      ],
    }),
  ),
  'geo-partners': otherGeo('GEO is switched off on the standby', 'second', () => ({ enabled: false })),
};
