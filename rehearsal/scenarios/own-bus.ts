import { randomUUID } from 'node:crypto';
import { OWN_SOURCE, type OwnEvent } from '#contracts/events/own-events.ts';
import type { StagePair } from '#rehearsal/scenarios/stage.ts';

/** Puts an event onto the own bus of the pair's region by hand, as anybody may who is allowed to. */
export const putByHand = ({ region }: StagePair, { detailType, detail }: OwnEvent, at: number): void =>
  region.bus.put('own', {
    version: '0',
    id: randomUUID(),
    'detail-type': detailType,
    source: OWN_SOURCE,
    time: `${new Date(at).toISOString().slice(0, 19)}Z`,
    region: region.region,
    resources: [],
    detail,
  });
