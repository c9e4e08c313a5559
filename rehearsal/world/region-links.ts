import type { Forwarding } from '#rehearsal/event-bus/forwarding.ts';
import type { Replicator } from '#rehearsal/world/replicator.ts';

/** What goes between regions, and can be made late, lost or impossible: items of the table, and events. */
export interface RegionLinks {
  /** How items get from one region to another. */
  readonly set: Replicator['set'];
  /** How events get from one region's own bus to another's. */
  readonly setEvents: Forwarding['set'];
  /** Nothing gets into the region or out of it. It goes on by itself, and its LoadMasters reach the others. */
  cut(region: string): void;
  /** What was written meanwhile is there on both sides at once; events that were lost stay lost. */
  heal(region: string): void;
}

export const linkRegions = (
  regions: readonly string[],
  replicator: Replicator,
  forwarding: Forwarding,
): RegionLinks => {
  const setCut = (region: string, isCut: boolean): void => {
    for (const other of regions) {
      if (other === region) continue;
      for (const direction of [
        { from: region, to: other },
        { from: other, to: region },
      ]) {
        replicator.set({ ...direction, partitioned: isCut });
        forwarding.set({ ...direction, cut: isCut });
      }
    }
  };
  return {
    set: (change) => replicator.set(change),
    setEvents: (change) => forwarding.set(change),
    cut: (region) => setCut(region, true),
    heal: (region) => setCut(region, false),
  };
};
