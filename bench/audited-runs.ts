import { isDeepStrictEqual } from 'node:util';
import type { AuditHands } from '#control/audit/audit-pairs.ts';
import { auditRegion, PAIRS_AT_ONCE } from '#control/audit/audit-region.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import type { Pair } from '#domain/estate/estate.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { type CallsByCommand, callsByCommand } from './audit-calls.ts';
import { makeAuditClients, makeAuditControlPlane } from './audit-control-plane.ts';
import type { UnitProcess } from './audited-unit-process.ts';
import type { UnitCalls } from './audited-unit-server.ts';
import { makeBareAudit } from './bare-audit.ts';
import { type Comparison, makeComparison } from './comparison.ts';
import type { RegionProcess } from './region-process.ts';
import { logRequests, type RequestLog } from './request-log.ts';
import { REGION } from './steady-region.ts';

/** What one turn asked for. */
export interface Asked {
  readonly calls: CallsByCommand;
  readonly units: UnitCalls;
}

/** Audits of one region, next to the bare calls. */
export interface AuditedRuns {
  /** A sample is a turn: 20 pairs by each side. */
  readonly comparison: Comparison;
  /** Audits every pair on both sides, turn by turn; what each turn asked for. */
  auditAll(): Promise<readonly Asked[]>;
  /** Of every pair, as it was seen last. */
  snapshots(): readonly PairSnapshot[];
}

/** As many pairs as the schedule has at a turn. */
const PLAN = { region: REGION, pairsPerTurn: PAIRS_AT_ONCE, auditForMs: MINUTE_MS } as const;

type Turn = readonly Pair[];

const turnsOf = (pairs: readonly Pair[]): readonly Turn[] =>
  Array.from({ length: Math.ceil(pairs.length / PLAN.pairsPerTurn) }, (_, turn) =>
    pairs.slice(turn * PLAN.pairsPerTurn, (turn + 1) * PLAN.pairsPerTurn),
  );

/** Throws when a pair was not audited, or when there is something to say of one after all. */
const auditTurn = async (hands: AuditHands, pairs: Turn): Promise<void> => {
  const ids = pairs.map(({ id }) => id);
  const { audited, opened } = await auditRegion(hands, PLAN, ids);
  if (audited !== pairs.length || opened > 0)
    throw new Error(`not steady: audited ${audited}, ${opened} findings opened`);
};

/** One side, and what it asked for last. */
const makeSide = (audit: (turn: Turn) => Promise<void>, requests: RequestLog, units: UnitProcess) => {
  let asked: Asked | undefined;
  return {
    timed: async (turn: Turn): Promise<number> => {
      const startedAt = performance.now();
      await audit(turn);
      const tookMs = performance.now() - startedAt;
      asked = { calls: callsByCommand(requests.take()), units: await units.takeCalls() };
      return tookMs;
    },
    asked: (): Asked => {
      if (asked === undefined) throw new Error('nothing was asked yet');
      return asked;
    },
  };
};

/** A ratio means something only between sides that ask for the same. */
const insistOnSame = (ours: Asked, bare: Asked): void => {
  if (!isDeepStrictEqual(ours, bare))
    throw new Error(`not the same calls: ${JSON.stringify(ours)}, ${JSON.stringify(bare)}`);
};

/** Declares the region's pairs and audits them once: from then on nothing changes. */
export const makeAuditedRuns = async (region: RegionProcess, units: UnitProcess): Promise<AuditedRuns> => {
  const pairs = units.reach(region.pairs);
  const turns = turnsOf(pairs);
  const clients = makeAuditClients(region);
  const snapshots = new Map<string, PairSnapshot>();
  const hands = makeAuditControlPlane(clients, region.tableName, (snapshot) => {
    snapshots.set(snapshot.pair.id, snapshot);
  });
  await hands.hands.store.writeEstate(REGION, { pairs, standalones: [] });
  for (const turn of turns) await auditTurn(hands, turn);
  const bareAudit = await makeBareAudit(clients, region.tableName, pairs);
  const requests = logRequests(clients);
  await units.takeCalls();
  const ours = makeSide((turn) => auditTurn(hands, turn), requests, units);
  const bare = makeSide(bareAudit, requests, units);
  let next: Turn = [];
  const comparison = makeComparison(
    () => ours.timed(next),
    () => bare.timed(next),
  );
  return {
    comparison,
    auditAll: async () => {
      const asked: Asked[] = [];
      for (next of turns) {
        await comparison.round();
        insistOnSame(ours.asked(), bare.asked());
        asked.push(ours.asked());
      }
      return asked;
    },
    snapshots: () => [...snapshots.values()],
  };
};
