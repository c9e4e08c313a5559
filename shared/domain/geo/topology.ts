import type { GeoFinding } from '#domain/geo/geo-finding.ts';
import type { GeoDeclaration, GeoMember } from '#domain/geo/member.ts';
import { sharedAddresses, sharedInstances } from '#domain/geo/shared-identity.ts';

/** What a region's replica of the table has of all regions' declarations. */
export interface Declared {
  readonly declarations: readonly GeoDeclaration[];
  /** Whose declarations do not parse. */
  readonly damagedRegions: readonly string[];
}

/**
 * Who is in a region's GEO clusters. `incomplete`: nobody knows, so nothing is judged and nothing is set. A list made
 * of half the regions would cut off the other half.
 */
export type Topology =
  | { readonly kind: 'complete'; readonly members: readonly GeoMember[] }
  | { readonly kind: 'incomplete'; readonly findings: readonly GeoFinding[] };

const damaged = (name: string): GeoFinding => ({
  code: 'declaration-damaged',
  names: [name],
  words: `what ${name} has declared about GEO cannot be read, so nobody knows who is in its clusters`,
  remedy: `put the estate file in ${name} again (PUT /estate there), which writes the declaration anew`,
});

const missing = (name: string, region: string): GeoFinding => ({
  code: 'region-missing',
  names: [name],
  words: `the estate file of ${region} has GEO members in ${name}, and nothing that ${name} declared has arrived in ${region}`,
  remedy: `put the same estate file in ${name} (PUT /estate there). If that was done, wait for the table to replicate, and see that ${name} shares the table. If ${name} is gone for good, take its members out of the file and put it in every other region`,
});

const notDeclared = (name: string, region: string, clusters: readonly string[]): GeoFinding => ({
  code: 'region-not-declared',
  names: [name],
  words: `${name} has members in GEO cluster ${clusters.join(', ')}, and the estate file of ${region} does not know ${name}`,
  remedy: `put one estate file with the members of both regions in ${region} and in ${name}. If ${name} is to leave the cluster, put the file without its members in ${name} as well`,
});

const declaredOtherwise = (name: string, region: string): GeoFinding => ({
  code: 'declared-otherwise',
  names: [name],
  words: `${name} was declared by an estate file that has no GEO members in ${region}: the two regions do not have the same file`,
  remedy: `put the estate file of ${region} in ${name} as well (PUT /estate there); until then neither region changes its lists`,
});

const clustersOf = ({ members }: GeoDeclaration): ReadonlySet<string> =>
  new Set(members.map(({ cluster }) => cluster));

/** Where another region's declaration and the own one contradict each other. */
const contradictions = (own: GeoDeclaration, other: GeoDeclaration): readonly GeoFinding[] => {
  const isNamed = own.regions.includes(other.region);
  const theirs = clustersOf(other);
  const common = [...clustersOf(own)].filter((cluster) => theirs.has(cluster)).toSorted();
  const isRelated = isNamed || common.length > 0;
  return [
    ...(isNamed || common.length === 0 ? [] : [notDeclared(other.region, own.region, common)]),
    ...(isRelated && !other.regions.includes(own.region)
      ? [declaredOtherwise(other.region, own.region)]
      : []),
  ];
};

/** Who is in the clusters that `region` has members in, over all regions; nobody where it has none. Pure and total. */
export const topologyOf = (region: string, { declarations, damagedRegions }: Declared): Topology => {
  const own = declarations.find((declaration) => declaration.region === region);
  const isOwnDamaged = damagedRegions.includes(region);
  if (!isOwnDamaged && (own === undefined || own.members.length === 0))
    return { kind: 'complete', members: [] };

  const unread = damagedRegions.toSorted().map(damaged);
  if (own === undefined) return { kind: 'incomplete', findings: unread };

  const known = new Set([...declarations.map((each) => each.region), ...damagedRegions]);
  const inOrder = declarations.toSorted((one, other) => (one.region < other.region ? -1 : 1));
  const clusters = clustersOf(own);
  const members = inOrder.flatMap((each) => each.members).filter(({ cluster }) => clusters.has(cluster));
  const findings = [
    ...own.regions.filter((name) => !known.has(name)).map((name) => missing(name, region)),
    ...unread,
    ...inOrder.filter((each) => each !== own).flatMap((each) => contradictions(own, each)),
    ...sharedAddresses(region, members),
    ...sharedInstances(members),
  ];
  return findings.length > 0 ? { kind: 'incomplete', findings } : { kind: 'complete', members };
};
