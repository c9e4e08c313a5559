import { describe, expect, it } from 'vitest';
import type { FailbackMemory } from '#domain/failback/memory.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { type Desk, makeDesk } from './api-desk.ts';
import { OPERATOR } from './api-event.ts';

const PAIR = 'GET /pairs/pair-a';
const APPROVAL = '/pairs/pair-a/failback/approval';
const FLAPS = 'POST /pairs/pair-a/failback/flap-acknowledgement';
const WHY = { why: 'the volume is mended' } as const;

const SATURDAY = { days: ['sat'], from: '02:00', to: '04:00', timeZone: 'Europe/Dublin' } as const;
const MANUAL = { policy: 'manual', holdDownMs: 5 * MINUTE_MS } as const;

/** The second unit is active because the first failed for a while; `failback` as it is remembered besides. */
const deskFailedOver = async (
  failback: Parameters<typeof makeDesk>[0] = {},
  more: Partial<FailbackMemory> = {},
): Promise<Desk> => {
  const desk = await makeDesk({ preferFirst: true, failback: MANUAL, ...failback });
  desk.units.first.reboot();
  await desk.pass(4);
  const state = await desk.store.readState('eu-west-1', 'pair-a');
  if (state?.failback.readySince === undefined) throw new Error('first was to be ready');
  const failed = { ...state.failback, ...more };
  await desk.store.claim('eu-west-1', { ...state, version: state.version + 1, failback: failed });
  desk.published.splice(0);
  return desk;
};

const failbackOf = async (desk: Desk): Promise<unknown> => (await desk.ask(PAIR)).body.failback;
const activeUnit = async (desk: Desk): Promise<unknown> =>
  ((await desk.ask(PAIR)).body.situation as { active?: string }).active;

describe('what is shown of the failback', () => {
  it('of a pair without a preferred host is its policy alone', async () => {
    const desk = await makeDesk();
    expect(await failbackOf(desk)).toEqual({
      policy: 'native',
      returns: [],
      window: { state: 'always', words: 'a return is welcome at any time' },
    });
    expect((await desk.ask('GET /pairs')).body.pairs).not.toContainEqual(
      expect.objectContaining({ flapping: true }),
    );
  });

  it.each([
    {
      when: 'closed',
      days: SATURDAY.days,
      window: {
        state: 'closed',
        opensAt: '2026-05-02T01:00:00.000Z',
        words: 'the window opens Sat 02:00 Europe/Dublin',
      },
    },
    {
      when: 'open',
      days: ['fri'],
      from: '10:00',
      to: '12:00',
      window: {
        state: 'open',
        closesAt: '2026-05-01T11:00:00.000Z',
        words: 'the window is open for another 51 m',
      },
    },
  ] as const)('has the hold-down and the window, $when', async ({ window, when: _, ...declared }) => {
    const windows = [{ ...SATURDAY, ...declared }];
    const desk = await deskFailedOver({ failback: { ...MANUAL, windows } });
    const readySince = (await desk.store.readState('eu-west-1', 'pair-a'))?.failback.readySince ?? 0;
    expect(await failbackOf(desk)).toEqual({
      policy: 'manual',
      readySince: new Date(readySince).toISOString(),
      holdDownEndsAt: new Date(readySince + 5 * MINUTE_MS).toISOString(),
      returns: [],
      window,
    });
  });
});

describe('a return that waits for an approval', () => {
  it('takes place after it, and uses it up', async () => {
    const desk = await deskFailedOver();
    await desk.pass(10);
    expect(await activeUnit(desk)).toBe('second');
    const dry = await desk.ask(`POST ${APPROVAL}`, { body: { ...WHY, dryRun: true } });
    expect(dry).toMatchObject({ status: 200, body: { dryRun: true, approval: { by: OPERATOR } } });
    expect(await failbackOf(desk)).not.toHaveProperty('approval');
    const approved = await desk.ask(`POST ${APPROVAL}`, { body: WHY });
    const approval = { by: OPERATOR, ...WHY, at: new Date(desk.scheduler.now()).toISOString() };
    expect(approved).toMatchObject({
      status: 200,
      body: {
        pairId: 'pair-a',
        dryRun: false,
        approval,
        failback: expect.stringContaining(`the return is approved by ${OPERATOR}: the volume is mended`),
      },
    });
    expect(await failbackOf(desk)).toMatchObject({ approval });
    expect(await desk.ask(`POST ${APPROVAL}`, { body: WHY })).toMatchObject({
      status: 409,
      body: { code: 'already-approved' },
    });
    await desk.pass(3);
    expect(await activeUnit(desk)).toBe('first');
    const { returns, ...rest } = (await failbackOf(desk)) as { returns: readonly string[] };
    expect(returns).toHaveLength(1);
    expect(rest).not.toHaveProperty('approval');
  });

  it('goes on waiting when the approval is withdrawn', async () => {
    const desk = await deskFailedOver();
    await desk.ask(`POST ${APPROVAL}`, { body: WHY });
    const withdrawn = await desk.ask(`DELETE ${APPROVAL}`, { body: { why: 'not tonight' } });
    expect(withdrawn).toMatchObject({ status: 200, body: { pairId: 'pair-a', approved: false } });
    const { body } = await desk.ask('GET /pairs/pair-a/journal', { query: { limit: '2' } });
    expect(body.entries).toMatchObject([
      { by: 'operator', reason: 'approval-withdrawn', why: `${OPERATOR}: not tonight` },
      { by: 'operator', reason: 'return-approved', why: `${OPERATOR}: the volume is mended` },
    ]);
    await desk.pass(10);
    expect(await activeUnit(desk)).toBe('second');
    expect(await desk.ask(`DELETE ${APPROVAL}`, { body: WHY })).toMatchObject({
      status: 404,
      body: { code: 'not-approved' },
    });
  });

  it('is approved under a hold, and waits for its end', async () => {
    const desk = await deskFailedOver();
    await desk.ask('PUT /pairs/pair-a/hold', { body: { why: 'change 4711', for: '20m' } });
    expect(await desk.ask(`POST ${APPROVAL}`, { body: WHY })).toMatchObject({ status: 200 });
    await desk.pass(15);
    expect(await activeUnit(desk)).toBe('second');
    await desk.pass(10);
    expect(await activeUnit(desk)).toBe('first');
  });

  it.each([
    { when: 'policy is gated', setup: { failback: { policy: 'gated' } }, code: 'no-approval-needed' },
    { when: 'first is active', setup: { failback: MANUAL }, code: 'preferred-is-active' },
  ] as const)('is not approved when $when', async ({ setup, code }) => {
    const desk = await makeDesk({ preferFirst: true, ...setup });
    const before = await desk.store.readState('eu-west-1', 'pair-a');
    expect(await desk.ask(`POST ${APPROVAL}`, { body: WHY })).toMatchObject({ status: 409, body: { code } });
    expect(await desk.store.readState('eu-west-1', 'pair-a')).toBe(before);
  });

  it('is not approved when first is not ready', async () => {
    const desk = await deskFailedOver();
    desk.units.first.crash();
    await desk.pass(3);
    expect(await desk.ask(`POST ${APPROVAL}`, { body: WHY })).toMatchObject({
      status: 409,
      body: { code: 'preferred-not-ready' },
    });
  });
});

describe('a pair that returned too often', () => {
  const GATED = { failback: { policy: 'gated', holdDownMs: 5 * MINUTE_MS } } as const;

  it('stays where it is until an operator acknowledges, and returns then', async () => {
    const at = Date.UTC(2026, 4, 1, 9, 50);
    const desk = await deskFailedOver(GATED, { returns: [at], flappingSince: at });
    await desk.pass(10);
    expect(await activeUnit(desk)).toBe('second');
    const since = '2026-05-01T09:50:00.000Z';
    expect(await failbackOf(desk)).toMatchObject({ flappingSince: since, returns: [since] });
    expect((await desk.ask('GET /pairs')).body.pairs).toMatchObject([{ id: 'pair-a', flapping: true }]);
    const acknowledged = await desk.ask(FLAPS, { body: { why: 'the disk is new' } });
    expect(acknowledged).toMatchObject({
      status: 200,
      body: {
        pairId: 'pair-a',
        flapping: false,
        failback: expect.stringContaining('longer than the hold-down'),
      },
    });
    expect(await failbackOf(desk)).not.toHaveProperty('flappingSince');
    expect(await desk.ask('GET /pairs/pair-a/journal', { query: { limit: '1' } })).toMatchObject({
      body: { entries: [{ reason: 'flap-acknowledged', why: `${OPERATOR}: the disk is new` }] },
    });
    await desk.pass(3);
    expect(await activeUnit(desk)).toBe('first');
  });

  it('cannot be acknowledged where returns have not stopped', async () => {
    const desk = await makeDesk();
    expect(await desk.ask(FLAPS, { body: WHY })).toMatchObject({
      status: 409,
      body: { code: 'not-flapping' },
    });
  });
});
