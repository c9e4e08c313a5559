import type { Rule } from '#domain/audit/rule.ts';
import { isInGeoCluster, judgeGeo } from '#domain/audit/rules/loadmaster/geo-drift.ts';

export const geoAddressesSwapped: Rule = {
  id: 'geo-addresses-swapped',
  side: 'loadmaster',
  severity: 'high',
  title: 'No GEO cluster and no name of a unit leads to the other unit of its pair',
  why: 'Synchronisation puts the own address of each unit in the place of the other: where it did not, clients are led to the standby.',
  citations: [
    { words: 'LoadMaster HA for AWS, section 4' },
    { words: 'LoadMaster Interface Description, RESTful API, sections 3.7.1 and 3.7.2' },
  ],
  remedy:
    'see that the units have each other as partner (System Configuration > AWS HA Parameters) and synchronise; then give the cluster or the name the own address of the active unit, on that unit (Global Balancing > Manage Clusters, Manage FQDNs)',
  applies: isInGeoCluster,
  check: (snapshot) =>
    judgeGeo(snapshot, {
      faults: ['address-not-swapped'],
      hiddenBy: ['geo-off'],
      expected: 'its own address in its place',
    }),
};
