import { describe, expect, it } from 'vitest';
import { StaleStateError } from '#control/errors.ts';
import type { RolloutStore } from '#control/ports.ts';
import type { Rollout } from '#domain/rollout/rollout.ts';
import { makeMemoryRolloutStore } from '#store/memory/rollout-store.ts';
import { endedAs, REFUSED, RUNNING } from '../domain/rollout/rollout-samples.ts';
import type { Desk } from './api-desk.ts';
import { OPERATOR } from './api-event.ts';
import { command, HOME, makeFleetDesk, planned, report, startedRollout, storedIn } from './rollout-desk.ts';

const BOB = 'arn:aws:sts::111122223333:assumed-role/Network/bob';

/** The rollout as if its home region had written it. */
const rewrite = async (desk: Desk, id: string, change: Partial<Rollout>): Promise<void> => {
  const rollout = await storedIn(desk, id);
  await desk.rollouts.claimRollout({ ...rollout, ...change, version: rollout.version + 1 });
};

describe('a rollout is commanded', () => {
  it('from its approval to its abortion, each with who and why', async () => {
    const desk = await makeFleetDesk();
    const id = await planned(desk, { all: true, needsApproval: true });
    await report(desk, id);
    const steps = [
      { order: 'approve', status: 'planned', more: { as: BOB } },
      { order: 'start', status: 'running' },
      { order: 'pause', status: 'paused' },
      { order: 'resume', status: 'running' },
      { order: 'abort', status: 'aborting' },
    ] as const;
    for (const { order, status, ...rest } of steps) {
      const more = 'more' in rest ? rest.more : {};
      const answer = await command(desk, id, { command: order }, more);
      expect(answer).toMatchObject({ status: 200, body: { id, status } });
      expect(desk.published.splice(0)).toEqual([
        { detailType: 'Rollouts Changed', detail: { rolloutId: id, region: HOME } },
      ]);
    }
    const { events, version, approvedBy } = await storedIn(desk, id);
    expect({ version, approvedBy }).toEqual({ version: 6, approvedBy: BOB });
    expect(events.map(({ by, what }) => `${by.split('/').at(-1)} ${what}`)).toEqual([
      'ada planned: change 4711',
      'bob approved: tonight',
      'ada started: tonight',
      'ada paused: tonight',
      'ada resumed: tonight',
      'ada aborted: tonight',
    ]);
  });

  it('to start without the pairs in whose way something stands', async () => {
    const desk = await makeFleetDesk();
    const id = await planned(desk);
    await report(desk, id, { edge: REFUSED });
    const refused = await command(desk, id, { command: 'start' });
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'rollout-command-refused', refusals: [{ code: 'pairs-refused' }] },
    });
    const started = await command(desk, id, { command: 'start', leaveOutRefused: true });
    expect(started).toMatchObject({ status: 200, body: { totals: { ready: 2 } } });
    expect((await storedIn(desk, id)).pairs.map(({ pairId }) => pairId)).toEqual(['pair-a', 'pair-b']);
  });

  it('to go back: by a rollout of its own, planned, which takes its place', async () => {
    const desk = await makeFleetDesk();
    const id = await startedRollout(desk);
    await report(desk, id, { 'pair-a': endedAs('pair-a', 'done') });
    await command(desk, id, { command: 'pause' });
    desk.published.splice(0);
    const { status, body } = await command(desk, id, { command: 'roll-back', why: 'it leaks' });
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { status: 'planned', rollbackOf: id, target: '7.2.60.0', createdBy: OPERATOR, why: 'it leaks' },
    });
    expect(body).not.toHaveProperty('image');
    const rollbackId = String(body.id);
    expect(rollbackId).not.toBe(id);
    expect(await storedIn(desk, rollbackId)).toMatchObject({ version: 1, rollbackOf: id });
    expect(await storedIn(desk, id)).toMatchObject({
      status: 'aborted',
      because: expect.stringContaining(`rolled back by ${rollbackId}`),
    });
    expect(desk.published).toEqual([
      { detailType: 'Rollouts Changed', detail: { rolloutId: rollbackId, region: HOME } },
    ]);
  });
});

interface Trouble {
  readonly code: string;
  readonly order: object;
  readonly cause?: (desk: Desk, id: string) => unknown;
  readonly as?: string;
}

const start = (desk: Desk, id: string) => command(desk, id, { command: 'start' });

const TROUBLES: readonly Trouble[] = [
  { code: 'wrong-status', order: { command: 'resume' } },
  {
    code: 'ended',
    order: { command: 'abort' },
    cause: (desk, id) => rewrite(desk, id, { status: 'done', endedAt: 1 }),
  },
  { code: 'no-approval-needed', order: { command: 'approve' }, as: BOB },
  { code: 'not-checked', order: { command: 'start' } },
  { code: 'nothing-changed', order: { command: 'roll-back' } },
  {
    code: 'still-running',
    order: { command: 'roll-back' },
    cause: async (desk, id) => {
      await report(desk, id);
      await start(desk, id);
      await report(desk, id, { 'pair-a': RUNNING });
    },
  },
];

describe('a command that the rollout is not in a state for', () => {
  it.each(TROUBLES)('is refused with $code, and nothing is written', async ({ code, order, cause, as }) => {
    const desk = await makeFleetDesk();
    const id = await planned(desk);
    await cause?.(desk, id);
    desk.published.splice(0);
    const before = await desk.rollouts.readRollouts();
    const { status, body } = await command(desk, id, order, as === undefined ? {} : { as });
    const ofIt = { code, words: expect.stringMatching(/\w/), remedy: expect.stringMatching(/\w/) };
    expect({ status, body }).toMatchObject({
      status: 409,
      body: { code: 'rollout-command-refused', refusals: [ofIt] },
    });
    expect(desk.published).toEqual([]);
    expect(await desk.rollouts.readRollouts()).toEqual(before);
  });

  it('is refused to the author of a rollout that somebody else has to approve', async () => {
    const desk = await makeFleetDesk();
    const id = await planned(desk, { all: true, needsApproval: true });
    expect((await command(desk, id, { command: 'approve' })).body).toMatchObject({
      message: `approve: ${OPERATOR} made the rollout and cannot approve it`,
      refusals: [{ code: 'needs-another-person' }],
    });
  });

  it('is refused in plain text to who asks for that', async () => {
    const desk = await makeFleetDesk();
    const id = await planned(desk);
    const { text } = await command(desk, id, { command: 'pause' }, { headers: { accept: 'text/plain' } });
    expect(text).toMatch(/^pause: the rollout is planned\n\nwrong-status {2}the rollout is planned\n/);
  });

  it('is refused away from home, with where that is', async () => {
    const desk = await makeFleetDesk();
    const id = await planned(desk);
    await rewrite(desk, id, { homeRegion: 'us-east-1' });
    for (const order of ['start', 'roll-back']) {
      const { status, body } = await command(desk, id, { command: order });
      expect({ status, body }).toMatchObject({ status: 409, body: { code: 'other-region' } });
      expect(body.message).toContain('us-east-1');
    }
    expect((await storedIn(desk, id)).version).toBe(2);
    expect(desk.published).toEqual([]);
    expect((await desk.ask(`GET /rollouts/${id}`)).status).toBe(200);
  });

  it.each([
    { body: { command: 'stop' }, path: 'command' },
    { body: { command: 'pause', leaveOutRefused: true }, path: 'leaveOutRefused' },
    { body: { command: 'pause', why: ' ' }, path: 'why' },
  ])('is refused for its form: $path', async ({ body, path }) => {
    const desk = await makeFleetDesk();
    const id = await planned(desk);
    const answer = await command(desk, id, body);
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path }] } });
  });

  it('finds no rollout that there is not', async () => {
    const desk = await makeFleetDesk();
    expect((await command(desk, 'nothing', { command: 'start' })).body).toMatchObject({
      code: 'unknown-rollout',
    });
  });
});

/** Loses so many races for a rollout that is stored already. */
const contested = (races: number): RolloutStore => {
  const store = makeMemoryRolloutStore();
  let lost = 0;
  return {
    ...store,
    claimRollout: async (next) => {
      if (next.version > 1 && lost++ < races) throw new StaleStateError(next.id);
      await store.claimRollout(next);
    },
  };
};

describe('a command that others were faster than', () => {
  it('is decided again from what they left', async () => {
    const desk = await makeFleetDesk({ rollouts: contested(4) });
    const id = await planned(desk);
    expect(await command(desk, id, { command: 'abort' })).toMatchObject({
      status: 200,
      body: { status: 'aborting' },
    });
    expect((await storedIn(desk, id)).events).toHaveLength(2);
  });

  it('is given up in the end', async () => {
    const desk = await makeFleetDesk({ rollouts: contested(5) });
    const id = await planned(desk);
    expect(await command(desk, id, { command: 'abort' })).toMatchObject({
      status: 409,
      body: { code: 'overtaken', message: 'the rollout changes too fast; try again' },
    });
    expect(desk.published).toEqual([]);
    expect((await storedIn(desk, id)).status).toBe('planned');
  });
});

describe('a command whose announcement fails', () => {
  it('stands all the same', async () => {
    const desk = await makeFleetDesk({ publishFails: true });
    const id = '20260501-100500-0000';
    const source = await makeFleetDesk();
    const rollout = await storedIn(source, await planned(source));
    await desk.rollouts.claimRollout({ ...rollout, id });
    expect((await command(desk, id, { command: 'abort' })).status).toBe(500);
    expect((await storedIn(desk, id)).status).toBe('aborting');
  });
});
