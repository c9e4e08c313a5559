import { describe, expect, it } from 'vitest';
import { SECOND_MS } from '#domain/time.ts';
import type { LoadMasterUnit } from '#rehearsal/load-master/types.ts';
import { makeUnit } from '#rehearsal/load-master/unit.ts';
import { VirtualScheduler } from '#rehearsal/virtual-scheduler.ts';
import { ADDRESSES, makeRunningPair, makeVirtualPair, STARTED_AT } from './virtual-pair.ts';

describe('connecting', () => {
  it('stays unconnected, answering 503, until the load balancer polls', () => {
    const pair = makeVirtualPair();
    pair.pass(3600);
    expect(pair.roles()).toBe('passive/passive');
    expect(pair.health()).toBe('503/503');
  });

  it.each([200, 503] as const)('answers %i while unconnected when told so', (passivePollStatus) => {
    const pair = makeVirtualPair({ behaviour: { passivePollStatus } });
    expect(pair.health()).toBe(`${passivePollStatus}/${passivePollStatus}`);
  });

  it.each([true, false])('polled together, the first becomes active (Prefer First %s)', (preferFirst) => {
    const pair = makeVirtualPair({ preferFirst });
    pair.poll();
    expect(pair.roles()).toBe('active/standby');
    pair.pass(600);
    expect(pair.roles()).toBe('active/standby');
    expect(pair.health()).toBe('200/503');
  });

  it('the second alone becomes active after three misses', () => {
    const pair = makeVirtualPair();
    pair.second.polledByLoadBalancer(8444);
    pair.pass(8.9);
    expect(pair.roles()).toBe('passive/standby');
    pair.pass(0.1);
    expect(pair.roles()).toBe('passive/active');
  });

  it('with No Preferred Host a late first joins as standby', () => {
    const pair = makeVirtualPair({ preferFirst: false });
    pair.second.polledByLoadBalancer(8444);
    pair.pass(9);
    pair.first.polledByLoadBalancer(8444);
    expect(pair.roles()).toBe('standby/active');
  });

  it("does not take anybody else's request for the load balancer's", () => {
    const pair = makeVirtualPair();
    pair.first.healthAnswer(8444);
    expect(pair.first.role()).toBe('passive');
  });

  it('a poll on another port is refused and connects nothing', () => {
    const pair = makeVirtualPair();
    expect(pair.first.polledByLoadBalancer(8443)).toEqual({ kind: 'refused' });
    expect(pair.first.role()).toBe('passive');
  });
});

describe('take-over', () => {
  it.each([
    { how: 'crash', misses: 3, after: 9 },
    { how: 'powerOff', misses: 3, after: 9 },
    { how: 'crash', misses: 1, after: 3 },
    { how: 'crash', misses: 5, after: 15 },
  ] as const)(
    '$how of the active: taken over after $after s with $misses misses',
    ({ how, misses, after }) => {
      const pair = makeRunningPair({ behaviour: { takeoverMisses: misses } });
      pair.first[how]();
      pair.pass(after - 0.001);
      expect(pair.second.role()).toBe('standby');
      pair.pass(0.001);
      expect(pair.second.role()).toBe('active');
      expect(pair.second.activeSince()).toBe(STARTED_AT + after * SECOND_MS);
      expect(pair.health()).toBe('refused/200');
    },
  );

  it('a success in between starts the count anew', () => {
    const hidden = new Set<string>();
    const pair = makeRunningPair({ hidden });
    hidden.add(ADDRESSES.first);
    pair.pass(6);
    hidden.clear();
    pair.pass(3);
    hidden.add(ADDRESSES.first);
    pair.pass(6);
    expect(pair.second.role()).toBe('standby');
    pair.pass(3);
    expect(pair.second.role()).toBe('active');
  });

  it('a hung active answers nothing and is taken over; resumed, it is still active in its own eyes', () => {
    const pair = makeRunningPair({ preferFirst: false });
    pair.first.hang();
    expect(pair.health()).toBe('timeout/503');
    expect(pair.first.acceptsConnections()).toBe(false);
    pair.pass(9);
    expect(pair.roles()).toBe('active/active');
    pair.first.resume();
    expect(pair.health()).toBe('200/200');
    expect(pair.first.acceptsConnections()).toBe(true);
  });

  it('a hung standby takes over nothing', () => {
    const pair = makeRunningPair();
    pair.second.hang();
    pair.first.crash();
    pair.pass(60);
    expect(pair.second.role()).toBe('standby');
    pair.second.resume();
    pair.pass(9);
    expect(pair.second.role()).toBe('active');
  });

  it('a boot starts the count anew', () => {
    const hidden = new Set([ADDRESSES.first]);
    const pair = makeRunningPair({ hidden });
    pair.pass(6);
    pair.second.reboot();
    pair.pass(60);
    pair.poll();
    pair.pass(8.9);
    expect(pair.second.role()).toBe('standby');
    pair.pass(0.1);
    expect(pair.second.role()).toBe('active');
  });

  it.each([
    {
      what: 'the unit went down',
      interrupt: (unit: LoadMasterUnit, scheduler: VirtualScheduler) => {
        unit.reboot();
        scheduler.advance(60 * SECOND_MS);
        unit.polledByLoadBalancer(8444);
      },
    },
    {
      what: 'it got another partner',
      interrupt: (unit: LoadMasterUnit) => unit.configureHa({ partner: '10.0.1.7' }),
    },
  ])('ignores the answer to a poll that was sent before $what', ({ interrupt }) => {
    const answers: (() => void)[] = [];
    const scheduler = new VirtualScheduler(STARTED_AT);
    const cloudHa = {
      mode: 'second',
      partner: ADDRESSES.first,
      healthPort: 8444,
      preferFirst: true,
      allInterfaces: false,
    } as const;
    const setup = { name: 'second', address: ADDRESSES.second, cloudHa, behaviour: { takeoverMisses: 1 } };
    const unit = makeUnit(setup, scheduler, (_target, done) => answers.push(() => done({ kind: 'timeout' })));
    unit.polledByLoadBalancer(8444);
    scheduler.advance(3 * SECOND_MS);
    expect(answers).toHaveLength(1);
    interrupt(unit, scheduler);
    for (const answer of answers) answer();
    expect(unit.role()).toBe('standby');
  });
});

describe('return', () => {
  const failOver = (preferFirst: boolean) => {
    const pair = makeRunningPair({ preferFirst });
    pair.first.reboot();
    pair.pass(60);
    return pair;
  };

  it('comes back unconnected, at its new boot time', () => {
    const pair = failOver(true);
    expect(pair.roles()).toBe('passive/active');
    expect(pair.first.bootedAt()).toBe(STARTED_AT + 60 * SECOND_MS);
    expect(pair.first.activeSince()).toBeUndefined();
  });

  it('Prefer First: the first takes over with the first poll, the second yields at its next look', () => {
    const pair = failOver(true);
    pair.poll();
    expect(pair.roles()).toBe('active/active');
    pair.pass(3);
    expect(pair.roles()).toBe('active/standby');
  });

  it('No Preferred Host: the survivor stays', () => {
    const pair = failOver(false);
    pair.poll();
    pair.pass(600);
    expect(pair.roles()).toBe('standby/active');
  });

  it('setting the preference on both units gives the first the traffic back', () => {
    const pair = failOver(false);
    pair.poll();
    pair.second.configureHa({ preferFirst: true });
    pair.first.configureHa({ preferFirst: true });
    pair.pass(6);
    expect(pair.roles()).toBe('active/standby');
  });
});

describe('dual active', () => {
  it.each([
    { resolution: 'stay', roles: 'active/active' },
    { resolution: 'second-yields', roles: 'active/standby' },
  ] as const)('No Preferred Host, $resolution → $roles', ({ resolution, roles }) => {
    const hidden = new Set([ADDRESSES.first]);
    const pair = makeRunningPair({
      preferFirst: false,
      hidden,
      behaviour: { dualActiveResolution: resolution },
    });
    pair.pass(9);
    expect(pair.roles()).toBe('active/active');
    hidden.clear();
    pair.pass(3);
    expect(pair.roles()).toBe(roles);
  });
});
