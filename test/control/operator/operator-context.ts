import type { OperatorContext } from '#control/operator/context.ts';
import type { Announcement, GeoStore, PairStore, RolloutStore } from '#control/ports.ts';
import type { FirmwareOfUnits } from '#domain/firmware/firmware-seen.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import { makeMemoryGeoStore } from '#store/memory/geo-store.ts';
import { makeMemoryRolloutStore } from '#store/memory/rollout-store.ts';
import { NOW, SAMPLE_PAIR } from '../../../docs/state-samples.ts';
import { type Log, lookAt, SAMPLE_FIRMWARE, shownActors } from '../fakes.ts';

export interface Surroundings {
  /** What the observers show. */
  readonly seen?: PairSeen;
  readonly firmware?: FirmwareOfUnits;
  /** Where what reaches the observers goes. */
  readonly log?: Log;
  /** Where what is published goes. */
  readonly published?: Announcement[];
  readonly rollouts?: RolloutStore;
  readonly geo?: GeoStore;
}

/** What operators are served with, around a store, at the samples' moment. */
export const operatorContext = (store: PairStore, surroundings: Surroundings = {}): OperatorContext => {
  const { seen = lookAt('serving', 'standing by'), firmware = SAMPLE_FIRMWARE } = surroundings;
  const { log = [], published = [], rollouts = makeMemoryRolloutStore() } = surroundings;
  const { geo = makeMemoryGeoStore(new Map()) } = surroundings;
  return {
    region: SAMPLE_PAIR.region,
    homeRegion: SAMPLE_PAIR.region,
    rollouts,
    geo,
    observers: shownActors(log, () => seen, firmware),
    hands: {
      store,
      bus: { publish: async (sent) => void published.push(...sent) },
      clock: { now: () => NOW, sleep: async () => undefined },
      onRecorded: () => undefined,
    },
  };
};
