import * as z from 'zod';
import { UNIT_NAMES } from '#domain/estate/estate.ts';
import type { FirmwareImage } from '#domain/firmware/firmware-order.ts';
import type { UnitJob } from '#domain/job/unit-job.ts';
import { type DurationMs, MINUTE_MS } from '#domain/time.ts';
import { rememberedState } from '#rehearsal/scenarios/conditions.ts';
import { askForOperation, sendToApi } from '#rehearsal/scenarios/operator.ts';
import { putByHand } from '#rehearsal/scenarios/own-bus.ts';
import {
  AT_ONCE,
  commandRollout,
  pairsOf,
  planRollout,
  type RolloutPlan,
  readRollout,
  untilChecked,
} from '#rehearsal/scenarios/rollouts.ts';
import type { Stage, StagePair } from '#rehearsal/scenarios/stage.ts';

/* Every way that somebody could think of to bring units below the floor, past whatever refuses it. */

/** What came of one try: the codes it was refused with; none where it was not refused. */
export interface Attempt {
  readonly words: string;
  readonly codes: readonly string[];
}

/** What a unit is to be brought to. Without an image: what it ran before. */
export interface Wish {
  readonly target: string;
  readonly image?: FirmwareImage;
}

const refused = z.looseObject({ refusals: z.array(z.looseObject({ code: z.string() })).default([]) });

/** A plan for people, which does nothing, and the commands for an operation that there is none of. */
export const tryPair = async (one: StagePair, { target }: Wish): Promise<readonly Attempt[]> => {
  const { id } = one.pair.pair;
  const response = await sendToApi(one, 'POST', `/pairs/${id}/firmware/plan`, { target });
  const codes = refused.parse(await response.json()).refusals.map(({ code }) => code);
  for (const command of ['resume', 'abort'] as const) await askForOperation(one, command, 'now');
  return [{ words: `${id}: a plan for people`, codes }];
};

/** What an operator can say of a rollout that sounds as if it could make it permissive. */
const OPTIONS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'nothing else': {},
  'every failure allowed': { maxFailureShare: 1 },
  'ten pairs at a time': { concurrency: 10 },
  'an approval': { needsApproval: true },
  'waves of its own': { waves: [{ size: '1', soak: '0s' }, { soak: '0s' }] },
  'a window': {
    windows: [
      {
        days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
        from: '00:00',
        to: '23:59',
        timeZone: 'UTC',
      },
    ],
  },
  'all pairs of the region': { pairs: undefined, all: true },
  'pairs by their region': { pairs: undefined, regions: ['eu-west-1'] },
};

/** Everything an operator can order of a planned rollout; refused, each of it, unless it changes nothing. */
const ORDERS: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['start', {}],
  ['start', { leaveOutRefused: true }],
  ['resume', {}],
  ['pause', {}],
  ['roll-back', {}],
];

const approveByAnother = (one: StagePair, id: string): Promise<Response> =>
  sendToApi(
    one,
    'POST',
    `/rollouts/${id}/operation`,
    { command: 'approve', why: 'looked at' },
    'application/json',
    'somebody-else',
  );

/** One planned rollout: what stands in the way of each pair, then every order that could set it going all the same. */
export const tryRollout = async (
  stage: Stage,
  one: StagePair,
  id: string,
  words: string,
): Promise<readonly Attempt[]> => {
  const checked = await untilChecked(stage, one, id);
  await approveByAnother(one, id);
  const attempts = pairsOf(checked).map(({ pairId, refusals }) => ({
    words: `${pairId}: a rollout with ${words}`,
    codes: refusals.map(({ code }) => code),
  }));
  for (const [command, more] of ORDERS) {
    const { httpStatus } = await commandRollout(one, id, command, more);
    const { status } = await readRollout(one, id);
    if (httpStatus < 400 || status !== 'planned')
      attempts.push({ words: `${command} of a rollout with ${words}`, codes: [] });
  }
  await commandRollout(one, id, 'abort');
  return attempts;
};

/** Rollouts with every option there is. */
export const tryRollouts = async (
  stage: Stage,
  one: StagePair,
  wish: RolloutPlan,
): Promise<readonly Attempt[]> => {
  const planned = await Promise.all(
    Object.entries(OPTIONS).map(async ([words, more]) => {
      const { id = '' } = await planRollout(one, { ...wish, waves: AT_ONCE, ...more });
      return { words, id };
    }),
  );
  const attempts: Attempt[] = [];
  for (const { words, id } of planned) attempts.push(...(await tryRollout(stage, one, id, words)));
  return attempts;
};

const ANSWERED_WITHIN_MS: DurationMs = 3 * MINUTE_MS;

/** An order as the schedule gives it, put onto the bus by hand: no rollout, no check, nobody who started it. */
export const tryBus = async (stage: Stage, pairId: string, wish: Wish, words: string): Promise<Attempt> => {
  const one = stage.find(pairId);
  const now = () => stage.world.scheduler.now();
  const orderId = `by-hand/${pairId}/${words}`;
  const order = { pairId, orderId, rolloutId: 'by-hand', ...wish, why: 'by hand' };
  putByHand(one, { detailType: 'Firmware Requested', detail: order }, now());
  const last = async () => (await rememberedState(stage, pairId))?.firmware.last;
  await stage.until(
    `${pairId}: the order by hand is answered`,
    async () => (await last())?.orderId === orderId,
    ANSWERED_WITHIN_MS,
  );
  const command = { pairId, command: 'resume', by: 'nobody', why: 'by hand' } as const;
  putByHand(one, { detailType: 'Operator Command', detail: command }, now());
  putByHand(one, { detailType: 'Pair Continue', detail: { pairId, concern: 'firmware' } }, now());
  const answer = await last();
  const isRefused = answer?.orderId === orderId && answer.end === 'refused';
  return { words: `${pairId}: an event on the bus, ${words}`, codes: isRefused ? answer.because : [] };
};

/** A job, sent straight to the function that does it. */
export const tryJobs = async (
  stage: Stage,
  pairId: string,
  job: UnitJob,
  words: string,
): Promise<readonly Attempt[]> => {
  const { region } = stage.find(pairId);
  const attempts: Attempt[] = [];
  for (const unit of UNIT_NAMES) {
    const jobId = `by-hand/${pairId}/${unit}/${words.replaceAll(' ', '-')}`;
    await region.functions.invoke('jobs', { kind: 'unit-job', pairId, unit, jobId, job });
    const record = await region.jobRecords.readJob({ pairId, unit });
    const isRefused = record?.jobId === jobId && record.state === 'failed';
    attempts.push({
      words: `${pairId}: a job for ${unit}, ${words}`,
      codes: isRefused && record.code !== undefined ? [record.code] : [],
    });
  }
  return attempts;
};
