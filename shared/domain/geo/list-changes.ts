import { unitsOf } from '#domain/geo/addresses.ts';
import { allLists, type UnitExpected } from '#domain/geo/lists.ts';
import type { GeoMember } from '#domain/geo/member.ts';
import { sameContent } from '#domain/same-content.ts';

/** How many lists of how many units are to be set because the estate is declared otherwise. */
export interface ListCount {
  readonly lists: number;
  readonly units: number;
}

export interface ListChanges extends ListCount {
  /** Only of clusters in which something changes, by name. */
  readonly clusters: Readonly<Record<string, ListCount>>;
}

const LISTS = ['access', 'partners'] as const;

/** A LoadMaster that was in no cluster has nothing in its lists, as far as anybody knows. */
const NOTHING = { access: [], partners: [] };

const byCluster = (members: readonly GeoMember[]): ReadonlyMap<string, readonly GeoMember[]> =>
  Map.groupBy(members, ({ cluster }) => cluster);

interface UnitWants {
  readonly memberId: string;
  readonly cluster: string;
  readonly wants: UnitExpected;
}

/** What the LoadMasters had, by instance: a replaced unit is another LoadMaster, with nothing on it. */
const expectedByInstance = (members: readonly GeoMember[]): ReadonlyMap<string, UnitWants> => {
  const found = new Map<string, UnitWants>();
  for (const [member, expected] of allLists(members))
    for (const { unit, at } of unitsOf(member)) {
      const wants = expected.find((each) => each.unit === unit);
      const { id: memberId, cluster } = member;
      if (wants !== undefined) found.set(at.instanceId, { memberId, cluster, wants });
    }
  return found;
};

const changedLists = (had: Partial<typeof NOTHING> | UnitExpected, wants: UnitExpected): number =>
  LISTS.filter((list) => {
    const wanted = wants[list];
    return wanted !== undefined && !sameContent(had[list], wanted);
  }).length;

interface ChangedUnit extends Omit<UnitWants, 'wants'> {
  readonly lists: number;
}

/** Only clusters that differ are looked into, so this grows with what changed. */
const changedUnits = (before: readonly GeoMember[], after: readonly GeoMember[]): readonly ChangedUnit[] => {
  const [old, now] = [byCluster(before), byCluster(after)];
  const isChanged = ({ cluster }: GeoMember): boolean => changed.has(cluster);
  const changed = new Set(
    [...new Set([...old.keys(), ...now.keys()])].filter(
      (cluster) => !sameContent(old.get(cluster), now.get(cluster)),
    ),
  );
  const had = expectedByInstance(before.filter(isChanged));
  return [...expectedByInstance(after.filter(isChanged))]
    .map(([instanceId, { wants, ...unit }]) => ({
      ...unit,
      lists: changedLists(had.get(instanceId)?.wants ?? NOTHING, wants),
    }))
    .filter(({ lists }) => lists > 0);
};

const counted = (units: readonly ChangedUnit[]): ListCount => ({
  lists: units.reduce((sum, { lists }) => sum + lists, 0),
  units: units.length,
});

/**
 * What changes when the members are declared otherwise. A unit that leaves is not counted: nothing is done to it.
 */
export const listChanges = (before: readonly GeoMember[], after: readonly GeoMember[]): ListChanges => {
  const units = changedUnits(before, after);
  const clusters = [...Map.groupBy(units, ({ cluster }) => cluster)];
  return {
    ...counted(units),
    clusters: Object.fromEntries(clusters.map(([cluster, those]) => [cluster, counted(those)])),
  };
};

/** Whose lists change then: ids, each once. */
export const changedMembers = (
  before: readonly GeoMember[],
  after: readonly GeoMember[],
): readonly string[] => [...new Set(changedUnits(before, after).map(({ memberId }) => memberId))];
