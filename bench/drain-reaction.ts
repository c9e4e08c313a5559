import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { sweepRegion } from '#control/watch-region.ts';
import type { Pair } from '#domain/estate/estate.ts';
import { stateKey } from '#store/dynamo/keys.ts';
import { makeBareDrain } from './bare-drain.ts';
import { type Comparison, makeComparison, rounded } from './comparison.ts';
import { monotonicMs } from './monotonic.ts';
import { makeRegionClients, type RegionClients } from './region-clients.ts';
import { makeRegionControlPlane } from './region-control-plane.ts';
import { type RegionProcess, startRegionProcess } from './region-process.ts';
import { logRequests, roundTrips, type SentRequest } from './request-log.ts';
import type { BenchResult } from './result.ts';
import { makeSpotDrain } from './spot-drain.ts';
import { REGION } from './steady-region.ts';

/*
 * From a spot interruption warning entering the handler to DeregisterTargets arriving at the endpoint, for a standby,
 * next to a bare script that makes the same calls in the same order through the same clients.
 */

const LIMITS = { ratio: 1.5, roundTrips: 4 } as const;

const WARM_UPS = 100;
const ROUNDS = 400;

/** Puts the pair back to where it was: the standby registered again, its memory as it is now. */
const makeRestore = async ({ table }: RegionClients, { tableName, settle }: RegionProcess, pair: Pair) => {
  const { PK, SK } = stateKey(REGION, pair.id);
  const Key = { PK: { S: PK }, SK: { S: SK } };
  const { Item } = await table.send(new GetItemCommand({ TableName: tableName, Key, ConsistentRead: true }));
  return async (): Promise<void> => {
    await settle();
    await table.send(new PutItemCommand({ TableName: tableName, Item }));
  };
};

/** Sequential round trips up to and including DeregisterTargets. */
const tripsToDeregistration = (requests: readonly SentRequest[]): number => {
  const deregistration = requests.find(({ command }) => command === 'DeregisterTargetsCommand');
  if (deregistration === undefined) throw new Error('no DeregisterTargets was sent');
  return roundTrips(requests.filter(({ sentAt }) => sentAt <= deregistration.sentAt));
};

interface Reaction {
  readonly comparison: Comparison;
  /** Of every drain of ours so far. */
  readonly trips: readonly number[];
}

const react = async (region: RegionProcess): Promise<Reaction> => {
  const [pair] = region.pairs;
  if (pair === undefined) throw new Error('a region without a pair');
  const standby = pair.units.second.instanceId;
  const clients = makeRegionClients(region);
  const { hands, observers } = makeRegionControlPlane(clients, region.tableName);
  await hands.store.writeEstate(REGION, { pairs: region.pairs, standalones: [] });
  await sweepRegion(hands, observers, { region: REGION, targetGroupsPerPass: 1, lookForMs: 0 });
  const restore = await makeRestore(clients, region, pair);
  const requests = logRequests(clients);
  const timeToArrival = async (drain: () => Promise<void>): Promise<number> => {
    await restore();
    requests.take();
    const startedAtMs = monotonicMs();
    const [arrivedAtMs] = await Promise.all([region.nextDeregistration(), drain()]);
    return arrivedAtMs - startedAtMs;
  };
  const drain = makeSpotDrain(hands, observers, standby);
  const bareDrain = makeBareDrain(clients, region.tableName, pair, standby);
  const trips: number[] = [];
  const ours = async (): Promise<number> => {
    const tookMs = await timeToArrival(drain);
    trips.push(tripsToDeregistration(requests.take()));
    return tookMs;
  };
  return { trips, comparison: makeComparison(ours, () => timeToArrival(bareDrain)) };
};

/** The reaction of a warm `drain` function. Times are medians, round trips the most of any drain. */
export const run = async (): Promise<BenchResult> => {
  await using region = await startRegionProcess(1);
  const { comparison, trips } = await react(region);
  for (let round = 0; round < WARM_UPS; round++) await comparison.round();
  comparison.forget();
  for (let round = 0; round < ROUNDS; round++) await comparison.round();
  const { oursMs, bareMs, ratio } = comparison.medians();
  const mostTrips = Math.max(...trips);
  return {
    passed: ratio <= LIMITS.ratio && mostTrips <= LIMITS.roundTrips,
    figures: {
      ratio: rounded(ratio),
      roundTrips: mostTrips,
      reactionMs: rounded(oursMs),
      bareMs: rounded(bareMs),
    },
  };
};
