import { describe, expect, it } from 'vitest';
import type { DrainOperation } from '#domain/drain/operation.ts';
import type { Pair } from '#domain/estate/estate.ts';
import type { UnitSeen } from '#domain/pair/seen.ts';
import type { PairState } from '#domain/pair/state.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import {
  drainIn,
  INTENTS,
  NOW,
  SAMPLE_PAIR,
  stateIn,
  TARGET_GROUP,
  UNIT_CLASSES,
} from '../../docs/state-samples.ts';
import { type Scene, textOf } from './explain-samples.ts';

const STEADY = {
  state: stateIn('steady', 125 * MINUTE_MS),
  first: UNIT_CLASSES.serving,
  second: UNIT_CLASSES['standing by'],
} as const satisfies Scene;

const OPERATOR = { ...INTENTS['an operator terminates it'], why: 'ops@example.com: replace the volume' };
const SPOT = { ...INTENTS['spot, two minutes left'], why: 'the instance is interrupted: terminate' };

const draining = (operation: DrainOperation): PairState => ({ ...STEADY.state, operation });

describe('an explanation, as text', () => {
  it('steady', () => {
    expect(textOf(STEADY)).toMatchInlineSnapshot(`
      "pair-a (eu-west-1, enforce)
      situation   steady for 2 h 5 m: first answers 200, second stands by with 503 and can take over
      seen        first i-0000000000000000a: running; lm-a healthy, lm-b healthy; LoadMaster says active
                  second i-0000000000000000b: running; lm-a unhealthy (Target.FailedHealthChecks), lm-b unhealthy (Target.FailedHealthChecks); LoadMaster says standby
      operation   none
      because     no unit is asked to leave
      "
    `);
  });

  it('standby lost: stopped', () => {
    const stopped: UnitSeen = {
      ...UNIT_CLASSES['standing by'],
      instance: { kind: 'read', value: { state: 'stopped', managed: true } },
    };
    expect(textOf({ ...STEADY, second: stopped })).toMatchInlineSnapshot(`
      "pair-a (eu-west-1, enforce)
      situation   degraded as of this look: first serves alone, second could not take over: its instance is stopped
      seen        first i-0000000000000000a: running; lm-a healthy, lm-b healthy; LoadMaster says active
                  second i-0000000000000000b: stopped; lm-a unhealthy (Target.FailedHealthChecks), lm-b unhealthy (Target.FailedHealthChecks); LoadMaster says standby
      operation   none
      because     no unit is asked to leave
      "
    `);
  });

  it('standby lost: not registered in one group', () => {
    const { targets } = UNIT_CLASSES['standing by'];
    const second: UnitSeen = {
      ...UNIT_CLASSES['standing by'],
      targets: {
        ...targets,
        [TARGET_GROUP]: { kind: 'read', value: { state: 'unused', reason: 'Target.NotRegistered' } },
      },
    };
    expect(textOf({ ...STEADY, second })).toMatchInlineSnapshot(`
      "pair-a (eu-west-1, enforce)
      situation   degraded as of this look: first serves alone, second could not take over: it is not registered in lm-a
      seen        first i-0000000000000000a: running; lm-a healthy, lm-b healthy; LoadMaster says active
                  second i-0000000000000000b: running; lm-a unused (Target.NotRegistered), lm-b unhealthy (Target.FailedHealthChecks); LoadMaster says standby
      operation   none
      because     no unit is asked to leave
      "
    `);
  });

  it('standby pacified', () => {
    const boots = [1, 2, 3, 4].map((minutes) => NOW - minutes * MINUTE_MS);
    expect(
      textOf({ ...STEADY, state: { ...STEADY.state, boots: { first: [], second: boots } } }),
    ).toMatchInlineSnapshot(`
      "pair-a (eu-west-1, enforce)
      situation   degraded as of this look: first serves alone, second could not take over: it is pacified: more than 3 reboots in five minutes
      seen        first i-0000000000000000a: running; lm-a healthy, lm-b healthy; LoadMaster says active
                  second i-0000000000000000b: running; lm-a unhealthy (Target.FailedHealthChecks), lm-b unhealthy (Target.FailedHealthChecks); LoadMaster says standby
      operation   none
      because     no unit is asked to leave
      "
    `);
  });

  it('handing over with a deadline', () => {
    const state = draining(drainIn('handing-over', SPOT, true));
    expect(textOf({ ...STEADY, state, first: UNIT_CLASSES['out of sight'] })).toMatchInlineSnapshot(`
      "pair-a (eu-west-1, enforce)
      situation   switching as of this look: the roles are changing; the health checks may need 50 s for it
      seen        first i-0000000000000000a: running; lm-a unhealthy (Target.FailedHealthChecks), lm-b unhealthy (Target.FailedHealthChecks); LoadMaster says active
                  second i-0000000000000000b: running; lm-a unhealthy (Target.FailedHealthChecks), lm-b unhealthy (Target.FailedHealthChecks); LoadMaster says standby
      operation   draining first for a spot interruption (the instance is interrupted: terminate): first hands over to second (for 10 s); its time is over in 1 m 50 s
      because     waiting for the partner to be healthy at the load balancer
      next        then: wait until second is healthy in lm-a, lm-b and first fails its health check
                  then: deregister first from lm-a, lm-b
                  then: wait until first is unused in lm-a, lm-b
                  then: first goes by itself
      you can     abort the operation: first is brought back into service
      "
    `);
  });

  it('no handover is possible', () => {
    const spot = { ...SPOT, deadlineAt: NOW + 30 * SECOND_MS };
    expect(
      textOf({
        ...STEADY,
        second: UNIT_CLASSES['not polled'],
        state: draining(drainIn('handing-over', spot, false)),
      }),
    ).toMatchInlineSnapshot(`
      "pair-a (eu-west-1, enforce)
      situation   degraded as of this look: first serves alone, second could not take over: its LoadMaster has not been polled by a load balancer yet
      seen        first i-0000000000000000a: running; lm-a healthy, lm-b healthy; LoadMaster says active
                  second i-0000000000000000b: running; lm-a unhealthy (Target.FailedHealthChecks), lm-b unhealthy (Target.FailedHealthChecks); LoadMaster says passive
      operation   draining first for a spot interruption (the instance is interrupted: terminate): first hands over to second (for 10 s); its time is over in 30 s
      because     no handover is possible: the unit serves until it goes, in 30 s
      next        then: deregister first from lm-a, lm-b
                  then: wait until first is unused in lm-a, lm-b
                  then: first goes by itself
                  left out: handover (partner cannot take over)
      you can     abort the operation: first is brought back into service
      "
    `);
  });

  it('waiting until unused', () => {
    const state = draining(drainIn('deregistering', OPERATOR, true));
    expect(
      textOf({ state, first: UNIT_CLASSES['leaving its groups'], second: UNIT_CLASSES.serving }),
    ).toMatchInlineSnapshot(`
      "pair-a (eu-west-1, enforce)
      situation   degraded as of this look: second serves alone, first could not take over: it is not registered in lm-b; it is leaving lm-a; it answers health checks on port 8445, not on 8444
      seen        first i-0000000000000000a: running; lm-a draining (Target.DeregistrationInProgress), lm-b unused (Target.NotRegistered); LoadMaster says active
                  second i-0000000000000000b: running; lm-a healthy, lm-b healthy; LoadMaster says active
      operation   draining first for an operator (ops@example.com: replace the volume): first leaves its target groups (for 10 s)
      because     waiting until no target group uses the unit any more
      next        then: wait until first is unused in lm-a, lm-b
                  then: lift termination protection of first and terminate it
      you can     abort the operation: first is brought back into service
      "
    `);
  });

  it('releasing', () => {
    const state = draining(drainIn('releasing', OPERATOR, true));
    expect(
      textOf({ state, first: UNIT_CLASSES['in no group'], second: UNIT_CLASSES.serving }),
    ).toMatchInlineSnapshot(`
      "pair-a (eu-west-1, enforce)
      situation   degraded as of this look: second serves alone, first could not take over: it is not registered in lm-a, lm-b; it answers health checks on port 8445, not on 8444
      seen        first i-0000000000000000a: running; lm-a unused (Target.NotRegistered), lm-b unused (Target.NotRegistered); LoadMaster says standby
                  second i-0000000000000000b: running; lm-a healthy, lm-b healthy; LoadMaster says active
      operation   draining first for an operator (ops@example.com: replace the volume): first is out of service and may go (for 10 s)
      because     the unit is out of service and is let go
      next        now: lift termination protection of first and terminate i-0000000000000000a
      you can     abort the operation: first is brought back into service
      "
    `);
  });

  it('halted', () => {
    const state: PairState = {
      ...STEADY.state,
      operation: {
        kind: 'halted',
        operation: drainIn('returning', OPERATOR, true),
        because: 'partner-did-not-take-over',
        haltedAt: NOW - 20 * MINUTE_MS,
      },
    };
    expect(textOf({ ...STEADY, state })).toMatchInlineSnapshot(`
      "pair-a (eu-west-1, enforce)
      situation   steady for 2 h 5 m: first answers 200, second stands by with 503 and can take over
      seen        first i-0000000000000000a: running; lm-a healthy, lm-b healthy; LoadMaster says active
                  second i-0000000000000000b: running; lm-a unhealthy (Target.FailedHealthChecks), lm-b unhealthy (Target.FailedHealthChecks); LoadMaster says standby
      operation   halted for 20 m while draining first for an operator (ops@example.com: replace the volume): the partner did not become healthy at the load balancer in time; the unit was brought back
      because     the operation failed and waits for an operator to resume or abort it
      blocked by  an operator has to resume or abort the halted operation
      you can     resume the operation, once the cause is mended: the drain of first starts again with its handover
                  abort the operation: first is brought back into service where it can be
      "
    `);
  });

  it('held, with a drain that waits', () => {
    const hold = {
      by: 'ops@example.com',
      why: 'change 4711',
      placedAt: NOW - MINUTE_MS,
      until: NOW + 90 * MINUTE_MS,
    };
    expect(textOf({ ...STEADY, state: { ...STEADY.state, hold, waiting: [SPOT] } })).toMatchInlineSnapshot(`
      "pair-a (eu-west-1, enforce)
      situation   steady for 2 h 5 m: first answers 200, second stands by with 503 and can take over
      seen        first i-0000000000000000a: running; lm-a healthy, lm-b healthy; LoadMaster says active
                  second i-0000000000000000b: running; lm-a unhealthy (Target.FailedHealthChecks), lm-b unhealthy (Target.FailedHealthChecks); LoadMaster says standby
      operation   none
      because     an operator holds the pair
      waiting     a spot interruption waits for its turn (the instance is interrupted: terminate)
      blocked by  held by ops@example.com for another 1 h 30 m: change 4711
      you can     lift the hold
      "
    `);
  });

  it('a maintenance announced', () => {
    const waiting = [
      {
        ...OPERATOR,
        source: 'health' as const,
        why: 'instance retirement',
        notBefore: NOW + 26 * 60 * MINUTE_MS,
      },
    ];
    expect(textOf({ ...STEADY, state: { ...STEADY.state, waiting } })).toMatchInlineSnapshot(`
      "pair-a (eu-west-1, enforce)
      situation   steady for 2 h 5 m: first answers 200, second stands by with 503 and can take over
      seen        first i-0000000000000000a: running; lm-a healthy, lm-b healthy; LoadMaster says active
                  second i-0000000000000000b: running; lm-a unhealthy (Target.FailedHealthChecks), lm-b unhealthy (Target.FailedHealthChecks); LoadMaster says standby
      operation   none
      because     no unit is asked to leave
      waiting     a maintenance announced by AWS Health is due in 1 d 2 h (instance retirement)
      "
    `);
  });

  it('frozen', () => {
    const freezeWhy =
      '3 of 4 pairs turned bad within a minute: pair-a no-active, pair-b no-active, pair-c no-active';
    const state = draining(drainIn('handing-over', SPOT, true));
    expect(textOf({ ...STEADY, state, freezeWhy })).toMatchInlineSnapshot(`
      "pair-a (eu-west-1, enforce)
      situation   steady for 2 h 5 m: first answers 200, second stands by with 503 and can take over
      seen        first i-0000000000000000a: running; lm-a healthy, lm-b healthy; LoadMaster says active
                  second i-0000000000000000b: running; lm-a unhealthy (Target.FailedHealthChecks), lm-b unhealthy (Target.FailedHealthChecks); LoadMaster says standby
      operation   draining first for a spot interruption (the instance is interrupted: terminate): first hands over to second (for 10 s); its time is over in 1 m 50 s
      because     automatic actions are frozen in the region
      next        then: wait until second is healthy in lm-a, lm-b and first fails its health check
                  then: deregister first from lm-a, lm-b
                  then: wait until first is unused in lm-a, lm-b
                  then: first goes by itself
      blocked by  automatic actions are frozen in eu-west-1: 3 of 4 pairs turned bad within a minute: pair-a no-active, pair-b no-active, pair-c no-active
      you can     abort the operation: first is brought back into service
                  lift the freeze of eu-west-1, once you have seen for yourself what its pairs are in
      "
    `);
  });

  it('observe mode', () => {
    const pair: Pair = { ...SAMPLE_PAIR, mode: 'observe' };
    expect(textOf({ ...STEADY, pair, state: { ...STEADY.state, waiting: [SPOT] } })).toMatchInlineSnapshot(`
      "pair-a (eu-west-1, observe)
      situation   steady for 2 h 5 m: first answers 200, second stands by with 503 and can take over
      seen        first i-0000000000000000a: running; lm-a healthy, lm-b healthy; LoadMaster says active
                  second i-0000000000000000b: running; lm-a unhealthy (Target.FailedHealthChecks), lm-b unhealthy (Target.FailedHealthChecks); LoadMaster says standby
      operation   none
      because     the pair is in observe mode: this is what would have been done
      next        would now: set the health check port of first to 8445
      blocked by  the pair is in observe mode: decisions are recorded, nothing is done
      "
    `);
  });

  it('the observers are silent', () => {
    const state: PairState = { ...STEADY.state, unseenSince: NOW - 20 * SECOND_MS };
    expect(
      textOf({ state, first: UNIT_CLASSES['not read'], second: UNIT_CLASSES['not read'] }),
    ).toMatchInlineSnapshot(`
      "pair-a (eu-west-1, enforce)
      situation   steady when last seen; for 20 s the observers have not been able to say
      seen        first i-0000000000000000a: not read (throttled); lm-a not read (throttled), lm-b not read (throttled)
                  second i-0000000000000000b: not read (throttled); lm-a not read (throttled), lm-b not read (throttled)
      operation   none
      because     no unit is asked to leave
      you can     check the codes behind "not read" in what was seen; AWS itself may be refusing or failing
      "
    `);
  });

  it('nobody answers', () => {
    const state = stateIn('no-active', 4 * MINUTE_MS);
    expect(
      textOf({ state, first: UNIT_CLASSES['standing by'], second: UNIT_CLASSES['standing by'] }),
    ).toMatchInlineSnapshot(`
      "pair-a (eu-west-1, enforce)
      situation   no-active for 4 m: no unit answers 200: the load balancer fails open and sends traffic to every target
      seen        first i-0000000000000000a: running; lm-a unhealthy (Target.FailedHealthChecks), lm-b unhealthy (Target.FailedHealthChecks); LoadMaster says standby
                  second i-0000000000000000b: running; lm-a unhealthy (Target.FailedHealthChecks), lm-b unhealthy (Target.FailedHealthChecks); LoadMaster says standby
      operation   none
      because     no unit is asked to leave
      you can     check that the load balancer reaches the health check port of both units from its subnets, and their HA pages; while no unit answers 200 it sends traffic to every target
      "
    `);
  });

  it('both answer', () => {
    const state = stateIn('switching', 20 * SECOND_MS);
    expect(
      textOf({ state, first: UNIT_CLASSES.serving, second: UNIT_CLASSES.serving }),
    ).toMatchInlineSnapshot(`
      "pair-a (eu-west-1, enforce)
      situation   switching for 20 s: the roles are changing; the health checks may need 50 s for it
      seen        first i-0000000000000000a: running; lm-a healthy, lm-b healthy; LoadMaster says active
                  second i-0000000000000000b: running; lm-a healthy, lm-b healthy; LoadMaster says active
      operation   none
      because     no unit is asked to leave
      "
    `);
  });
});
