import type { OperatorContext } from '#control/operator/context.ts';
import type { PairStore } from '#control/ports.ts';
import { NOW, SAMPLE_PAIR } from '../../../docs/state-samples.ts';
import { lookAt, shownActors } from '../fakes.ts';

/** What operators are served with, around a store, at the samples' moment. */
export const operatorContext = (store: PairStore): OperatorContext => ({
  region: SAMPLE_PAIR.region,
  observers: shownActors([], () => lookAt('serving', 'standing by')),
  hands: {
    store,
    bus: { publish: async () => undefined },
    clock: { now: () => NOW, sleep: async () => undefined },
    onRecorded: () => undefined,
  },
});
