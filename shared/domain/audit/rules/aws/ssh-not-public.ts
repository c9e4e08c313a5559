import { fixPrivate, judgePrivate, type PrivatePort } from '#domain/audit/public-port.ts';
import type { Rule } from '#domain/audit/rule.ts';
import { SSH_PORT } from '#domain/audit/unit-ports.ts';

const sshPort: PrivatePort = () => SSH_PORT;

export const sshNotPublic: Rule = {
  id: 'ssh-not-public',
  side: 'aws',
  severity: 'high',
  title: 'SSH is not open to the internet',
  why: 'It is tried by strangers all day long. Nobody needs it for the service of clients, and whoever gets in owns the unit.',
  citations: [
    {
      words: 'AWS Security Hub, Amazon EC2 controls (EC2.13, no ingress from 0.0.0.0/0 or ::/0 to port 22)',
      url: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html',
    },
    { words: 'LoadMaster HA for AWS, section 6.2.1 (no virtual service on port 22)' },
  ],
  remedy:
    'remove 0.0.0.0/0 and ::/0 from port 22, and let in at most the networks of those who need it (EC2 > Security groups > Inbound rules > Edit)',
  check: (snapshot) => judgePrivate(snapshot, sshPort),
  fix: (snapshot, fault) => fixPrivate(snapshot, fault, sshPort),
  fixesSecurityGroups: true,
};
