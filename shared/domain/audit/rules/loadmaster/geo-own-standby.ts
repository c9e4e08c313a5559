import type { Rule } from '#domain/audit/rule.ts';
import { isInGeoCluster, judgeGeo } from '#domain/audit/rules/loadmaster/geo-drift.ts';

export const geoOwnStandby: Rule = {
  id: 'geo-own-standby',
  side: 'loadmaster',
  severity: 'high',
  title: 'The master has the other unit of its own pair not in Remote GEO LoadMaster Access',
  why: 'The manual forbids it and does not say what comes of it: synchronisation, which gives each unit its own address, may find it twice.',
  citations: [
    { words: 'LoadMaster HA for AWS, sections 5.1 to 5.4' },
    { words: 'LoadMaster Interface Description, RESTful API, section 3.12.4 (geoclients)' },
  ],
  remedy:
    'have the lists set (POST /geo/sync); by hand, take the address out of Remote GEO LoadMaster Access on the master (Certificates & Security > Remote Access)',
  applies: isInGeoCluster,
  check: (snapshot) =>
    judgeGeo(snapshot, {
      faults: ['own-standby-in-access'],
      hiddenBy: ['no-master'],
      expected: 'of its own pair its own address alone',
    }),
};
