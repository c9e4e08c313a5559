import { describe, expect, it } from 'vitest';
import { MINUTE_MS } from '#domain/time.ts';
import { switchIn } from '../../docs/state-switch-samples.ts';
import { type Desk, makeDesk } from './api-desk.ts';
import { OPERATOR } from './api-event.ts';

const SWITCHOVER = 'POST /pairs/pair-a/switchover';
const RETURN = 'POST /pairs/pair-a/failback';
const TO_SECOND = { to: 'second', why: 'maintenance of the first zone' } as const;
const WHY = { why: 'the zone is back' } as const;

const PREFERS_FIRST = {
  preferFirst: true,
  failback: { policy: 'gated', holdDownMs: 5 * MINUTE_MS },
} as const;

/** Away from its preferred unit: an operator switched it over. */
const deskAway = async (setup: Parameters<typeof makeDesk>[0] = PREFERS_FIRST): Promise<Desk> => {
  const desk = await makeDesk(setup);
  await desk.ask(SWITCHOVER, { body: TO_SECOND });
  await desk.deliver();
  return desk;
};

const ordersOf = ({ published }: Desk) =>
  published.filter(({ detailType }) => detailType === 'Switchover Requested');

const activeUnit = async (desk: Desk): Promise<unknown> =>
  (await desk.store.readState('eu-west-1', 'pair-a'))?.situation.active;

describe('a switchover', () => {
  it('is granted from a fresh look, and nothing is touched', async () => {
    const desk = await makeDesk(PREFERS_FIRST);
    const before = await desk.store.readState('eu-west-1', 'pair-a');
    const { status, body } = await desk.ask(SWITCHOVER, { body: TO_SECOND });
    expect({ status, body }).toMatchObject({
      status: 202,
      body: {
        pairId: 'pair-a',
        to: 'second',
        requestId: 'intent-1',
        dryRun: false,
        reason: 'handover-asked',
      },
    });
    expect(body.plan).toEqual([
      'now: set the health check port of first to 8445',
      'then: wait until second is healthy in lm-443, lm-80 and first is not',
      'then: reboot first, so that it comes back as the standby',
      'then: set the health check port of first back to 8444',
      'then: wait until first says it is the standby',
      'then: put the preferred host back to what is declared, where that moves no role',
      'then: the failback policy (gated) returns the pair to first once first has been able to take over for 5 m; a hold keeps it on second',
    ]);
    expect(desk.published).toMatchObject([{ detailType: 'Switchover Requested', detail: { to: 'second' } }]);
    expect(await desk.store.readState('eu-west-1', 'pair-a')).toBe(before);
  });

  it('is carried out by failback, told by the journal, and policy returns the pair as the plan said', async () => {
    const desk = await deskAway();
    expect(await activeUnit(desk)).toBe('second');
    const { body } = await desk.ask('GET /pairs/pair-a/journal', { query: { limit: '200' } });
    const entries = body.entries as readonly { by: string; reason: string; why?: string }[];
    expect(entries[0]).toMatchObject({ by: 'failback', reason: 'switched' });
    expect(entries).toContainEqual(
      expect.objectContaining({ why: `${OPERATOR}: maintenance of the first zone` }),
    );
    await desk.pass(3);
    expect(await activeUnit(desk)).toBe('second');
    await desk.pass(4);
    expect(await activeUnit(desk)).toBe('first');
  });

  it('to second lasts under a hold', async () => {
    const desk = await deskAway();
    await desk.ask('PUT /pairs/pair-a/hold', { body: { why: 'the zone is rebuilt', for: '2h' } });
    await desk.pass(30);
    expect(await activeUnit(desk)).toBe('second');
  });

  it('has the Idempotency-Key as its id, and is not asked for twice', async () => {
    const desk = await makeDesk(PREFERS_FIRST);
    const asked = { body: TO_SECOND, headers: { 'idempotency-key': 'change-4711' } };
    expect(await desk.ask(SWITCHOVER, asked)).toMatchObject({
      status: 202,
      body: { requestId: 'change-4711' },
    });
    await desk.deliver();
    expect(await desk.ask(SWITCHOVER, asked)).toMatchObject({
      status: 200,
      body: { requestId: 'change-4711', reason: 'already-handled' },
    });
    expect(ordersOf(desk)).toEqual([]);
  });

  it('in observe mode shows the plan, and the journal will say the same', async () => {
    const desk = await makeDesk({ ...PREFERS_FIRST, mode: 'observe' });
    const { status, body } = await desk.ask(SWITCHOVER, { body: TO_SECOND });
    expect({ status, reason: body.reason }).toEqual({ status: 202, reason: 'observe-only' });
    expect((body.plan as readonly string[])[0]).toBe('would now: set the health check port of first to 8445');
    await desk.deliver();
    const journal = await desk.ask('GET /pairs/pair-a/journal', { query: { limit: '1' } });
    expect(journal.body.entries).toMatchObject([
      { reason: 'observe-only', would: [{ kind: 'set-health-port' }] },
    ]);
  });

  it('as a dry run shows the plan and publishes nothing', async () => {
    const desk = await makeDesk(PREFERS_FIRST);
    const { status, body } = await desk.ask(SWITCHOVER, { body: { ...TO_SECOND, dryRun: true } });
    expect({ status, body }).toMatchObject({ status: 200, body: { dryRun: true, reason: 'handover-asked' } });
    expect(body.plan).toHaveLength(7);
    expect(desk.published).toEqual([]);
  });

  it('next to a partner that does not run is refused, and no token helps', async () => {
    const desk = await makeDesk(PREFERS_FIRST);
    desk.cloud.ec2.stop([desk.pair.units.second.instanceId]);
    await desk.pass(2);
    const dry = await desk.ask(SWITCHOVER, { body: { ...TO_SECOND, dryRun: true } });
    expect(dry).toMatchObject({ status: 409, body: { code: 'refused-not-steady' } });
    expect(dry.body).not.toHaveProperty('forced');
    const confirm = `switchover-second-of-pair-a-at-${(await desk.ask('GET /pairs/pair-a')).body.version}`;
    const forced = await desk.ask(SWITCHOVER, { body: { ...TO_SECOND, confirm } });
    expect(forced).toMatchObject({ status: 409, body: { code: 'refused-unknown' } });
    expect(ordersOf(desk)).toEqual([]);
  });

  it('under way can be aborted', async () => {
    const desk = await makeDesk(PREFERS_FIRST);
    // The partner does not notice: nobody takes over, and the switchover stays under way.
    desk.units.second.hang();
    const state = await desk.store.readState('eu-west-1', 'pair-a');
    if (state === undefined) throw new Error('the pair was not looked at');
    const operation = switchIn('second', 'handing-over', { phaseSince: desk.scheduler.now() });
    desk.units.first.configureHa({ healthPort: 8445 });
    await desk.store.claim('eu-west-1', { ...state, version: state.version + 1, operation });
    expect((await desk.ask('GET /pairs/pair-a')).body).toMatchObject({
      operation: { kind: 'switching', to: 'second', phase: 'handing-over' },
    });
    const command = { command: 'abort', why: 'the partner hangs' };
    const answer = await desk.ask('POST /pairs/pair-a/operation', { body: command });
    expect(answer).toMatchObject({ status: 202, body: { command: 'abort' } });
    await desk.deliver();
    await desk.pass(3);
    expect(await desk.ask('GET /pairs/pair-a')).toMatchObject({ body: { operation: { kind: 'idle' } } });
    expect(desk.units.first.cloudHa().healthPort).toBe(8444);
  });
});

describe('the return to the preferred unit', () => {
  it('waits for its hold-down, unless forced with the token of a dry run', async () => {
    const desk = await deskAway();
    const refused = await desk.ask(RETURN, { body: WHY });
    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: 'in-hold-down',
        explanation: { failback: 'first has been healthy 0 s of the 5 m hold-down' },
      },
    });
    expect(refused.body).not.toHaveProperty('forced');
    const dry = await desk.ask(RETURN, { body: { ...WHY, dryRun: true } });
    expect(dry).toMatchObject({ status: 409, body: { code: 'in-hold-down' } });
    const { confirm, plan } = dry.body.forced as { confirm: string; plan: readonly string[] };
    const forced = await desk.ask(RETURN, { body: { ...WHY, confirm } });
    expect(forced).toMatchObject({ status: 202, body: { to: 'first', plan } });
    expect(ordersOf(desk)).toMatchObject([{ detail: { cause: 'failback-now', to: 'first', confirm } }]);
    await desk.deliver();
    expect(await activeUnit(desk)).toBe('first');
    const late = await desk.ask(RETURN, { body: { ...WHY, confirm } });
    expect(late).toMatchObject({ status: 409, body: { code: 'refused-already-active' } });
  });

  it('is refused with the token of another version of the pair', async () => {
    const desk = await deskAway();
    const dry = await desk.ask(RETURN, { body: { ...WHY, dryRun: true } });
    const { confirm } = dry.body.forced as { confirm: string };
    await desk.ask('PUT /pairs/pair-a/hold', { body: { why: 'stop', for: '1m' } });
    await desk.ask('DELETE /pairs/pair-a/hold', { body: { why: 'go on' } });
    const late = await desk.ask(RETURN, { body: { ...WHY, confirm } });
    expect(late).toMatchObject({ status: 409, body: { code: 'refused-token-mismatch' } });
  });

  it('waits for its window, in which policy returns the pair by itself', async () => {
    const windows = [{ days: ['sat'], from: '02:00', to: '04:00', timeZone: 'Europe/Dublin' }] as const;
    const desk = await deskAway({ ...PREFERS_FIRST, failback: { ...PREFERS_FIRST.failback, windows } });
    await desk.pass(10);
    expect(await desk.ask(RETURN, { body: WHY })).toMatchObject({
      status: 409,
      body: { code: 'outside-window' },
    });
    await desk.pass(16 * 60);
    expect(await activeUnit(desk)).toBe('first');
  });
});
