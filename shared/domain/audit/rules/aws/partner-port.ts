import { partnerOf } from '#domain/audit/callers.ts';
import { fixLetIn, judgeLetIn, type Needed } from '#domain/audit/let-in.ts';
import type { Rule } from '#domain/audit/rule.ts';
import { SYNC_PORT } from '#domain/audit/unit-ports.ts';

const NEEDED: Needed = {
  port: () => SYNC_PORT,
  callers: (snapshot, unit) => [partnerOf(snapshot, unit)],
};

export const partnerPort: Rule = {
  id: 'partner-port',
  side: 'aws',
  severity: 'critical',
  title: 'Each unit lets its partner in to 6973/tcp',
  why: 'By it changes go from the active unit to the standby. Where it is closed nobody notices until a failover: then the standby serves clients with an old configuration, without what was added since.',
  citations: [
    { words: 'LoadMaster HA for AWS, section 6' },
    {
      words: 'Amazon VPC, Security group rules',
      url: 'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
    },
  ],
  remedy:
    'let the partner’s address in to 6973/tcp, in the security groups of both units (EC2 > Security groups > Inbound rules > Edit)',
  check: (snapshot) => judgeLetIn(snapshot, NEEDED),
  fix: (snapshot, fault) => fixLetIn(snapshot, fault, NEEDED),
  fixesSecurityGroups: true,
};
