import * as z from 'zod';
import { callApi } from '#rehearsal/view/call-api.ts';
import type { Chosen } from '#rehearsal/view/trouble.ts';
import { putImage } from '#rehearsal/world/firmware-shelf.ts';

/** Newer than what the sample pairs run. */
export const SAMPLE_FIRMWARE = '7.2.61.2.24117.RELEASE';

const planned = z.looseObject({ id: z.string() });

/** By pair: the rollout that was planned for it and not started yet. */
const waiting = new Map<string, string>();

const plan = async (chosen: Chosen): Promise<string> => {
  const { region, pair } = chosen;
  const image = await putImage(region.s3, region.firmwareBucket, SAMPLE_FIRMWARE);
  const { id: pairId } = pair.pair;
  const body = { target: SAMPLE_FIRMWARE, image, pairs: [pairId], why: 'asked for in the live view' };
  const { answer, words } = await callApi(chosen, 'POST', '/rollouts', body);
  const made = planned.safeParse(answer);
  if (!made.success) return words;
  waiting.set(pairId, made.data.id);
  return `planned rollout ${made.data.id} for ${pairId}: read it with GET /rollouts/${made.data.id}, start it with f`;
};

const start = async (chosen: Chosen, rolloutId: string): Promise<string> => {
  const body = { command: 'start', why: 'asked for in the live view' };
  const { ok, words } = await callApi(chosen, 'POST', `/rollouts/${rolloutId}/operation`, body);
  if (ok) waiting.delete(chosen.pair.pair.id);
  return words;
};

/** Plans new firmware for the pair; asked again, starts what was planned. */
export const rollOut = (chosen: Chosen): Promise<string> => {
  const rolloutId = waiting.get(chosen.pair.pair.id);
  return rolloutId === undefined ? plan(chosen) : start(chosen, rolloutId);
};
