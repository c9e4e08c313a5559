import { type Broken, withPair } from './broken.ts';
import { AUDITED_PAIR, BALANCER_GROUP, UNITS_GROUP } from './clean-snapshot.ts';
import { tcp, withIngress, withOwnGroups, withoutBalancerGroups, withPort } from './ingress-samples.ts';

const forBoth = (fault: string): readonly string[] => [`first: ${fault}`, `second: ${fault}`];

const { first, second } = AUDITED_PAIR.units;

/** How the rules on security groups are broken. */
export const BROKEN_SECURITY_GROUPS: Readonly<Record<string, readonly Broken[]>> = {
  'partner-port': [
    {
      words: 'nobody is let in',
      snapshot: withPort(6973, []),
      faults: [
        'first: 6973/tcp closed to second, expected 6973/tcp open to second',
        'second: 6973/tcp closed to first, expected 6973/tcp open to first',
      ],
    },
    {
      words: 'the first unit does not let the second in',
      snapshot: withOwnGroups({ first: [tcp(8444, { groups: [BALANCER_GROUP], cidrs: ['10.0.2.5/32'] })] }),
      faults: ['first: 6973/tcp closed to second, expected 6973/tcp open to second'],
    },
    {
      words: 'the second unit lets in an address that the first does not have',
      snapshot: withOwnGroups({
        second: [
          tcp(6973, { cidrs: ['10.0.1.6/32'] }),
          tcp(8444, { groups: [BALANCER_GROUP], cidrs: ['10.0.1.5/32'] }),
        ],
      }),
      faults: ['second: 6973/tcp closed to first, expected 6973/tcp open to first'],
    },
    {
      words: 'the right port by the wrong protocol',
      snapshot: withPort(6973, [{ ...tcp(6973, { groups: [UNITS_GROUP] }), protocol: 'udp' }]),
      faults: [
        'first: 6973/tcp closed to second, expected 6973/tcp open to second',
        'second: 6973/tcp closed to first, expected 6973/tcp open to first',
      ],
    },
  ],
  'health-port-open': [
    {
      words: 'the load balancer is not let in',
      snapshot: withPort(8444, [tcp(8444, { groups: [UNITS_GROUP] })]),
      faults: forBoth('8444/tcp closed to lm, expected 8444/tcp open to lm'),
    },
    {
      words: 'the load balancer is let in, the partner is not',
      snapshot: withPort(8444, [tcp(8444, { groups: [BALANCER_GROUP] })]),
      faults: [
        'first: 8444/tcp closed to second, expected 8444/tcp open to second',
        'second: 8444/tcp closed to first, expected 8444/tcp open to first',
      ],
    },
    {
      words: 'nobody is let in',
      snapshot: withPort(8444, []),
      faults: [
        'first: 8444/tcp closed to lm and second, expected 8444/tcp open to lm and second',
        'second: 8444/tcp closed to lm and first, expected 8444/tcp open to lm and first',
      ],
    },
    {
      words: 'one subnet of a load balancer without security groups is let in, the other is not',
      snapshot: withoutBalancerGroups(['10.0.1.0/24']),
      faults: forBoth('8444/tcp closed to lm, expected 8444/tcp open to lm'),
    },
    {
      words: 'of one subnet a part is let in, of the other nothing',
      snapshot: withoutBalancerGroups(['10.0.1.16/28']),
      faults: forBoth('8444/tcp closed to lm, expected 8444/tcp open to lm'),
    },
  ],
  'management-not-public': [
    {
      words: 'its port is open to everybody',
      snapshot: withIngress((ingress) => [...ingress, tcp(8443, { cidrs: ['0.0.0.0/0'] })]),
      faults: forBoth(
        `8443/tcp open to 0.0.0.0/0 (${UNITS_GROUP}), expected 8443/tcp open to known networks only`,
      ),
    },
    {
      words: 'its port is open to everybody who has IPv6',
      snapshot: withIngress((ingress) => [...ingress, tcp(8443, { cidrs: ['10.0.0.0/8', '::/0'] })]),
      faults: forBoth(
        `8443/tcp open to ::/0 (${UNITS_GROUP}), expected 8443/tcp open to known networks only`,
      ),
    },
    {
      words: 'by a range of ports, and by that port alone',
      snapshot: withIngress((ingress) => [
        ...ingress,
        tcp(8000, { cidrs: ['0.0.0.0/0', '::/0'] }, 9000),
        tcp(8443, { cidrs: ['0.0.0.0/0'] }),
      ]),
      faults: forBoth(
        `8443/tcp open to 0.0.0.0/0 and ::/0 (${UNITS_GROUP}), 0.0.0.0/0 (${UNITS_GROUP}), expected 8443/tcp open to known networks only`,
      ),
    },
    {
      words: 'it is where clients come in: the URL names no port',
      snapshot: withPair({
        units: {
          first: { ...first, management: 'https://10.0.1.5' },
          second: { ...second, management: 'https://10.0.2.5:8443' },
        },
      }),
      faults: [
        `first: 443/tcp open to 0.0.0.0/0 and ::/0 (${UNITS_GROUP}), expected 443/tcp open to known networks only`,
      ],
    },
  ],
  'ssh-not-public': [
    {
      words: 'port 22 is open to everybody',
      snapshot: withIngress((ingress) => [...ingress, tcp(22, { cidrs: ['0.0.0.0/0'] })]),
      faults: forBoth(
        `22/tcp open to 0.0.0.0/0 (${UNITS_GROUP}), expected 22/tcp open to known networks only`,
      ),
    },
    {
      words: 'the low ports are',
      snapshot: withIngress((ingress) => [...ingress, tcp(0, { cidrs: ['::/0'] }, 1023)]),
      faults: forBoth(`22/tcp open to ::/0 (${UNITS_GROUP}), expected 22/tcp open to known networks only`),
    },
  ],
};
