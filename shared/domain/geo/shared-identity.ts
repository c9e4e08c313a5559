import { addressFrom, type PlacedUnit, unitsOf } from '#domain/geo/addresses.ts';
import type { GeoFinding } from '#domain/geo/geo-finding.ts';
import type { GeoMember } from '#domain/geo/member.ts';

/*
 * Two LoadMasters that cannot be told apart: a list with either of them would mean both.
 */

type Identity = (member: GeoMember, placed: PlacedUnit) => string;

const unitWords = ({ id, region }: GeoMember, { unit }: PlacedUnit): string =>
  unit === 'standalone' ? `${id} (${region})` : `${id} ${unit} (${region})`;

/** Who has each identity that more than one unit has, in words. */
const repeatedBy = (
  members: readonly GeoMember[],
  identity: Identity,
): readonly (readonly [identity: string, holders: readonly string[]])[] => {
  const holders = new Map<string, string[]>();
  for (const member of members)
    for (const placed of unitsOf(member)) {
      const key = identity(member, placed);
      holders.set(key, [...(holders.get(key) ?? []), unitWords(member, placed)]);
    }
  return [...holders].filter(([, those]) => those.length > 1);
};

/** Within a cluster: in two clusters one address may well be in two networks. */
export const sharedAddresses = (region: string, members: readonly GeoMember[]): readonly GeoFinding[] =>
  [...Map.groupBy(members, ({ cluster }) => cluster)].flatMap(([cluster, those]) =>
    repeatedBy(those, (member, { at }) => addressFrom(region, member.region, at)).map(
      ([address, holders]): GeoFinding => ({
        code: 'same-address',
        names: [address],
        words: `in GEO cluster ${cluster}, seen from ${region}, ${address} is the address of ${holders.join(' and of ')}`,
        remedy:
          'correct the address that is wrong in the estate file; where the networks of two regions overlap, declare publicAddress, by which each unit is found from other regions',
      }),
    ),
  );

export const sharedInstances = (members: readonly GeoMember[]): readonly GeoFinding[] =>
  repeatedBy(members, (_member, { at }) => at.instanceId).map(
    ([instanceId, holders]): GeoFinding => ({
      code: 'same-instance',
      names: [instanceId],
      words: `${instanceId} is declared as ${holders.join(' and as ')}`,
      remedy: 'an instance is one unit: correct the instance id that is wrong, in the file of every region',
    }),
  );
