import { describe, expect, it } from 'vitest';
import { planFirmwareOf } from '#control/operator/plan-firmware.ts';
import { OperatorRefusal } from '#control/operator/refusal.ts';
import type { Announcement } from '#control/ports.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { INTENTS, NOW, stateIn, TARGET_GROUP } from '../../../docs/state-samples.ts';
import { GATED_PAIR, lookAtSwitch, NO_PREFERENCE, steadyWith } from '../../../docs/state-switch-samples.ts';
import { type Log, SAMPLE_FIRMWARE } from '../fakes.ts';
import { storeWith } from './declared-pair.ts';
import { operatorContext, type Surroundings } from './operator-context.ts';

const { id: pairId, region } = GATED_PAIR;
const TO_7_2_61 = { pairId, target: '7.2.61.1' };
const STEADY = lookAtSwitch('second', 'serving', 'standing by', NO_PREFERENCE);
const UNREAD = { kind: 'unread', code: 'loadmaster-permission' } as const;

const plan = async (surroundings: Surroundings = {}, asked = TO_7_2_61, state = steadyWith('first')) => {
  const log: Log = [];
  const published: Announcement[] = [];
  const store = await storeWith(GATED_PAIR, state);
  const writes: string[] = [];
  const context = operatorContext(
    {
      ...store,
      claim: async () => void writes.push('claim'),
      appendJournal: async () => void writes.push('journal'),
    },
    { seen: STEADY, log, published, ...surroundings },
  );
  const answer = await planFirmwareOf(context, asked).catch((error: unknown) => {
    if (error instanceof OperatorRefusal) return error;
    throw error;
  });
  expect({ writes, published }).toEqual({ writes: [], published: [] });
  return { answer, log, store, context };
};

const codesOf = (answer: unknown): readonly string[] =>
  answer instanceof OperatorRefusal ? (answer.details.refusals ?? []).map(({ code }) => code) : [];

describe('planning the firmware of a pair', () => {
  it('looks at AWS, both LoadMasters and their firmware, and does nothing', async () => {
    const { answer, log } = await plan();
    expect(answer).toMatchObject({
      pair: { id: pairId },
      at: NOW,
      plan: { kind: 'upgrade', to: '7.2.61.1' },
    });
    expect(log.toSorted()).toEqual([
      'ask first,second',
      'ask first,second for their firmware',
      'read 2 instances',
      'read 2 target groups',
    ]);
  });

  it('does not wait for AWS before it asks for the firmware', async () => {
    const { log } = await plan();
    expect(log.indexOf('ask first,second for their firmware')).toBeLessThan(log.indexOf('ask first,second'));
  });

  it('goes by what is seen now, not by what is remembered', async () => {
    const first = { ...STEADY.units.first, targets: { [TARGET_GROUP]: UNREAD } };
    const seen: PairSeen = { ...STEADY, units: { ...STEADY.units, first } };
    expect(codesOf((await plan({ seen })).answer)).toContain('not-steady');
  });

  it('goes by what this look makes of the pair', async () => {
    const { answer } = await plan({}, TO_7_2_61, stateIn('degraded', 5 * MINUTE_MS));
    expect(answer).toMatchObject({ plan: { kind: 'upgrade' } });
  });

  it('is refused for a drain that is about to begin', async () => {
    const state = { ...steadyWith('first'), waiting: [INTENTS['an operator terminates it']] };
    expect(codesOf((await plan({}, TO_7_2_61, state)).answer)).toEqual(['operation-under-way']);
  });

  it('takes each unit’s firmware for its own', async () => {
    const { answer } = await plan({ firmware: { ...SAMPLE_FIRMWARE, second: UNREAD } });
    expect(answer).toMatchObject({
      code: 'firmware-refused',
      message: `no firmware plan for ${pairId}: one thing stands in its way`,
      details: { refusals: [{ code: 'firmware-unread', words: expect.stringContaining('second') }] },
    });
  });

  it('takes a unit that the gateway left out for unread', async () => {
    const { context } = await plan();
    const { loadMasters } = context.observers;
    const forgetful = { ...loadMasters, readFirmware: async () => [SAMPLE_FIRMWARE.first] };
    const asked = { ...context, observers: { ...context.observers, loadMasters: forgetful } };
    await expect(planFirmwareOf(asked, TO_7_2_61)).rejects.toMatchObject({
      details: { refusals: [{ code: 'firmware-unread', words: expect.stringContaining('gateway-error') }] },
    });
  });

  it('is told why the region is frozen', async () => {
    const { context, store } = await plan();
    await store.freezeRegion(region, { at: NOW, why: 'three pairs at once' });
    await expect(planFirmwareOf(context, TO_7_2_61)).rejects.toMatchObject({
      details: {
        refusals: [{ code: 'region-frozen', words: expect.stringContaining('three pairs at once') }],
      },
    });
  });

  it('is for declared pairs', async () => {
    const { answer, log } = await plan({}, { ...TO_7_2_61, pairId: 'pair-z' });
    expect(answer).toMatchObject({ code: 'unknown-pair' });
    expect(log).toEqual([]);
  });
});
