import { judgePair } from '#domain/audit/judge.ts';
import { whereZonesRead } from '#domain/audit/judge-instances.ts';
import type { Rule } from '#domain/audit/rule.ts';

export const differentZones: Rule = {
  id: 'different-zones',
  side: 'aws',
  severity: 'medium',
  title: 'The units are in different zones',
  why: 'When a zone fails, both units fail with it, and there is nobody to take over: a pair in one zone is safe from the loss of an instance, but not of a zone.',
  citations: [
    {
      words: 'AWS Well-Architected, Reliability Pillar: Deploy the workload to multiple locations',
      url: 'https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_fault_isolation_multiaz_region_system.html',
    },
    { words: 'LoadMaster HA for AWS, section 1' },
  ],
  remedy: 'replace one of the units, the standby, by one in another zone, and declare that',
  check: (snapshot) =>
    judgePair(
      whereZonesRead(snapshot, ({ first, second }) =>
        first === second ? { seen: `both in ${first}`, expected: 'two zones' } : undefined,
      ),
    ),
};
