import { describe, expect, it } from 'vitest';
import type { UnitName } from '#domain/estate/estate.ts';
import type { Routing } from '#rehearsal/cloud/elb/types.ts';
import { followRoles } from '#rehearsal/scenarios/role-changes.ts';
import { SAMPLE_PAIR } from '../../../docs/state-samples.ts';

const [FIRST_GROUP = '', ...OTHER_GROUPS] = SAMPLE_PAIR.targetGroups;
const FOREIGN_GROUP = 'arn:foreign';

/** A load balancer that only tells where new connections go. */
const makeLoadBalancer = () => {
  const listeners: ((routing: Routing) => void)[] = [];
  let now = 0;
  const send = (arn: string, routable: readonly UnitName[], failOpen = false): void => {
    const ids = routable.map((unit) => SAMPLE_PAIR.units[unit].instanceId);
    const routing = { targetGroupArn: arn, at: ++now, routable: ids, healthy: ids.length, failOpen };
    for (const listener of listeners) listener(routing);
  };
  return {
    onRoutingChange: (listener: (routing: Routing) => void) => {
      listeners.push(listener);
      return () => undefined;
    },
    send,
    sendEverywhere: (...units: readonly UnitName[]): void => {
      for (const arn of SAMPLE_PAIR.targetGroups) send(arn, units);
    },
  };
};

describe('the changes of the unit that serves', () => {
  it('are counted when every target group has followed, at that moment', () => {
    const elb = makeLoadBalancer();
    const changes = followRoles(elb, SAMPLE_PAIR, 'first');
    elb.send(FIRST_GROUP, ['second']);
    expect(changes).toEqual([]);
    for (const arn of OTHER_GROUPS) elb.send(arn, ['second']);
    expect(changes).toEqual([{ at: SAMPLE_PAIR.targetGroups.length, to: 'second' }]);
    elb.sendEverywhere('first');
    expect(changes.map(({ to }) => to)).toEqual(['second', 'first']);
  });

  it.each<{ not: string; happens: (elb: ReturnType<typeof makeLoadBalancer>) => void }>([
    { not: 'both units at once', happens: (elb) => elb.sendEverywhere('first', 'second') },
    { not: 'nobody', happens: (elb) => elb.sendEverywhere() },
    {
      not: 'both units and then the one of before',
      happens: (elb) => {
        elb.sendEverywhere('first', 'second');
        elb.sendEverywhere('first');
      },
    },
    {
      not: 'a unit to which everything goes because none is healthy',
      happens: (elb) => {
        for (const arn of SAMPLE_PAIR.targetGroups) elb.send(arn, ['second'], true);
      },
    },
    { not: 'another pair', happens: (elb) => elb.send(FOREIGN_GROUP, ['second']) },
  ])('do not include $not', ({ happens }) => {
    const elb = makeLoadBalancer();
    const changes = followRoles(elb, SAMPLE_PAIR, 'first');
    happens(elb);
    expect(changes).toEqual([]);
  });
});
