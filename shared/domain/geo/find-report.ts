import type { EndedTurn, GeoReport, MemberReport } from '#domain/geo/geo-report.ts';
import { ownEntry } from '#domain/own-entry.ts';

/** What a region reported last; undefined where it has reported nothing. */
export const reportOfRegion = (reports: readonly GeoReport[], region: string): GeoReport | undefined =>
  reports.find((report) => report.region === region);

/** What a member's own region reported on it last: nobody else's word counts. */
export const reportOfMember = (
  reports: readonly GeoReport[],
  { region, id }: { readonly region: string; readonly id: string },
): MemberReport | undefined => {
  const report = reportOfRegion(reports, region);
  return report && ownEntry(report.members, id);
};

/** The last turn of a cluster that a region has brought to an end. */
export const endedIn = (
  reports: readonly GeoReport[],
  region: string,
  cluster: string,
): EndedTurn | undefined => {
  const report = reportOfRegion(reports, region);
  return report && ownEntry(report.ended, cluster);
};
