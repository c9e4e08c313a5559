import type { OperatorContext } from '#control/operator/context.ts';
import type { Announcement, PairStore } from '#control/ports.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import { NOW, SAMPLE_PAIR } from '../../../docs/state-samples.ts';
import { lookAt, shownActors } from '../fakes.ts';

export interface Surroundings {
  /** What the observers show. */
  readonly seen?: PairSeen;
  /** Where what is published goes. */
  readonly published?: Announcement[];
}

/** What operators are served with, around a store, at the samples' moment. */
export const operatorContext = (
  store: PairStore,
  { seen = lookAt('serving', 'standing by'), published = [] }: Surroundings = {},
): OperatorContext => ({
  region: SAMPLE_PAIR.region,
  observers: shownActors([], () => seen),
  hands: {
    store,
    bus: { publish: async (sent) => void published.push(...sent) },
    clock: { now: () => NOW, sleep: async () => undefined },
    onRecorded: () => undefined,
  },
});
