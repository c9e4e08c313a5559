import { topologyIn } from '#control/geo/see-region.ts';
import { OperatorRefusal } from '#control/operator/refusal.ts';
import type { GeoRecord } from '#control/ports.ts';
import type { GeoMember } from '#domain/geo/member.ts';

/** Everybody in the clusters that the region has members in. Throws OperatorRefusal `geo-incomplete` with what is wrong. */
export const wholeIn = (region: string, geo: GeoRecord): readonly GeoMember[] => {
  const topology = topologyIn(region, geo);
  if (topology.kind === 'complete') return topology.members;
  const { findings: refusals } = topology;
  const things = refusals.length === 1 ? 'one thing is' : `${refusals.length} things are`;
  const message = `nobody in ${region} knows who is in its GEO clusters: ${things} wrong with what the regions have declared`;
  throw new OperatorRefusal('geo-incomplete', message, { refusals });
};

/**
 * The same of one cluster, where one is named. Throws OperatorRefusal `geo-incomplete`, or `unknown-cluster` where the
 * region has no member in it.
 */
export const wholeOf = (
  region: string,
  geo: GeoRecord,
  cluster: string | undefined,
): readonly GeoMember[] => {
  const members = wholeIn(region, geo);
  if (cluster === undefined) return members;
  const meant = members.filter((member) => member.cluster === cluster);
  if (meant.length === 0)
    throw new OperatorRefusal('unknown-cluster', `${region} has no member in a GEO cluster of that name`);
  return meant;
};
