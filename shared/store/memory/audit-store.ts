import { StaleStateError } from '#control/errors.ts';
import type { AuditStore, SavedSnapshot } from '#control/ports.ts';
import type { PairAudit } from '#domain/audit/pair-audit.ts';
import type { Waiver } from '#domain/audit/waiver.ts';
import { deepFreeze } from '#store/memory/freeze.ts';

/** The audits of one region in memory: the table's twin for tests, held to the same contract suite. */
export const makeMemoryAuditStore = (): AuditStore => {
  const audits = new Map<string, PairAudit>();
  const waivers = new Map<string, Waiver>();
  const snapshots = new Map<string, SavedSnapshot>();
  const sorted = <T>(kept: ReadonlyMap<string, T>): readonly T[] =>
    [...kept].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, value]) => value);
  return {
    readAudits: async () => ({
      audits: sorted(audits),
      waivers: sorted(waivers),
      damaged: { audits: [], waivers: [] },
    }),
    claimAudit: async (next) => {
      const { pairId, version } = next;
      if ((audits.get(pairId)?.version ?? 0) !== version - 1) throw new StaleStateError(pairId);
      audits.set(pairId, deepFreeze(next));
    },
    removeAudit: async (pairId) => {
      audits.delete(pairId);
      snapshots.delete(pairId);
    },
    saveSnapshot: async (snapshot) =>
      void snapshots.set(snapshot.pair.id, { at: snapshot.at, json: JSON.stringify(snapshot) }),
    readSnapshot: async (pairId) => snapshots.get(pairId),
    placeWaiver: async (waiver) => void waivers.set(waiver.id, deepFreeze(waiver)),
    removeWaiver: async (id) => waivers.delete(id),
  };
};
