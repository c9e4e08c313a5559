import type { Appliance, Estate } from '#domain/estate/estate.ts';
import type { GeoAddresses, GeoDeclaration, GeoMember } from '#domain/geo/member.ts';

const addressesOf = ({ instanceId, address, publicAddress }: Appliance): GeoAddresses => ({
  instanceId,
  address,
  ...(publicAddress === undefined ? {} : { publicAddress }),
});

/** Everybody in the estate who is in a GEO cluster, pairs first, in the order of the estate file. */
export const membersIn = ({ pairs, standalones }: Estate): readonly GeoMember[] => [
  ...pairs.flatMap(({ id, region, geoCluster: cluster, geoMaster: master, units }): readonly GeoMember[] => {
    if (cluster === undefined) return [];
    const { first, second } = units;
    const addresses = { first: addressesOf(first), second: addressesOf(second) };
    return [
      { kind: 'pair', id, region, cluster, ...(master === undefined ? {} : { master }), units: addresses },
    ];
  }),
  ...standalones.flatMap((standalone): readonly GeoMember[] => {
    const { id, region, geoCluster: cluster } = standalone;
    return cluster === undefined
      ? []
      : [{ kind: 'standalone', id, region, cluster, unit: addressesOf(standalone) }];
  }),
];

/** What `region` declares about GEO by this estate; the store numbers it. */
export const declarationOf = (
  region: string,
  estate: Estate,
): Omit<GeoDeclaration, 'schemaVersion' | 'version'> => {
  const members = membersIn(estate);
  return {
    region,
    members: members.filter((member) => member.region === region),
    regions: [...new Set([region, ...members.map((member) => member.region)])].toSorted(),
  };
};
