import { describe, expect, it } from 'vitest';
import { checksFor } from '#domain/explain/checks.ts';
import type { PairSeen, TargetSeen, UnitSeen } from '#domain/pair/seen.ts';
import { SITUATIONS } from '#domain/pair/state.ts';
import { decideWatch } from '#domain/watch/decide-watch.ts';
import { NOW, SAMPLE_PAIR, stateIn, TARGET_GROUP, UNIT_CLASSES } from '../../docs/state-samples.ts';
import { saying } from '../../docs/state-switch-samples.ts';

const { serving, 'standing by': standingBy, 'not polled': notPolled } = UNIT_CLASSES;
const look = (first: UnitSeen, second: UnitSeen): PairSeen => ({ at: NOW, units: { first, second } });
const checks = (situation: (typeof SITUATIONS)[number], first: UnitSeen, second: UnitSeen) =>
  checksFor(situation, look(first, second), SAMPLE_PAIR);

const stopped: UnitSeen = {
  ...standingBy,
  instance: { kind: 'read', value: { state: 'stopped', managed: true } },
};
const inGroup = (unit: UnitSeen, reason: string): UnitSeen => {
  const value: TargetSeen = { state: 'unused', reason };
  return { ...unit, targets: { ...unit.targets, [TARGET_GROUP]: { kind: 'read', value } } };
};
const unread = (code: 'loadmaster-auth' | 'not-asked'): UnitSeen => ({
  ...standingBy,
  loadMaster: { kind: 'unread', code },
});

const NO_ACTIVE =
  'check that the load balancer reaches the health check port of both units from its subnets, and their HA pages; while no unit answers 200 it sends traffic to every target';
const DUAL_ACTIVE =
  'check that one unit is set to HA mode First and the other to Second, and that they reach one another on the health check port and on 6973/tcp';
const UNCONNECTED =
  'check that a listener leads to every target group and that both units are registered in them';

describe('what to check first', () => {
  it.each(SITUATIONS.filter((kind) => !['no-active', 'dual-active', 'unconnected'].includes(kind)))(
    'is nothing while the pair is %s',
    (situation) => {
      expect(checks(situation, stopped, stopped)).toEqual([]);
    },
  );

  it.each([
    { situation: 'no-active', general: NO_ACTIVE },
    { situation: 'dual-active', general: DUAL_ACTIVE },
    { situation: 'unconnected', general: UNCONNECTED },
  ] as const)('is the usual where nothing is seen to be wrong: $situation', ({ situation, general }) => {
    expect(checks(situation, standingBy, standingBy)).toEqual([general]);
    expect(checks(situation, unread('not-asked'), unread('not-asked'))).toEqual([general]);
  });

  it('is what is seen, the most telling first: the instance, its targets, its settings, its role', () => {
    const lost = inGroup(saying(standingBy, { designation: 'second' }), 'Target.NotRegistered');
    expect(
      checks('no-active', lost, { ...stopped, loadMaster: { kind: 'unread', code: 'loadmaster-auth' } }),
    ).toEqual([
      'second (i-0000000000000000b) is stopped: start it',
      'first is not registered in lm-a: register it',
      'the HA mode configured on first is not its own: correct the unit or the estate',
      'the LoadMaster of second was not read (loadmaster-auth)',
      NO_ACTIVE,
    ]);
  });

  it.each<{ seen: string; first: UnitSeen; check: string }>([
    {
      seen: 'no listener leads to it',
      first: inGroup(standingBy, 'Target.NotInUse'),
      check: "no listener leads to lm-a, or first's zone is not enabled for the load balancer",
    },
    {
      seen: 'HA is not configured',
      first: saying(standingBy, { haStatus: 'not-configured' }),
      check: 'HA is not configured on first: set its HA mode and partner',
    },
    {
      seen: 'it answers health checks elsewhere',
      first: saying(standingBy, { healthPort: 8443 }),
      check: 'first answers health checks on port 8443, the estate says 8444',
    },
    {
      seen: 'no health check has reached it',
      first: notPolled,
      check:
        'no health check has reached first since it booted: check the health check of the target groups (HTTP, port 8444, path /) and that the security group of first lets the load balancer in on 8444',
    },
    {
      seen: 'its partner is a stranger',
      first: saying(standingBy, { partner: '10.9.9.9' }),
      check: 'the partner configured on first is not 10.0.2.5: correct the unit or the estate',
    },
    {
      seen: 'it is set to the other’s designation',
      first: saying(serving, { designation: 'second' }),
      check: 'the HA mode configured on first is not its own: correct the unit or the estate',
    },
  ])('is said where $seen', ({ first, check }) => {
    expect(checks('unconnected', first, standingBy)).toEqual([check, UNCONNECTED]);
  });

  it('is said once, though it is true of both', () => {
    const none = inGroup(standingBy, 'Target.NotInUse');
    const found = checks('unconnected', none, none);
    expect(new Set(found).size).toBe(found.length);
  });

  it('goes with the decision by which the pair comes into such a situation, and with no other', () => {
    const seen = look(notPolled, notPolled);
    const begun = decideWatch(stateIn('steady', 0), seen, SAMPLE_PAIR, NOW);
    expect(begun.checks).toHaveLength(3);
    expect(decideWatch(begun.next, seen, SAMPLE_PAIR, NOW).checks).toBeUndefined();
    expect(
      decideWatch(stateIn('steady', 0), look(serving, notPolled), SAMPLE_PAIR, NOW).checks,
    ).toBeUndefined();
  });
});
