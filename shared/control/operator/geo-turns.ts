import type { Asked, OperatorContext } from '#control/operator/context.ts';
import { OperatorRefusal } from '#control/operator/refusal.ts';
import { untilClaimed } from '#control/operator/until-claimed.ts';
import type { GeoRecord } from '#control/ports.ts';
import type { GeoTurn, GeoTurns } from '#domain/geo/geo-report.ts';
import { outstandingTurn, takeBackToken, takeTurnBack } from '#domain/geo/take-turn-back.ts';

export interface TakeBackWish extends Asked {
  readonly cluster: string;
  readonly confirm?: string;
  /** Only say what would be done. */
  readonly dryRun: boolean;
}

export interface TakenBack {
  readonly cluster: string;
  readonly turn: GeoTurn;
  readonly takenBack: NonNullable<GeoTurn['takenBack']>;
}

interface Outstanding {
  readonly turns: GeoTurns;
  readonly turn: GeoTurn;
}

/** Throws OperatorRefusal `no-turn`. */
const findTurn = ({ turns, reports }: GeoRecord, cluster: string): Outstanding => {
  const turn = outstandingTurn(turns, cluster, reports);
  if (turns === undefined || turn === undefined)
    throw new OperatorRefusal('no-turn', 'nobody of such a cluster has a turn that has not ended');
  return { turns, turn };
};

const planOf = ({ pairId, region, number }: GeoTurn, cluster: string): readonly string[] => [
  `now: turn ${number} of ${cluster}, which ${pairId} (${region}) has, is over`,
  `then: what ${region} has reported so far holds nobody up, until it reports anew`,
  'then: the pair that has waited longest has the next turn, and its roles change',
  `if ${pairId} is under way after all, two pairs of ${cluster} change roles at the same time`,
];

/** Throws OperatorRefusal `turn-outstanding`, or `refused-token-mismatch`, unless it is confirmed. */
const expectConfirmed = (wish: TakeBackWish, { turn }: Outstanding, { reports }: GeoRecord): void => {
  const { cluster, confirm, dryRun } = wish;
  const token = takeBackToken(cluster, turn, reports);
  if (confirm === token && !dryRun) return;
  if (confirm !== undefined && !dryRun)
    throw new OperatorRefusal('refused-token-mismatch', 'the token is not for the turn as it is now');
  const message = `${turn.pairId} (${turn.region}) has the turn and may be under way; as long as its region may come back, wait for it`;
  const forced = { confirm: token, plan: planOf(turn, cluster) };
  throw new OperatorRefusal('turn-outstanding', message, dryRun ? { forced } : {});
};

/**
 * Takes the outstanding turn of a cluster back, so that others may have theirs: for a region that is gone for good, and
 * only with the token of a fresh dry run. Throws OperatorRefusal `not-home-region`, `no-turn`, `turn-outstanding`,
 * `refused-token-mismatch` or `overtaken`.
 */
export const takeBackTurn = async (context: OperatorContext, wish: TakeBackWish): Promise<TakenBack> => {
  const { region, homeRegion, geo, hands } = context;
  const { cluster, by, why } = wish;
  if (region !== homeRegion)
    throw new OperatorRefusal('not-home-region', `${homeRegion} gives the turns: ask the API there`);
  const taken = await untilClaimed('whose turn it is', async () => {
    const record = await geo.readGeo();
    const outstanding = findTurn(record, cluster);
    expectConfirmed(wish, outstanding, record);
    const { turns, turn } = outstanding;
    const takenBack = { at: hands.clock.now(), by, why };
    await geo.claimTurns(takeTurnBack(turns, cluster, turn, takenBack));
    return { cluster, turn, takenBack };
  });
  await hands.bus.publish([{ detailType: 'Geo Changed', detail: { region, what: 'turns' } }]);
  return taken;
};
