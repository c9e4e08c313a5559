import { describe, expect, it } from 'vitest';
import { ownEvents } from '#contracts/events/own-events.ts';
import { commandOperation } from '#control/operator/command-operation.ts';
import type { Announcement } from '#control/ports.ts';
import type { FirmwareOperation } from '#domain/firmware/operation.ts';
import type { PairState } from '#domain/pair/state.ts';
import { NOW } from '../../../docs/state-samples.ts';
import {
  GATED_PAIR,
  lookAtSwitch,
  NO_PREFERENCE,
  type SwitchClass,
  steadyWith,
  switchIn,
} from '../../../docs/state-switch-samples.ts';
import { storeWith } from './declared-pair.ts';
import { operatorContext } from './operator-context.ts';

const { id: pairId } = GATED_PAIR;
const UNDER_WAY = switchIn('second', 'handing-over');
const HALTED: PairState['operation'] = {
  kind: 'halted',
  operation: switchIn('second', 'undoing', { healthPortMoved: false, failed: 'partner-did-not-take-over' }),
  because: 'partner-did-not-take-over',
  haltedAt: NOW,
};

const order = async (command: 'resume' | 'abort', operation: PairState['operation'], old: SwitchClass) => {
  const published: Announcement[] = [];
  const seen = lookAtSwitch('second', old, 'standing by', NO_PREFERENCE);
  const store = await storeWith(GATED_PAIR, { ...steadyWith('first'), operation });
  const context = operatorContext(store, { seen, published });
  const asked = { pairId, command, by: 'ada', why: 'the zone is back' };
  return { published, plan: commandOperation(context, asked) };
};

describe('a switchover', () => {
  it.each([
    {
      what: 'under way',
      command: 'abort',
      operation: UNDER_WAY,
      old: 'out of sight',
      first: 'now: set the health check port of first to 8444',
    },
    {
      what: 'halted',
      command: 'resume',
      operation: HALTED,
      old: 'serving',
      first: 'now: set the health check port of first to 8445',
    },
  ] as const)('$what can be told to $command', async ({ command, operation, old, first }) => {
    const { plan, published } = await order(command, operation, old);
    expect((await plan)[0]).toBe(first);
    expect(published).toHaveLength(1);
    expect(published[0]?.detailType).toBe('Operator Command');
    expect(ownEvents['Operator Command'].parse(published[0]?.detail)).toEqual({
      pairId,
      command,
      by: 'ada',
      why: 'the zone is back',
    });
  });

  it.each([
    { what: 'a switchover under way', command: 'resume', operation: UNDER_WAY },
    { what: 'no operation', command: 'resume', operation: { kind: 'idle' } },
    { what: 'no operation', command: 'abort', operation: { kind: 'idle' } },
  ] as const)('is not there to $command: $what', async ({ command, operation }) => {
    const { plan, published } = await order(command, operation, 'serving');
    await expect(plan).rejects.toMatchObject({ code: `nothing-to-${command}` });
    expect(published).toEqual([]);
  });
});

const CHANGE: FirmwareOperation = {
  kind: 'upgrading',
  order: {
    id: '20260501-100000-4f2a/pair-a',
    rolloutId: '20260501-100000-4f2a',
    target: '7.2.62.0',
    requestedAt: NOW,
    why: 'ada: change 4711',
  },
  phase: 'backing-up',
  startedAt: NOW,
  phaseSince: NOW,
  units: {
    first: { from: '7.2.60.0.22525.RELEASE', preferredFirst: false },
    second: { from: '7.2.60.0.22525.RELEASE', preferredFirst: false },
  },
  servicesUp: 12,
  servedBy: 'first',
  roleChanges: 0,
  incidents: [],
};
const HALTED_CHANGE: PairState['operation'] = {
  kind: 'halted',
  operation: CHANGE,
  because: 'loadmaster-unread',
  haltedAt: NOW,
};

describe('a change of firmware', () => {
  it.each([
    { what: 'under way', command: 'abort', operation: CHANGE },
    { what: 'halted', command: 'abort', operation: HALTED_CHANGE },
    { what: 'halted', command: 'resume', operation: HALTED_CHANGE },
  ] as const)('$what can be told to $command', async ({ command, operation }) => {
    const { plan, published } = await order(command, operation, 'serving');
    await expect(plan).resolves.toBeInstanceOf(Array);
    expect(published).toMatchObject([{ detailType: 'Operator Command', detail: { pairId, command } }]);
  });

  it('under way is not there to resume', async () => {
    const { plan, published } = await order('resume', CHANGE, 'serving');
    await expect(plan).rejects.toMatchObject({ code: 'nothing-to-resume' });
    expect(published).toEqual([]);
  });
});
