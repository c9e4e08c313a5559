import * as z from 'zod';
import { MINUTE_MS } from '#domain/time.ts';
import { sendToApi } from '#rehearsal/scenarios/operator.ts';
import type { Stage, StagePair } from '#rehearsal/scenarios/stage.ts';
import { type ImageFlaw, putImage } from '#rehearsal/world/firmware-shelf.ts';

/* Rollouts as an operator works with them: images in the buckets, orders over HTTP, and what comes back. */

const rolloutAnswer = z.looseObject({
  id: z.string().optional(),
  status: z.string().optional(),
  because: z.string().optional(),
  waits: z.string().optional(),
  summary: z.string().optional(),
  code: z.string().optional(),
  message: z.string().optional(),
  refusals: z.array(z.looseObject({ code: z.string() })).optional(),
  waves: z
    .array(
      z.looseObject({
        pairs: z.array(
          z.looseObject({
            pairId: z.string(),
            state: z.string(),
            isReleased: z.boolean(),
            because: z.array(z.string()),
            refusals: z.array(z.looseObject({ code: z.string() })),
            incidents: z.array(z.looseObject({ words: z.string() })),
            roleChanges: z.number().optional(),
            secondsMixed: z.number().optional(),
          }),
        ),
      }),
    )
    .optional(),
});

export type RolloutAnswer = z.infer<typeof rolloutAnswer> & { readonly httpStatus: number };
export type RolloutPairAnswer = NonNullable<RolloutAnswer['waves']>[number]['pairs'][number];

const read = async (response: Response): Promise<RolloutAnswer> => ({
  ...rolloutAnswer.parse(await response.json()),
  httpStatus: response.status,
});

/** What an operator plans. What is left out is as in the API. */
export interface RolloutPlan {
  readonly target: string;
  readonly image: { readonly key: string; readonly sha256: string };
  readonly pairs: readonly string[];
  readonly regions?: readonly string[];
  readonly [more: string]: unknown;
}

/** All pairs in one wave that does not soak. */
export const AT_ONCE = [{ name: 'all', soak: '0s' }] as const;

/** Uploads the image to every region's bucket, as somebody does before a rollout. Returns it as a rollout names it. */
export const uploadImage = async (stage: Stage, version: string, flaw?: ImageFlaw) => {
  const images = await Promise.all(
    stage.world.regions.map(({ s3, firmwareBucket }) => putImage(s3, firmwareBucket, version, flaw)),
  );
  const [image] = images;
  if (image === undefined) throw new Error('the world has no region');
  return image;
};

export const planRollout = async (one: StagePair, plan: RolloutPlan): Promise<RolloutAnswer> =>
  read(await sendToApi(one, 'POST', '/rollouts', { why: 'security fix', ...plan }));

export const readRollout = async (one: StagePair, id: string): Promise<RolloutAnswer> =>
  read(await sendToApi(one, 'GET', `/rollouts/${id}`));

export const rolloutText = async (one: StagePair, id: string): Promise<string> =>
  (await sendToApi(one, 'GET', `/rollouts/${id}`, undefined, 'text/plain')).text();

export const commandRollout = async (
  one: StagePair,
  id: string,
  command: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<RolloutAnswer> =>
  read(await sendToApi(one, 'POST', `/rollouts/${id}/operation`, { command, why: 'as planned', ...more }));

export const pairsOf = ({ waves = [] }: RolloutAnswer): readonly RolloutPairAnswer[] =>
  waves.flatMap(({ pairs }) => pairs);

/** A pair that was not steady when it was checked is looked at again after five minutes: room for three such looks. */
export const CHECKED_WITHIN_MS = 15 * MINUTE_MS;

/** Waits until every region has checked its pairs. */
export const untilChecked = async (stage: Stage, one: StagePair, id: string): Promise<RolloutAnswer> => {
  await stage.until(
    'every pair of the rollout has been checked',
    async () => pairsOf(await readRollout(one, id)).every(({ state }) => state !== 'unchecked'),
    CHECKED_WITHIN_MS,
  );
  return readRollout(one, id);
};

/** Waits until the rollout is in one of these statuses. */
export const untilStatus = (
  stage: Stage,
  one: StagePair,
  id: string,
  statuses: readonly string[],
  withinMs: number,
): Promise<boolean> =>
  stage.until(
    `the rollout is ${statuses.join(' or ')}`,
    async () => statuses.includes((await readRollout(one, id)).status ?? ''),
    withinMs,
  );

/** Waits for the checks of a planned rollout and starts it, trying again while the image is still being checked. */
const startPlanned = async (stage: Stage, one: StagePair, planned: RolloutAnswer): Promise<string> => {
  const { id, message } = planned;
  if (id === undefined) throw new Error(`the rollout was refused: ${message}`);
  await untilChecked(stage, one, id);
  const started = await stage.until(
    'the rollout has started',
    async () => (await commandRollout(one, id, 'start')).httpStatus === 200,
    CHECKED_WITHIN_MS,
  );
  if (!started) throw new Error(`the rollout did not start: ${await rolloutText(one, id)}`);
  return id;
};

/** Plans a rollout and starts it once it is checked. Returns its id. */
export const rollOut = async (stage: Stage, one: StagePair, plan: RolloutPlan): Promise<string> =>
  startPlanned(stage, one, await planRollout(one, plan));

/** Takes a rollout back by one of its own, which is started once it is checked. Returns the id of that. */
export const rollBack = async (stage: Stage, one: StagePair, id: string): Promise<string> =>
  startPlanned(stage, one, await commandRollout(one, id, 'roll-back'));

/** Waits until nothing more comes of the rollout by itself, and shows what the operator reads. Returns its status. */
export const untilEnded = async (
  stage: Stage,
  one: StagePair,
  id: string,
  withinMs: number,
): Promise<string | undefined> => {
  await untilStatus(stage, one, id, ['done', 'halted'], withinMs);
  for (const line of (await rolloutText(one, id)).split('\n')) stage.note(line);
  return (await readRollout(one, id)).status;
};
