import { otherUnit } from '#domain/estate/estate.ts';
import type { GeoTurn } from '#domain/geo/geo-report.ts';
import { listsOf } from '#domain/geo/lists.ts';
import type { GeoMember } from '#domain/geo/member.ts';
import type { GeoOrder } from '#domain/geo/operation.ts';
import type { EpochMs } from '#domain/time.ts';

/** By which a pair's own memory tells whether a turn of its cluster is over. */
export const turnOrderId = (cluster: string, { number }: Pick<GeoTurn, 'number'>): string =>
  `geo/${cluster}/${number}`;

/** The order of a pair that has its turn; undefined where nobody knows which unit is its master. */
export const orderOfTurn = (
  turn: GeoTurn,
  pair: GeoMember & { readonly kind: 'pair' },
  members: readonly GeoMember[],
  why: string,
  now: EpochMs,
): GeoOrder | undefined => {
  const { master, cluster } = pair;
  if (master === undefined) return undefined;
  const lists = listsOf(members, pair);
  const ofMaster = lists.find(({ unit }) => unit === master);
  const ofOther = lists.find(({ unit }) => unit === otherUnit(master));
  if (ofMaster?.access === undefined || ofOther === undefined) return undefined;
  return {
    id: turnOrderId(cluster, turn),
    cluster,
    master,
    access: ofMaster.access,
    partners: ofMaster.partners,
    notAfter: turn.notAfter,
    requestedAt: now,
    why,
  };
};
