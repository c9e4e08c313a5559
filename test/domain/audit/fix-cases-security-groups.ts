import { TARGET_GROUP } from '../../../docs/state-samples.ts';
import { withAws, withPair } from './broken.ts';
import { AUDITED_PAIR, UNITS_GROUP } from './clean-snapshot.ts';
import type { FixCase } from './fix-case.ts';
import {
  everything,
  tcp,
  withIngress,
  withOwnGroups,
  withoutBalancerGroups,
  withPort,
} from './ingress-samples.ts';

const { first, second } = AUDITED_PAIR.units;

export const SECURITY_GROUP_FIXES: readonly FixCase[] = [
  {
    words: 'the partner’s address alone',
    rule: 'partner-port',
    snapshot: withPort(6973, []),
    fixes: [
      `let 6973/tcp from 10.0.2.5/32 into ${UNITS_GROUP}`,
      `let 6973/tcp from 10.0.1.5/32 into ${UNITS_GROUP}`,
    ],
  },
  {
    words: 'an IPv6 partner',
    rule: 'partner-port',
    snapshot: withPair(
      { units: { first, second: { ...second, address: '2001:db8::5' } } },
      withOwnGroups({ first: [] }),
    ),
    fixes: ['let 6973/tcp from 2001:db8::5/128 into sg-000000000000000c1'],
  },
  {
    words: 'the load balancer by its security group, before the partner',
    rule: 'health-port-open',
    snapshot: withPort(8444, []),
    fixes: [
      'let 8444/tcp from sg-000000000000000bb into sg-000000000000000aa',
      'let 8444/tcp from sg-000000000000000bb into sg-000000000000000aa',
    ],
  },
  {
    words: 'the one subnet that is shut out',
    rule: 'health-port-open',
    snapshot: withoutBalancerGroups(['10.0.1.0/24']),
    fixes: [
      'let 8444/tcp from 10.0.2.0/24 into sg-000000000000000aa',
      'let 8444/tcp from 10.0.2.0/24 into sg-000000000000000aa',
    ],
  },
  {
    words: 'an instance without security groups has none to be changed',
    rule: 'partner-port',
    snapshot: withAws('instances', (instance) => ({ ...instance, securityGroups: [] }), first.instanceId),
    fixes: [
      'not now: there is no security group to let it in by',
      'let 6973/tcp from 10.0.1.5/32 into sg-000000000000000aa',
    ],
  },
  {
    words: 'one network of everybody’s after the other',
    rule: 'management-not-public',
    snapshot: withIngress((ingress) => [...ingress, tcp(8443, { cidrs: ['::/0', '0.0.0.0/0'] })]),
    fixes: [
      'no longer let 8443/tcp from ::/0 into sg-000000000000000aa',
      'no longer let 8443/tcp from ::/0 into sg-000000000000000aa',
    ],
  },
  {
    words: 'a range of ports is not taken away for one of them',
    rule: 'management-not-public',
    snapshot: withIngress((ingress) => [
      ...ingress,
      tcp(8443, { cidrs: ['0.0.0.0/0'] }),
      tcp(8000, { cidrs: ['0.0.0.0/0'] }, 9000),
    ]),
    fixes: [
      'not now: what opens it in sg-000000000000000aa opens more than port 8443: narrow it by hand',
      'not now: what opens it in sg-000000000000000aa opens more than port 8443: narrow it by hand',
    ],
  },
  {
    words: 'nobody else could manage the unit any more',
    rule: 'management-not-public',
    snapshot: withPort(8443, [tcp(8443, { cidrs: ['0.0.0.0/0', '::/0'] })]),
    fixes: [
      'not now: nobody else is let in to port 8443: let in those who manage the unit first',
      'not now: nobody else is let in to port 8443: let in those who manage the unit first',
    ],
  },
  ...[{ groups: [UNITS_GROUP] }, { prefixLists: ['pl-00000000000000001'] }].map((others) => ({
    words: `somebody else can: ${Object.keys(others).join()}`,
    rule: 'management-not-public',
    snapshot: withPort(8443, [tcp(8443, { ...others, cidrs: ['0.0.0.0/0'] })]),
    fixes: [
      'no longer let 8443/tcp from 0.0.0.0/0 into sg-000000000000000aa',
      'no longer let 8443/tcp from 0.0.0.0/0 into sg-000000000000000aa',
    ],
  })),
  {
    words: 'clients come in by that port: as the target group has it',
    rule: 'management-not-public',
    snapshot: withPair({
      units: { first, second: { ...second, management: 'https://10.0.2.5' } },
    }),
    fixes: ['not now: clients come in by port 443: move the management interface to another one first'],
  },
  {
    words: 'clients come in by that port: as one target is registered',
    rule: 'management-not-public',
    snapshot: withAws(
      'targets',
      (targets) => targets.map((target) => ({ ...target, port: 8443 })),
      TARGET_GROUP,
      withIngress((ingress) => [...ingress, tcp(8443, { cidrs: ['0.0.0.0/0'] })]),
    ),
    fixes: ['first', 'second'].map(
      () => 'not now: clients come in by port 8443: move the management interface to another one first',
    ),
  },
  ...(['targets', 'targetGroups'] as const).map((part) => {
    const open = withIngress((ingress) => [...ingress, tcp(8443, { cidrs: ['0.0.0.0/0'] })]);
    return {
      words: `where clients come in is not known: ${part}`,
      rule: 'management-not-public',
      snapshot: { ...open, aws: { ...open.aws, [part]: {} } },
      fixes: ['first', 'second'].map(() => 'not now: whether clients come in by port 8443 is not known'),
    };
  }),
  {
    words: 'SSH is closed, even to the last',
    rule: 'ssh-not-public',
    snapshot: withPort(22, [tcp(22, { cidrs: ['0.0.0.0/0'] })]),
    fixes: [
      'no longer let 22/tcp from 0.0.0.0/0 into sg-000000000000000aa',
      'no longer let 22/tcp from 0.0.0.0/0 into sg-000000000000000aa',
    ],
  },
  {
    words: 'all protocols are not taken away for one port',
    rule: 'ssh-not-public',
    snapshot: withIngress((ingress) => [...ingress, everything({ cidrs: ['0.0.0.0/0'] })]),
    fixes: [
      'not now: what opens it in sg-000000000000000aa opens more than port 22: narrow it by hand',
      'not now: what opens it in sg-000000000000000aa opens more than port 22: narrow it by hand',
    ],
  },
  ...[
    { words: 'a range that begins with it', from: 22, to: 23 },
    { words: 'a range that ends with it', from: 21, to: 22 },
  ].map(({ words, from, to }) => ({
    words,
    rule: 'ssh-not-public',
    snapshot: withIngress((ingress) => [...ingress, tcp(from, { cidrs: ['0.0.0.0/0'] }, to)]),
    fixes: ['first', 'second'].map(
      () => 'not now: what opens it in sg-000000000000000aa opens more than port 22: narrow it by hand',
    ),
  })),
];
