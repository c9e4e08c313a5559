import { type Broken, withPair, withUnit } from './broken.ts';
import { withUnitSnapshot } from './broken-units.ts';
import { AUDITED_PAIR, unread } from './clean-snapshot.ts';

const { failback } = AUDITED_PAIR;

/** How the rules about high availability are broken. */
export const BROKEN_HA: Readonly<Record<string, readonly Broken[]>> = {
  'certificate-pin': [
    {
      words: 'somebody else answers, or the certificate was changed',
      snapshot: withUnitSnapshot('second', { loadMaster: unread('loadmaster-certificate-changed') }),
      faults: ['second: another certificate, expected the pinned certificate'],
    },
  ],
  'ha-modes': [
    {
      words: 'both units are first',
      snapshot: withUnit('second', { designation: 'first' }),
      faults: ['second: HA mode first, expected HA mode second'],
    },
    {
      words: 'a unit has no HA',
      snapshot: withUnit('first', { designation: 'none' }),
      faults: ['first: no HA, expected HA mode first'],
    },
    {
      words: 'a unit has the right mode and takes no part',
      snapshot: withUnit('second', { haStatus: 'not-configured' }),
      faults: ['second: HA not configured, expected HA mode second'],
    },
  ],
  roles: [
    {
      words: 'two active units',
      snapshot: withUnit('second', { haStatus: 'active' }),
      faults: ['pair: both active, expected one active, one standby'],
    },
    {
      words: 'two standbys',
      snapshot: withUnit('first', { haStatus: 'standby' }),
      faults: ['pair: both standby, expected one active, one standby'],
    },
  ],
  unconnected: [
    {
      words: 'one unit was never polled',
      snapshot: withUnit('second', { haStatus: 'passive' }),
      faults: ['second: unconnected, expected active or standby'],
    },
    {
      words: 'neither unit was polled',
      snapshot: withUnit('first', { haStatus: 'passive' }, withUnit('second', { haStatus: 'passive' })),
      faults: [
        'first: unconnected, expected active or standby',
        'second: unconnected, expected active or standby',
      ],
    },
  ],
  pacified: [
    {
      words: 'a unit rebooted too often',
      snapshot: withUnitSnapshot('first', { pacified: true }),
      faults: ['first: more than 3 reboots in five minutes, expected at most 3 reboots in five minutes'],
    },
    {
      words: 'a unit rebooted too often and is silent since',
      snapshot: withUnitSnapshot('second', { pacified: true, loadMaster: unread('loadmaster-unreachable') }),
      faults: ['second: more than 3 reboots in five minutes, expected at most 3 reboots in five minutes'],
    },
  ],
  partners: [
    {
      words: 'a unit has a stranger for a partner',
      snapshot: withUnit('first', { partner: '10.0.9.9' }),
      faults: ['first: partner 10.0.9.9, expected partner 10.0.2.5'],
    },
    {
      words: 'a unit has itself for a partner',
      snapshot: withUnit('second', { partner: '10.0.2.5' }),
      faults: ['second: partner 10.0.2.5, expected partner 10.0.1.5'],
    },
  ],
  'health-port': [
    {
      words: 'a unit answers on another port than is declared',
      snapshot: withUnit('first', { healthPort: 8446 }),
      faults: ['first: health check port 8446, expected health check port 8444'],
    },
    {
      words: 'a handover has not put the port back',
      snapshot: withUnit('second', { healthPort: 8445 }),
      faults: ['second: health check port 8445, that of handovers, expected health check port 8444'],
    },
  ],
  'all-interfaces': [
    {
      words: 'a unit with two interfaces answers on one',
      snapshot: withUnit('second', { allInterfaces: false }),
      faults: [
        'second: health checks on eth0 alone, of 2 interfaces, expected health checks on all interfaces',
      ],
    },
  ],
  preference: [
    {
      words: 'a unit returns by itself, and is not to',
      snapshot: withUnit('first', { prefersFirst: true }),
      faults: ['first: Prefer First, expected No Preferred Host'],
    },
    {
      words: 'the control plane returns the pair, and so does a unit',
      snapshot: withPair(
        { preferred: 'first', failback: { ...failback, policy: 'gated' } },
        withUnit('second', { prefersFirst: true }),
      ),
      faults: ['second: Prefer First, expected No Preferred Host'],
    },
    {
      words: 'the units are to return by themselves, and do not',
      snapshot: withPair({ preferred: 'first', failback: { ...failback, policy: 'native' } }),
      faults: [
        'first: No Preferred Host, expected Prefer First',
        'second: No Preferred Host, expected Prefer First',
      ],
    },
  ],
};
