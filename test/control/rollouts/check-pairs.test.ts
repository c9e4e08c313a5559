import { describe, expect, it } from 'vitest';
import { checkPairs } from '#control/rollouts/check-pairs.ts';
import type { FirmwareOrder } from '#domain/firmware/firmware-order.ts';
import { handoverIn, ORDER, upgradeIn } from '../../../docs/state-firmware-samples.ts';
import { NOW, SAMPLE_PAIR } from '../../../docs/state-samples.ts';
import { lookAtSwitch, NO_PREFERENCE } from '../../../docs/state-switch-samples.ts';
import { halted } from '../../domain/firmware/change-samples.ts';
import { shownActors } from '../fakes.ts';

const BEFORE = '7.2.54.12.22642.RELEASE';

const refusalsOf = async (
  operation: ReturnType<typeof upgradeIn>,
  wish: Pick<FirmwareOrder, 'target' | 'image'>,
): Promise<readonly string[]> => {
  const observers = shownActors([], () => lookAtSwitch('first', 'standing by', 'serving', NO_PREFERENCE));
  const record = { pair: SAMPLE_PAIR, state: halted(operation) };
  const checked = await checkPairs(observers, [{ record, wish }], undefined, NOW);
  return (checked[SAMPLE_PAIR.id]?.refusals ?? []).map(({ code }) => code);
};

const STOPPED_HALF_WAY = upgradeIn('rebooting', { unit: 'second' });
const HANDING_OVER = upgradeIn('rebooting', { unit: 'first', handover: handoverIn('preparing') });

describe('the check of a pair whose change has stopped half-way', () => {
  it.each([
    { what: 'going back', op: STOPPED_HALF_WAY, wish: { target: BEFORE }, isInTheWay: false },
    { what: 'a new image', op: STOPPED_HALF_WAY, wish: ORDER, isInTheWay: true },
    { what: 'going back in a handover', op: HANDING_OVER, wish: { target: BEFORE }, isInTheWay: true },
  ])('$what: the stopped change is in the way: $isInTheWay', async ({ op, wish, isInTheWay }) => {
    const codes = await refusalsOf(op, wish);
    expect(codes.includes('operation-halted')).toBe(isInTheWay);
  });
});
