import { canonicalAddress } from '#domain/canonical-address.ts';
import { addressSet } from '#domain/geo/addresses.ts';
import type { GeoSeen } from '#domain/geo/geo-seen.ts';
import type { UnitExpected } from '#domain/geo/lists.ts';
import { namesWords } from '#domain/geo/names-words.ts';
import type { UnitFault } from '#domain/geo/unit-fault.ts';

/*
 * GEO clusters and names are people's to set up, and the units keep them equal among themselves. They are checked and
 * never written.
 * @see LoadMaster HA for AWS, section 5.2
 */

const fault = (
  code: UnitFault['code'],
  names: readonly string[],
  words: (named: string) => string,
  remedy: string,
): readonly UnitFault[] =>
  names.length === 0 ? [] : [{ code, names, words: words(namesWords(names)), remedy }];

const missing = ({ remoteClusters }: UnitExpected, { clusters }: GeoSeen): readonly UnitFault[] => {
  const have = addressSet(clusters.map(({ address }) => address));
  return fault(
    'cluster-missing',
    remoteClusters.filter((address) => !have.has(address)),
    (named) => `has no GEO cluster at ${named}, the master address of a pair`,
    'add the GEO cluster with the type Remote LM (Global Balancing > Manage Clusters); partners copy it from one another',
  );
};

const ofOtherType = ({ remoteClusters }: UnitExpected, { clusters }: GeoSeen): readonly UnitFault[] => {
  const others = addressSet(clusters.filter(({ type }) => type !== 'remoteLM').map(({ address }) => address));
  return fault(
    'cluster-type',
    remoteClusters.filter((address) => others.has(address)),
    (named) => `has a GEO cluster at ${named} that is not of the type Remote LM`,
    'set the type of the GEO cluster to Remote LM (Global Balancing > Manage Clusters > Modify)',
  );
};

const notSwapped = ({ other }: UnitExpected, { clusters, mapped }: GeoSeen): readonly UnitFault[] => {
  const led = [...clusters.map(({ address }) => address), ...mapped].map(canonicalAddress);
  return fault(
    'address-not-swapped',
    other !== undefined && led.includes(other.address) ? [other.address] : [],
    (named) =>
      `leads a GEO cluster or a name to ${named}, the other unit of its own pair; synchronisation should have put its own address there`,
    'see that the units of the pair synchronise (each knows the other by its declared address); then give the cluster or the name the address of the unit itself, on the active unit',
  );
};

/** What a unit's GEO clusters and names have that they should not, or the other way round. */
export const driftOfClusters = (expected: UnitExpected, seen: GeoSeen): readonly UnitFault[] => [
  ...missing(expected, seen),
  ...ofOtherType(expected, seen),
  ...notSwapped(expected, seen),
];
