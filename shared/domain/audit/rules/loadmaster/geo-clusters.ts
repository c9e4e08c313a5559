import type { Rule } from '#domain/audit/rule.ts';
import { isInGeoCluster, judgeGeo } from '#domain/audit/rules/loadmaster/geo-drift.ts';

export const geoClusters: Rule = {
  id: 'geo-clusters',
  side: 'loadmaster',
  severity: 'high',
  title: 'Each unit has a GEO cluster of type Remote LM at the master address of every pair',
  why: 'GEO does not know how the services of that pair are: clients are led to a pair that is down, or never to one that works.',
  citations: [
    { words: 'LoadMaster HA for AWS, section 5.2' },
    { words: 'LoadMaster Interface Description, RESTful API, section 3.7.2' },
  ],
  remedy:
    'add the GEO cluster, or modify it, with the type Remote LM (Global Balancing > Manage Clusters); partners copy it from one another',
  applies: isInGeoCluster,
  check: (snapshot) =>
    judgeGeo(snapshot, {
      faults: ['cluster-missing', 'cluster-type'],
      hiddenBy: ['geo-off'],
      expected: 'a GEO cluster of type Remote LM at the master address of every pair',
    }),
};
