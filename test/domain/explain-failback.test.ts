import { describe, expect, it } from 'vitest';
import type { Pair } from '#domain/estate/estate.ts';
import type { WindowNow } from '#domain/failback/window.ts';
import type { PairState } from '#domain/pair/state.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { NOW, UNIT_CLASSES } from '../../docs/state-samples.ts';
import { GATED_PAIR, requestTo, saying, steadyWith, switchIn } from '../../docs/state-switch-samples.ts';
import { textOf } from './explain-samples.ts';

describe('an explanation of a change of roles, as text', () => {
  it('waiting to return, inside the hold-down and outside the window', () => {
    const pair: Pair = { ...GATED_PAIR, failback: { ...GATED_PAIR.failback, policy: 'manual' } };
    const state = steadyWith('second', 200 * SECOND_MS);
    const window: WindowNow = {
      kind: 'closed',
      opensAt: NOW + 60 * MINUTE_MS,
      opensWords: 'Sat 02:00 Europe/Dublin',
    };
    const { serving, 'standing by': standingBy } = UNIT_CLASSES;
    expect(textOf({ pair, state, first: standingBy, second: serving, window })).toMatchInlineSnapshot(`
      "pair-a (eu-west-1, enforce)
      situation   steady for 20 m: second answers 200, first stands by with 503 and can take over
      seen        first i-0000000000000000a: running; lm-a unhealthy (Target.FailedHealthChecks), lm-b unhealthy (Target.FailedHealthChecks); LoadMaster says standby
                  second i-0000000000000000b: running; lm-a healthy, lm-b healthy; LoadMaster says active
      operation   none
      because     the preferred unit has not been healthy for long enough yet
      failback    first has been healthy 3 m 20 s of the 5 m hold-down; the return waits for an approval; the window opens Sat 02:00 Europe/Dublin
      you can     approve the return to first
      "
    `);
  });

  it('switching to the second unit, which has taken over', () => {
    const pair = GATED_PAIR;
    const operation = switchIn('second', 'stepping-down', { phaseSince: NOW - MINUTE_MS });
    const { serving, 'out of sight': outOfSight } = UNIT_CLASSES;
    const first = saying(outOfSight, { prefersFirst: false });
    expect(
      textOf({ pair, state: { ...steadyWith('first'), operation }, first, second: serving }),
    ).toMatchInlineSnapshot(`
      "pair-a (eu-west-1, enforce)
      situation   degraded as of this look: second serves alone, first could not take over: it answers health checks on port 8445, not on 8444
      seen        first i-0000000000000000a: running; lm-a unhealthy (Target.FailedHealthChecks), lm-b unhealthy (Target.FailedHealthChecks); LoadMaster says active
                  second i-0000000000000000b: running; lm-a healthy, lm-b healthy; LoadMaster says active
      operation   switching over to second (ops@example.com: try the standby): first becomes a standby (for 1 m)
      because     the unit that was active is made the standby
      next        now: reboot first
                  then: set the health check port of first back to 8444
                  then: wait until first says it is the standby
                  then: put the preferred host back to what is declared, where that moves no role
                  then: the failback policy (gated) returns the pair to first once first has been able to take over for 5 m; a hold keeps it on second
      failback    first is preferred and could not take over now
      you can     abort the operation: first is brought back, unless second has taken over already; then it is completed
      "
    `);
  });

  it('a switchover halted because the old unit did not step down', () => {
    const state: PairState = {
      ...steadyWith('first'),
      operation: {
        kind: 'halted',
        operation: switchIn('first', 'stepping-down', { request: requestTo('first', 'policy') }),
        because: 'did-not-step-down',
        haltedAt: NOW - MINUTE_MS,
      },
    };
    const { serving, 'out of sight': outOfSight } = UNIT_CLASSES;
    expect(textOf({ pair: GATED_PAIR, state, first: serving, second: outOfSight })).toMatchInlineSnapshot(`
      "pair-a (eu-west-1, enforce)
      situation   degraded as of this look: first serves alone, second could not take over: it answers health checks on port 8445, not on 8444
      seen        first i-0000000000000000a: running; lm-a healthy, lm-b healthy; LoadMaster says active
                  second i-0000000000000000b: running; lm-a unhealthy (Target.FailedHealthChecks), lm-b unhealthy (Target.FailedHealthChecks); LoadMaster says active
      operation   halted for 1 m while failing back to first (failback policy gated): the unit that was active did not become a standby next to the new one; it was taken out of sight again
      because     the operation failed and waits for an operator to resume or abort it
      failback    first is preferred and active
      blocked by  an operator has to resume or abort the halted operation
      you can     resume the operation, once the cause is mended: the switchover to first goes on from what is seen then
                  abort the operation: second is brought back into sight where it can be
      "
    `);
  });

  it('returns have stopped', () => {
    const well = steadyWith('second');
    const state: PairState = {
      ...well,
      failback: {
        ...well.failback,
        returns: [NOW - 20 * MINUTE_MS, NOW - 10 * MINUTE_MS, NOW - 5 * MINUTE_MS],
        flappingSince: NOW - 5 * MINUTE_MS,
      },
    };
    const { serving, 'standing by': standingBy } = UNIT_CLASSES;
    expect(textOf({ pair: GATED_PAIR, state, first: standingBy, second: serving })).toMatchInlineSnapshot(`
      "pair-a (eu-west-1, enforce)
      situation   steady for 20 m: second answers 200, first stands by with 503 and can take over
      seen        first i-0000000000000000a: running; lm-a unhealthy (Target.FailedHealthChecks), lm-b unhealthy (Target.FailedHealthChecks); LoadMaster says standby
                  second i-0000000000000000b: running; lm-a healthy, lm-b healthy; LoadMaster says active
      operation   none
      because     returns have stopped: there were too many, and nobody has acknowledged that yet
      failback    returns have stopped for 5 m: there were 3 within 1 h; they go on once an operator acknowledges
      you can     find out why first keeps failing, then acknowledge the flapping
      "
    `);
  });
});
