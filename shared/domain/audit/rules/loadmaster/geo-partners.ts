import type { Rule } from '#domain/audit/rule.ts';
import { isInGeoCluster, judgeGeo } from '#domain/audit/rules/loadmaster/geo-drift.ts';

/** Whether its partners are up is known only once they are the right ones, which is the rule `geo-lists`'s. */
export const geoPartners: Rule = {
  id: 'geo-partners',
  side: 'loadmaster',
  severity: 'medium',
  title: 'GEO is on, its partners are up, and the master is declared',
  why: 'A unit that has lost its partners goes on with names that nobody changes any more; of a pair without a declared master nobody sets the lists.',
  citations: [
    { words: 'LoadMaster HA for AWS, section 5' },
    { words: 'LoadMaster Interface Description, RESTful API, sections 3.7.8 and 3.12.4.2' },
  ],
  remedy:
    'enable GEO (Global Balancing > Enable GEO); see that each partner runs, has this unit in both its lists, is reached on TCP 22 both ways and has the same Partner Shared Secret (Certificates & Security > Remote Access); declare geoMaster in the estate file',
  applies: isInGeoCluster,
  check: (snapshot) =>
    judgeGeo(snapshot, {
      faults: ['geo-off', 'partner-down', 'no-master'],
      hiddenBy: ['partners-missing', 'partners-extra'],
      expected: 'GEO on, every partner Up, a declared master',
    }),
};
