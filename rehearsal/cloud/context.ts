import type { Ids } from '#rehearsal/cloud/ids.ts';
import type { CloudTiming } from '#rehearsal/cloud/timing.ts';
import type { CloudEvent, Power } from '#rehearsal/cloud/types.ts';
import type { Probe } from '#rehearsal/network.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';

/** What every part of one region shares. */
export interface CloudContext {
  readonly region: string;
  readonly accountId: string;
  readonly scheduler: Scheduler;
  readonly random: () => number;
  readonly ids: Ids;
  readonly probe: Probe;
  readonly timing: CloudTiming;
  readonly onPower: (instanceId: string, power: Power) => void;
  readonly publish: (event: EventBody) => void;
}

/** The part of an event that its sender decides. */
export type EventBody = Pick<CloudEvent, 'detail-type' | 'source' | 'resources' | 'detail'>;

/** `emit` for bodies: adds the rest of the envelope. */
export const makePublish =
  (
    emit: (event: CloudEvent) => void,
    { region, accountId, scheduler, ids }: Pick<CloudContext, 'region' | 'accountId' | 'scheduler' | 'ids'>,
  ) =>
  (body: EventBody): void =>
    emit({
      version: '0',
      id: ids.uuid(),
      'detail-type': body['detail-type'],
      source: body.source,
      account: accountId,
      time: wholeSeconds(scheduler.now()),
      region,
      resources: body.resources,
      detail: body.detail,
    });

const wholeSeconds = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;
