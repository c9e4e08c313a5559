import type { Rule } from '#domain/audit/rule.ts';
import { isInGeoCluster, judgeGeo } from '#domain/audit/rules/loadmaster/geo-drift.ts';

/** The other unit of its own pair in the access list is the rule `geo-own-standby`'s. */
export const geoLists: Rule = {
  id: 'geo-lists',
  side: 'loadmaster',
  severity: 'high',
  title: 'Each unit has everybody in its GEO cluster in its two lists, and nobody else',
  why: 'A LoadMaster that is missing is not told of, and its names go stale; a stranger gets the DNS configuration or the state of the services.',
  citations: [
    { words: 'LoadMaster HA for AWS, section 5' },
    { words: 'LoadMaster Interface Description, RESTful API, section 3.12.4 (geoclients, geopartners)' },
  ],
  remedy:
    'have the lists set (POST /geo/sync); by hand, set Remote GEO LoadMaster Access and GEO LoadMaster Partners (Certificates & Security > Remote Access)',
  applies: isInGeoCluster,
  check: (snapshot) =>
    judgeGeo(snapshot, {
      faults: ['access-missing', 'access-extra', 'partners-missing', 'partners-extra'],
      hiddenBy: ['no-master'],
      expected: 'who is declared to be in its GEO cluster',
    }),
};
