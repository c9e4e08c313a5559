import type { AutoScalingSeen, InstanceHealthSeen, TerminateHookSeen } from '#domain/audit/aws-seen.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { NOW } from '../../../docs/state-samples.ts';
import { type Broken, withAws } from './broken.ts';
import { AUDITED_PAIR, SUBNETS, ZONES } from './clean-snapshot.ts';

const FIRST = AUDITED_PAIR.units.first.instanceId;
const SECOND = AUDITED_PAIR.units.second.instanceId;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** A terminate hook that leaves time for everything. */
export const GOOD_HOOK: TerminateHookSeen = {
  name: 'drain',
  heartbeatSeconds: 300,
  globalSeconds: 30_000,
  defaultResult: 'ABANDON',
};

/** The second unit is in an Auto Scaling group, and EC2 would not protect it. */
export const inGroup = (
  terminateHooks: readonly TerminateHookSeen[],
  change: Partial<AutoScalingSeen> = {},
): PairSnapshot =>
  withAws(
    'autoScaling',
    () => ({ groupName: 'units', terminateHooks, retainsOnAbandon: true, ...change }),
    SECOND,
    withAws('terminationProtection', () => false, SECOND),
  );

const HOOK_EXPECTED =
  'expected a terminate hook of 120 s or more, 520 s with heartbeats, that ends with ABANDON, and instances retained then';

const withHealth = (change: Partial<InstanceHealthSeen>): PairSnapshot =>
  withAws('instanceHealth', (health) => ({ ...health, ...change }), SECOND);

/** How the rules on instances are broken. */
export const BROKEN_INSTANCES: Readonly<Record<string, readonly Broken[]>> = {
  'units-running': [
    {
      words: 'the standby is stopped',
      snapshot: withAws(
        'instanceHealth',
        (health) => ({ ...health, system: 'not-applicable', instance: 'not-applicable' }),
        SECOND,
        withAws('instances', (instance) => ({ ...instance, state: 'stopped' as const }), SECOND),
      ),
      faults: ['second: stopped, expected running'],
    },
    {
      words: 'the first unit is being terminated',
      snapshot: withAws('instances', (instance) => ({ ...instance, state: 'shutting-down' as const }), FIRST),
      faults: ['first: shutting-down, expected running'],
    },
  ],
  'status-checks': [
    {
      words: 'the host is broken',
      snapshot: withHealth({ system: 'impaired' }),
      faults: ['second: system status impaired, expected both status checks ok'],
    },
    {
      words: 'the instance is not reached',
      snapshot: withHealth({ instance: 'impaired' }),
      faults: ['second: instance status impaired, expected both status checks ok'],
    },
    {
      words: 'both, one of them not known yet for the other unit',
      snapshot: withAws(
        'instanceHealth',
        (health) => ({ ...health, system: 'impaired', instance: 'initializing' }),
        FIRST,
        withHealth({ system: 'impaired', instance: 'impaired' }),
      ),
      faults: [
        'first: system status impaired, expected both status checks ok',
        'second: system status impaired, instance status impaired, expected both status checks ok',
      ],
    },
  ],
  'scheduled-events': [
    {
      words: 'a retirement in two weeks, and a reboot without a date',
      snapshot: withHealth({
        events: [
          { code: 'instance-retirement', notBefore: NOW + 14 * DAY_MS + 90 * MINUTE_MS },
          { code: 'system-reboot' },
        ],
      }),
      faults: [
        'second: instance-retirement from 2026-05-15 11:30 UTC, system-reboot, expected no scheduled event',
      ],
    },
  ],
  'termination-guard': [
    {
      words: 'spot capacity, whatever its protection says',
      snapshot: withAws('instances', (instance) => ({ ...instance, spot: true }), SECOND),
      faults: [
        'second: spot capacity, which cannot be protected, expected an Auto Scaling group with a terminate hook',
      ],
    },
    {
      words: 'not protected',
      snapshot: withAws('terminationProtection', () => false, SECOND),
      faults: ['second: no termination protection, expected termination protection'],
    },
    {
      words: 'in an Auto Scaling group without a terminate hook; protection counts for nothing there',
      snapshot: withAws('terminationProtection', () => true, SECOND, inGroup([])),
      faults: [`second: no terminate hook in units, ${HOOK_EXPECTED}`],
    },
    {
      words: 'a hook that is gone before the schedule looks twice',
      snapshot: inGroup([{ ...GOOD_HOOK, heartbeatSeconds: 119 }]),
      faults: [`second: hook drain waits 119 s, ${HOOK_EXPECTED}`],
    },
    {
      words: 'a hook that no heartbeat keeps open for as long as a drain takes',
      snapshot: inGroup([{ ...GOOD_HOOK, globalSeconds: 519 }]),
      faults: [`second: hook drain waits 519 s at most, ${HOOK_EXPECTED}`],
    },
    {
      words: 'a hook that AWS would keep open a hundred times its short heartbeat',
      snapshot: inGroup([{ name: 'brief', heartbeatSeconds: 5, defaultResult: 'ABANDON' }]),
      faults: [`second: hook brief waits 5 s, hook brief waits 500 s at most, ${HOOK_EXPECTED}`],
    },
    {
      words: 'a hook that lets the instance go when nobody answers',
      snapshot: inGroup([{ ...GOOD_HOOK, defaultResult: 'CONTINUE' }]),
      faults: [`second: hook drain ends with CONTINUE, ${HOOK_EXPECTED}`],
    },
    {
      words: 'a group that terminates the instance of an abandoned hook',
      snapshot: inGroup([GOOD_HOOK], { retainsOnAbandon: false }),
      faults: [`second: units terminates what its hook abandons, ${HOOK_EXPECTED}`],
    },
  ],
  'different-zones': [
    {
      words: 'both in one',
      snapshot: withAws('instances', (instance) => ({
        ...instance,
        zone: ZONES.first,
        subnetId: SUBNETS.first,
      })),
      faults: ['pair: both in eu-west-1a, expected two zones'],
    },
  ],
};
