import { describe, expect, it } from 'vitest';
import { acknowledgeFlapping } from '#control/operator/acknowledge-flapping.ts';
import { approveReturnOf, withdrawApprovalOf } from '#control/operator/approve-return.ts';
import type { PairState } from '#domain/pair/state.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { NOW } from '../../../docs/state-samples.ts';
import { GATED_PAIR, steadyWith } from '../../../docs/state-switch-samples.ts';
import { storeWith } from './declared-pair.ts';
import { operatorContext } from './operator-context.ts';

const MANUAL_PAIR = { ...GATED_PAIR, failback: { ...GATED_PAIR.failback, policy: 'manual' } } as const;
const { id: pairId, region } = MANUAL_PAIR;
const ASKED = { pairId, by: 'ada', why: 'the volume is mended' };
const APPROVAL = { by: 'ada', why: 'the volume is mended', at: NOW };
const AWAY = steadyWith('second', 3 * MINUTE_MS);

const setUp = async (state: PairState = AWAY) => {
  const store = await storeWith(MANUAL_PAIR, state);
  return {
    store,
    context: operatorContext(store),
    stored: async () => store.readState(region, pairId),
    journal: async () => (await store.readJournal(pairId, { limit: 9 })).entries,
  };
};

describe('approving a return', () => {
  it('claims and journals it, and says what it still waits for', async () => {
    const { context, stored, journal } = await setUp();
    expect(await approveReturnOf(context, { ...ASKED, dryRun: false })).toEqual({
      approval: APPROVAL,
      failback:
        'first has been healthy 3 m of the 5 m hold-down; the return is approved by ada: the volume is mended',
    });
    expect(await stored()).toMatchObject({
      version: 2,
      failback: { approval: APPROVAL, readySince: NOW - 3 * MINUTE_MS },
      pending: false,
    });
    expect(await journal()).toMatchObject([
      { by: 'operator', reason: 'return-approved', why: 'ada: the volume is mended', outcomes: [] },
    ]);
  });

  it('as a dry run says the same and writes nothing', async () => {
    const { context, stored, journal } = await setUp();
    expect(await approveReturnOf(context, { ...ASKED, dryRun: true })).toMatchObject({ approval: APPROVAL });
    expect(await stored()).toMatchObject({ version: 1, failback: AWAY.failback });
    expect(await journal()).toEqual([]);
  });

  it.each([true, false])('is refused with the reason; dry run: %s', async (dryRun) => {
    const { context, stored } = await setUp(steadyWith('first'));
    await expect(approveReturnOf(context, { ...ASKED, dryRun })).rejects.toMatchObject({
      code: 'preferred-is-active',
    });
    expect(await stored()).toMatchObject({ version: 1 });
  });

  it('is refused when the unit ceases to be ready while it is approved', async () => {
    const { store } = await setUp();
    let races = 1;
    const racing = operatorContext({
      ...store,
      readPair: async (inRegion, id) => {
        const record = await store.readPair(inRegion, id);
        if (races-- > 0) await store.claim(inRegion, { ...AWAY, version: 2, failback: { returns: [] } });
        return record;
      },
    });
    await expect(approveReturnOf(racing, { ...ASKED, dryRun: false })).rejects.toMatchObject({
      code: 'preferred-not-ready',
    });
  });

  it('is taken back once', async () => {
    const { context, stored } = await setUp();
    await approveReturnOf(context, { ...ASKED, dryRun: false });
    await withdrawApprovalOf(context, { ...ASKED, why: 'not tonight' });
    expect(await stored()).toMatchObject({
      failback: AWAY.failback,
      lastDecision: { reason: 'approval-withdrawn', why: 'ada: not tonight' },
    });
    await expect(withdrawApprovalOf(context, ASKED)).rejects.toMatchObject({ code: 'not-approved' });
  });
});

describe('acknowledging that a pair returned too often', () => {
  it('claims and journals it, and says where the return stands then', async () => {
    const flapping = { ...AWAY.failback, returns: [NOW - MINUTE_MS], flappingSince: NOW };
    const { context, stored } = await setUp({ ...AWAY, failback: flapping });
    expect(await acknowledgeFlapping(context, ASKED)).toBe(
      'first has been healthy 3 m of the 5 m hold-down; the return waits for an approval',
    );
    expect(await stored()).toMatchObject({
      failback: AWAY.failback,
      lastDecision: { reason: 'flap-acknowledged', why: 'ada: the volume is mended' },
    });
  });

  it('is refused where returns have not stopped', async () => {
    const { context } = await setUp();
    await expect(acknowledgeFlapping(context, ASKED)).rejects.toMatchObject({ code: 'not-flapping' });
  });
});
