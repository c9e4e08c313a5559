import type { Entrances } from '#domain/audit/ingress.ts';
import { fixPrivate, judgePrivate, othersAreLetIn, type PrivatePort } from '#domain/audit/public-port.ts';
import type { Rule } from '#domain/audit/rule.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';

/** Of HTTPS, where a management URL names none. */
const HTTPS_PORT = 443;

const managementPort: PrivatePort = ({ pair }, unit) =>
  Number(URL.parse(pair.units[unit].management)?.port || HTTPS_PORT);

/** Clients come in by a port on which targets are registered: to close it would cut them off. */
const servesClients = ({ pair, aws }: PairSnapshot, port: number): boolean | 'unknown' => {
  const served = pair.targetGroups.map((arn): boolean | 'unknown' => {
    const [group, targets] = [aws.targetGroups[arn], aws.targets[arn]];
    if (group?.kind !== 'read' || targets?.kind !== 'read') return 'unknown';
    return group.value.port === port || targets.value.some((target) => target.port === port);
  });
  return served.includes(true) || (served.includes('unknown') ? 'unknown' : false);
};

const whyNot =
  (snapshot: PairSnapshot) =>
  (entrances: Entrances): string | undefined => {
    const { port } = entrances;
    const serves = servesClients(snapshot, port);
    if (serves === 'unknown') return `whether clients come in by port ${port} is not known`;
    if (serves) return `clients come in by port ${port}: move the management interface to another one first`;
    // Understudy itself is one of those who would be locked out.
    return othersAreLetIn(entrances)
      ? undefined
      : `nobody else is let in to port ${port}: let in those who manage the unit first`;
  };

export const managementNotPublic: Rule = {
  id: 'management-not-public',
  side: 'aws',
  severity: 'critical',
  title: 'The management interface is not open to the internet',
  why: 'Whoever finds it may try passwords, and use every hole that its firmware ever had: from there all traffic of all clients can be read and sent elsewhere.',
  citations: [
    {
      words: 'Amazon VPC, Security group rules',
      url: 'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
    },
    {
      words: 'AWS Security Hub, Amazon EC2 controls (EC2.19, unrestricted access to ports with high risk)',
      url: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html',
    },
  ],
  remedy:
    'let in the networks of those who manage the unit and of Understudy, then remove 0.0.0.0/0 and ::/0 (EC2 > Security groups > Inbound rules > Edit)',
  check: (snapshot) => judgePrivate(snapshot, managementPort),
  fix: (snapshot, fault) => fixPrivate(snapshot, fault, managementPort, whyNot(snapshot)),
  fixesSecurityGroups: true,
};
