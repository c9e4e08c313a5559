import type { BodyOf, OperationId, QueryOf } from '#contracts/api/routes.ts';
import type { UnitName } from '#domain/estate/estate.ts';
import { EdgeError } from '#functions/api/edge-error.ts';
import type { ApiReply } from '#functions/api/reply.ts';

/** A request as its route reads it. */
export interface ApiRequest<Query, Body> {
  readonly by: string;
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly query: Query;
  readonly body: Body;
  /** The Idempotency-Key, or an id of our own. */
  readonly intentId: string;
  /** Plain text was asked for. */
  readonly wantsText: boolean;
}

/** One handler for every route. */
export type RouteHandlers = {
  readonly [Op in OperationId]: (request: ApiRequest<QueryOf<Op>, BodyOf<Op>>) => Promise<ApiReply>;
};

export const pairIdOf = ({ params }: ApiRequest<unknown, unknown>): string => params.pairId ?? '';

export const rolloutIdOf = ({ params }: ApiRequest<unknown, unknown>): string => params.rolloutId ?? '';

export const clusterOf = ({ params }: ApiRequest<unknown, unknown>): string => params.cluster ?? '';

export const waiverIdOf = ({ params }: ApiRequest<unknown, unknown>): string => params.waiverId ?? '';

/** Throws EdgeError `unknown-route`: a pair has two units, so the path of a third leads nowhere. */
export const unitOf = ({ params }: ApiRequest<unknown, unknown>): UnitName => {
  const { unit } = params;
  if (unit === 'first' || unit === 'second') return unit;
  throw new EdgeError('unknown-route', 'a unit is first or second');
};
