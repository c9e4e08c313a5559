import { carryOut, type Hands } from '#control/carry-out.ts';
import { type EventEnd, skipped } from '#control/event-end.ts';
import type { Pair } from '#domain/estate/estate.ts';
import { newPairState } from '#domain/pair/state.ts';

/** The declared pairs of our region to which any of the instances belong, each once. */
export const pairsOf = async (
  hands: Hands,
  region: string,
  instanceIds: readonly string[],
): Promise<readonly Pair[]> => {
  const found = await Promise.all(instanceIds.map((id) => hands.store.findPairByInstance(id)));
  const ours = found.filter((pair) => pair !== undefined).filter((pair) => pair.region === region);
  return [...new Map(ours.map((pair) => [pair.id, pair])).values()];
};

/**
 * An event that could not be understood is acknowledged: trying again would not help. Where it names an instance of
 * ours, the pair's journal says so, because somebody may have meant something by it.
 */
export const noteMalformed = async (
  hands: Hands,
  region: string,
  why: string,
  instanceIds: readonly string[],
): Promise<EventEnd> => {
  for (const pair of await pairsOf(hands, region, instanceIds)) {
    const state = (await hands.store.readState(region, pair.id)) ?? newPairState(pair.id, hands.clock.now());
    const decision = { next: { ...state }, actions: [], reason: 'malformed-event', evidence: [] } as const;
    await carryOut(hands, pair, state, decision, 'watch', why);
  }
  return skipped('malformed');
};
