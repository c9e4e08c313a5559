import * as z from 'zod';
import type { UnitName } from '#domain/estate/estate.ts';
import type { StagePair } from '#rehearsal/scenarios/stage.ts';

/** What an operator sends, and what comes back, over HTTP. */
export interface DrainRequest {
  readonly release: 'none' | 'terminate' | 'stop' | 'reboot';
  readonly why: string;
  readonly dryRun?: boolean;
  readonly confirm?: string;
}

const drainAnswer = z.looseObject({
  plan: z.array(z.string()).optional(),
  code: z.string().optional(),
  /** On a dry run that is refused: the token by which it can be forced. */
  forced: z.looseObject({ confirm: z.string() }).optional(),
});

export interface DrainAnswer extends z.infer<typeof drainAnswer> {
  readonly status: number;
}

/** Asks the pair's API to drain a unit. */
export const askToDrain = async (
  { region, pair }: StagePair,
  unit: UnitName,
  request: DrainRequest,
): Promise<DrainAnswer> => {
  const response = await fetch(`${region.functions.apiUrl}/pairs/${pair.pair.id}/units/${unit}/drain`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-understudy-operator': 'rehearsal' },
    body: JSON.stringify(request),
  });
  return { ...drainAnswer.parse(await response.json()), status: response.status };
};
