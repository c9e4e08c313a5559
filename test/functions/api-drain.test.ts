import { describe, expect, it } from 'vitest';
import { ownEvents } from '#contracts/events/own-events.ts';
import { makeDesk } from './api-desk.ts';
import { OPERATOR } from './api-event.ts';

const DRAIN = (unit: string) => `POST /pairs/pair-a/units/${unit}/drain`;
const ORDER = { release: 'terminate', why: 'replace the volume' } as const;
const DRY = { ...ORDER, dryRun: true } as const;

describe('a drain that is granted', () => {
  it('of the standby is published with who asked and why, and nothing is touched', async () => {
    const desk = await makeDesk();
    const before = await desk.store.readState('eu-west-1', 'pair-a');
    const { status, body } = await desk.ask(DRAIN('second'), { body: ORDER });
    expect({ status, body }).toMatchObject({
      status: 202,
      body: {
        pairId: 'pair-a',
        unit: 'second',
        intentId: 'intent-1',
        dryRun: false,
        reason: 'deregistering',
      },
    });
    expect(body.plan).toEqual([
      'now: deregister second (i-0000000000000000b) from lm-443, lm-80',
      'then: wait until second is unused in lm-443, lm-80',
      'then: lift termination protection of second and terminate it',
    ]);
    const [announcement] = desk.published;
    expect(announcement?.detailType).toBe('Drain Requested');
    expect(ownEvents['Drain Requested'].parse(announcement?.detail)).toEqual({
      intentId: 'intent-1',
      instanceId: desk.pair.units.second.instanceId,
      release: 'terminate',
      by: OPERATOR,
      why: 'replace the volume',
    });
    expect(await desk.store.readState('eu-west-1', 'pair-a')).toBe(before);
  });

  it('is carried out by drain and told by the journal', async () => {
    const desk = await makeDesk();
    await desk.ask(DRAIN('first'), { body: ORDER });
    await desk.deliver();
    await desk.pass(3);
    expect(desk.cloud.ec2.find(desk.pair.units.first.instanceId)?.state).toBe('terminated');
    const { body } = await desk.ask('GET /pairs/pair-a/journal', { query: { limit: '200' } });
    const { entries } = body as { entries: readonly { why?: string; actions: readonly unknown[] }[] };
    expect(entries.some(({ why }) => why === `${OPERATOR}: replace the volume`)).toBe(true);
    expect(entries.flatMap(({ actions }) => actions)).toContainEqual({
      kind: 'terminate-instance',
      words: 'lift termination protection of first and terminate i-0000000000000000a',
      outcome: { kind: 'done' },
    });
  });

  it('has the Idempotency-Key as its id, and is not asked for twice', async () => {
    const desk = await makeDesk();
    const asked = { body: ORDER, headers: { 'idempotency-key': 'change-4711' } };
    expect(await desk.ask(DRAIN('second'), asked)).toMatchObject({
      status: 202,
      body: { intentId: 'change-4711' },
    });
    await desk.deliver();
    expect(await desk.ask(DRAIN('second'), asked)).toMatchObject({
      status: 200,
      body: { intentId: 'change-4711', reason: 'already-handled' },
    });
    expect(desk.published.filter(({ detailType }) => detailType === 'Drain Requested')).toEqual([]);
  });

  it('waits behind another operation', async () => {
    const desk = await makeDesk();
    await desk.ask(DRAIN('second'), { body: { ...ORDER, release: 'none' } });
    await desk.deliver();
    const { status, body } = await desk.ask(DRAIN('first'), { body: { ...ORDER, release: 'none' } });
    expect({ status, reason: body.reason }).toEqual({ status: 202, reason: 'waiting-for-other-operation' });
  });

  it('in observe mode shows the whole plan and is requested all the same', async () => {
    const desk = await makeDesk({ mode: 'observe' });
    const { status, body } = await desk.ask(DRAIN('first'), { body: ORDER });
    expect({ status, body }).toMatchObject({ status: 202, body: { reason: 'observe-only' } });
    expect(body.plan).toEqual([
      'would now: set the health check port of first to 8445',
      'then: wait until second is healthy in lm-443, lm-80 and first fails its health check',
      'then: deregister first from lm-443, lm-80',
      'then: wait until first is unused in lm-443, lm-80',
      'then: lift termination protection of first and terminate it',
    ]);
  });
});

describe('a dry run', () => {
  it('shows the plan and publishes nothing', async () => {
    const desk = await makeDesk();
    const { status, body } = await desk.ask(DRAIN('first'), { body: DRY });
    expect({ status, body }).toMatchObject({ status: 200, body: { dryRun: true, reason: 'handover-asked' } });
    expect(body.plan).toHaveLength(5);
    expect(desk.published).toEqual([]);
  });

  it('that is refused gives the token, which is good for one version of the pair', async () => {
    const desk = await makeDesk();
    desk.cloud.ec2.stop([desk.pair.units.second.instanceId]);
    await desk.pass(2);
    const refused = await desk.ask(DRAIN('first'), { body: DRY });
    expect(refused).toMatchObject({ status: 409, body: { code: 'refused-last-serving-unit' } });
    const { confirm, plan } = refused.body.forced as { confirm: string; plan: readonly string[] };
    expect(plan[0]).toBe('now: deregister first (i-0000000000000000a) from lm-443, lm-80');
    expect(desk.published).toEqual([]);

    const other = await desk.ask(DRAIN('first'), { body: { ...ORDER, release: 'stop', confirm } });
    expect(other).toMatchObject({ status: 409, body: { code: 'refused-token-mismatch' } });
    const forced = await desk.ask(DRAIN('first'), { body: { ...ORDER, confirm } });
    expect(forced).toMatchObject({ status: 202, body: { plan } });
    expect(desk.published).toMatchObject([{ detail: { confirm } }]);

    await desk.ask('PUT /pairs/pair-a/hold', { body: { why: 'stop', for: '1m' } });
    await desk.ask('DELETE /pairs/pair-a/hold', { body: { why: 'go on' } });
    const late = await desk.ask(DRAIN('first'), { body: { ...ORDER, confirm } });
    expect(late).toMatchObject({ status: 409, body: { code: 'refused-token-mismatch' } });
  });
});

describe('a drain that is refused', () => {
  it.each([
    {
      when: 'the instance is not ours',
      setup: { managed: false },
      code: 'refused-not-managed',
      forced: false,
    },
    {
      when: 'nothing can be read',
      setup: { faults: () => 'unanswered' as const },
      code: 'refused-unknown',
      forced: true,
    },
    {
      when: 'the LoadMasters refuse',
      setup: { loadMasters: 'loadmaster-refused' as const },
      code: 'would-halt',
      forced: true,
    },
  ])('when $when: $code', async ({ setup, code, forced }) => {
    const desk = await makeDesk(setup);
    const refused = await desk.ask(DRAIN('first'), { body: ORDER });
    expect(refused).toMatchObject({ status: 409, body: { code } });
    expect(refused.body).toHaveProperty('explanation.because');
    expect(refused.body).not.toHaveProperty('forced');
    const dry = await desk.ask(DRAIN('first'), { body: DRY });
    expect(dry).toMatchObject({ status: 409, body: { code } });
    expect('forced' in dry.body).toBe(forced);
    expect(desk.published).toEqual([]);
  });

  it('under a hold, which no token lifts', async () => {
    const desk = await makeDesk();
    await desk.ask('PUT /pairs/pair-a/hold', { body: { why: 'change 4711', for: '2h' } });
    const dry = await desk.ask(DRAIN('second'), { body: DRY });
    expect(dry).toMatchObject({ status: 409, body: { code: 'held' } });
    expect(dry.body).not.toHaveProperty('forced');
  });
});

describe('withdrawing', () => {
  it('brings the unit of the drain under way back', async () => {
    const desk = await makeDesk();
    await desk.ask(DRAIN('second'), { body: { ...ORDER, release: 'none' } });
    await desk.deliver();
    const answer = await desk.ask('DELETE /pairs/pair-a/units/second/drain', { body: { why: 'not today' } });
    expect(answer).toMatchObject({ status: 202, body: { cancelled: ['intent-1'] } });
    expect(ownEvents['Drain Cancelled'].parse(desk.published.at(-1)?.detail)).toMatchObject({
      intentId: 'intent-1',
      by: OPERATOR,
      why: 'not today',
    });
    await desk.deliver();
    await desk.pass(5);
    expect(await desk.ask('GET /pairs/pair-a')).toMatchObject({
      body: { operation: { kind: 'idle' }, situation: { kind: 'steady' } },
    });
  });

  it.each([
    { when: 'there is none', path: 'first', body: { why: 'no' } },
    { when: 'it is the other unit’s', path: 'first', body: { why: 'no', intentId: 'intent-1' } },
    { when: 'it has another id', path: 'second', body: { why: 'no', intentId: 'intent-9' } },
  ])('is refused when $when', async ({ path, body }) => {
    const desk = await makeDesk();
    await desk.ask(DRAIN('second'), { body: { ...ORDER, release: 'none' } });
    await desk.deliver();
    desk.published.splice(0);
    const answer = await desk.ask(`DELETE /pairs/pair-a/units/${path}/drain`, { body });
    expect(answer).toMatchObject({ status: 404, body: { code: 'unknown-drain' } });
    expect(desk.published).toEqual([]);
  });
});
