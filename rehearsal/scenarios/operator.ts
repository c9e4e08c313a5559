import * as z from 'zod';
import { estateInDocument } from '#contracts/api/estate-document.ts';
import type { Pair, UnitName } from '#domain/estate/estate.ts';
import type { StagePair } from '#rehearsal/scenarios/stage.ts';

/* What an operator sends, and what comes back, over HTTP. */

export interface DrainRequest {
  readonly release: 'none' | 'terminate' | 'stop' | 'reboot';
  readonly why: string;
  readonly dryRun?: boolean;
  readonly confirm?: string;
}

export interface SwitchoverRequest {
  readonly to: UnitName;
  readonly why: string;
  readonly dryRun?: boolean;
  readonly confirm?: string;
}

const orderAnswer = z.looseObject({
  plan: z.array(z.string()).optional(),
  code: z.string().optional(),
  /** On a dry run that is refused: the token by which it can be forced. */
  forced: z.looseObject({ confirm: z.string() }).optional(),
});

export interface OrderAnswer extends z.infer<typeof orderAnswer> {
  readonly status: number;
}

const explainAnswer = z.looseObject({
  explanation: z.looseObject({
    seen: z.array(z.string()),
    operation: z.string(),
    because: z.string(),
    failback: z.string(),
    firmware: z.array(z.string()),
    youCan: z.array(z.string()),
  }),
});

export type Explained = z.infer<typeof explainAnswer>['explanation'];

/** One request to the API of the pair's region, by the operator who asks unless it is by somebody else. */
export const sendToApi = (
  { region }: StagePair,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
  accept = 'application/json',
  by = 'rehearsal',
): Promise<Response> =>
  fetch(`${region.functions.apiUrl}${path}`, {
    method,
    headers: { 'content-type': 'application/json', accept, 'x-understudy-operator': by },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

const order = async (one: StagePair, path: string, body: unknown): Promise<OrderAnswer> => {
  const response = await sendToApi(one, 'POST', `/pairs/${one.pair.pair.id}${path}`, body);
  return { ...orderAnswer.parse(await response.json()), status: response.status };
};

/** Asks the pair's API to drain a unit. */
export const askToDrain = (one: StagePair, unit: UnitName, request: DrainRequest): Promise<OrderAnswer> =>
  order(one, `/units/${unit}/drain`, request);

/** Asks for a change of roles, whatever the failback policy says. */
export const askToSwitchOver = (one: StagePair, request: SwitchoverRequest): Promise<OrderAnswer> =>
  order(one, '/switchover', request);

/** Asks for the return to the first unit now, as far as its hold-down and windows let it. */
export const askToReturn = (one: StagePair, why: string): Promise<OrderAnswer> =>
  order(one, '/failback', { why });

/** Approves one return to the first unit. */
export const approveReturn = (one: StagePair, why: string): Promise<OrderAnswer> =>
  order(one, '/failback/approval', { why });

/** Resumes or aborts the pair's operation. */
export const askForOperation = (
  one: StagePair,
  command: 'resume' | 'abort',
  why: string,
): Promise<OrderAnswer> => order(one, '/operation', { command, why });

/** Lets returns go on after there were too many. */
export const acknowledgeFlapping = (one: StagePair, why: string): Promise<OrderAnswer> =>
  order(one, '/failback/flap-acknowledgement', { why });

/** What `explain` says of the pair at this moment. @throws Error when it says nothing */
export const askToExplain = async (one: StagePair): Promise<Explained> => {
  const response = await sendToApi(one, 'GET', `/pairs/${one.pair.pair.id}/explain`);
  return explainAnswer.parse(await response.json()).explanation;
};

/**
 * Applies the estate of the pair's region again, with this pair declared otherwise.
 * @throws Error when it is refused
 */
export const declareAnew = async (one: StagePair, change: Partial<Pair>): Promise<void> => {
  const pairs = one.region.pairs.map(({ pair }) =>
    pair.id === one.pair.pair.id ? { ...pair, ...change } : pair,
  );
  const response = await sendToApi(one, 'PUT', '/estate', estateInDocument(pairs, []));
  if (!response.ok) throw new Error(`the estate was not applied: ${await response.text()}`);
};
