import type { ApplianceRef, PairRecord, PairStore } from '#control/ports.ts';
import type { Appliance } from '#domain/estate/estate.ts';

/** What is declared of one LoadMaster. */
export interface Declared {
  readonly appliance: Appliance;
  /** Name of the secret that it shares with its partner. */
  readonly partnerSecret?: string;
}

/** Undefined when there is none. May throw what a PairStore throws. */
export type Resolve = (ref: ApplianceRef) => Promise<Declared | undefined>;

/** Of one region. Units of a pair that are asked for at once are found by one read of the pair. */
export const makeResolve = (
  store: Pick<PairStore, 'readPair' | 'readStandalone'>,
  region: string,
): Resolve => {
  const underWay = new Map<string, Promise<PairRecord | undefined>>();
  const readPair = (pairId: string): Promise<PairRecord | undefined> => {
    const reading =
      underWay.get(pairId) ??
      store.readPair(region, pairId).finally(() => {
        underWay.delete(pairId);
      });
    underWay.set(pairId, reading);
    return reading;
  };
  return async ({ pairId, unit }) => {
    if (unit === 'standalone') {
      const appliance = await store.readStandalone(region, pairId);
      return appliance && { appliance };
    }
    const pair = (await readPair(pairId))?.pair;
    if (pair === undefined) return undefined;
    const { units, partnerSecret } = pair;
    return { appliance: units[unit], ...(partnerSecret !== undefined && { partnerSecret }) };
  };
};
