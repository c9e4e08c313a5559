import { describe, expect, it } from 'vitest';
import { beginSwitch, switchAgain, turnRound } from '#domain/switchover/begin.ts';
import type { SwitchOperation } from '#domain/switchover/operation.ts';
import { SECOND_MS } from '#domain/time.ts';
import { NOW } from '../../docs/state-samples.ts';
import { requestTo } from '../../docs/state-switch-samples.ts';

const LATER = NOW + 30 * SECOND_MS;
const begun = beginSwitch(requestTo('second'), NOW);

/** As it stands when it has failed at its end. */
const stopped: SwitchOperation = {
  ...begun,
  phase: 'undoing',
  healthPortMoved: true,
  exposedAt: NOW,
  rebootedAt: NOW,
  rebootedFrom: NOW,
  failed: 'partner-lost',
};

describe('a switchover that has stopped', () => {
  it('is tried anew from its beginning; that the port was moved is so', () => {
    expect(switchAgain(stopped, LATER)).toEqual({ ...begun, phaseSince: LATER, healthPortMoved: true });
  });

  it('is turned round without the reason for which it had stopped, which would halt it again', () => {
    const { failed: _, ...rest } = stopped;
    expect(turnRound({ ...stopped, phase: 'handing-over' }, LATER)).toEqual({ ...rest, phaseSince: LATER });
  });
});
