import type { OperatorContext } from '#control/operator/context.ts';
import { wholeOf } from '#control/operator/geo-whole.ts';
import type { GeoReport } from '#domain/geo/geo-report.ts';
import type { GeoMember } from '#domain/geo/member.ts';
import { countedIn, type GeoPlan, type MemberPlan, planGeo } from '#domain/geo/plan-geo.ts';

/** What would be set where, from what is declared and what the regions reported last; nobody is asked. */
export const planGeoOf = async (
  { region, geo }: OperatorContext,
  cluster: string | undefined,
): Promise<GeoPlan> => {
  const record = await geo.readGeo();
  return planGeo({ kind: 'complete', members: wholeOf(region, record, cluster) }, record.reports);
};

const withoutWaits = ({ waits: _, ...plan }: MemberPlan): MemberPlan => plan;

/**
 * The same for some members alone; what theirs are to be follows from everybody in their clusters. What they are reported
 * to wait for is left out: they are asked for now.
 */
export const planFor = (
  members: readonly GeoMember[],
  meant: readonly GeoMember[],
  reports: readonly GeoReport[],
): GeoPlan => {
  const isMeant = ({ member }: MemberPlan): boolean => meant.includes(member);
  const touched = new Set(meant.map(({ cluster }) => cluster));
  const those = members.filter(({ cluster }) => touched.has(cluster));
  const clusters = planGeo({ kind: 'complete', members: those }, reports).clusters.map((cluster) => {
    const pairs = cluster.pairs.filter(isMeant).map(withoutWaits);
    const standalones = cluster.standalones.filter(isMeant).map(withoutWaits);
    return { ...cluster, pairs, standalones, totals: countedIn([...pairs, ...standalones]) };
  });
  const plans = clusters.flatMap(({ pairs, standalones }) => [...pairs, ...standalones]);
  return { incomplete: [], clusters, totals: countedIn(plans) };
};
