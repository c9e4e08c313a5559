import * as z from 'zod/mini';
import type { BusEvent } from '#contracts/events/envelope.ts';
import { type EventReader, eventReader, ignored } from '#contracts/events/event-reader.ts';
import { isInstanceId } from '#contracts/events/instance-id.ts';
import { parseMaintenanceDate } from '#contracts/events/maintenance-date.ts';
import type { Trigger } from '#domain/trigger.ts';

const detail = z.object({
  eventArn: z.string().check(z.minLength(1)),
  service: z.string(),
  eventTypeCode: z.string(),
  eventTypeCategory: z.string(),
  startTime: z.optional(z.string()),
  /** open, upcoming or closed; older events have none. A cancelled maintenance is closed. */
  statusCode: z.optional(z.string()),
  eventRegion: z.optional(z.string()),
  affectedEntities: z.optional(
    z.array(z.object({ entityValue: z.string(), status: z.optional(z.string()) })),
  ),
});
type HealthDetail = z.infer<typeof detail>;

/** One announcement may name many instances and come on several pages; each instance is drained by itself. */
const intentId = ({ eventArn }: HealthDetail, instanceId: string): string => `${eventArn}/${instanceId}`;

const cancelled = (health: HealthDetail, instanceId: string): Trigger => ({
  kind: 'drain-cancelled',
  intentId: intentId(health, instanceId),
  instanceId,
  why: `AWS Health closed ${health.eventTypeCode}`,
});

const drain = (health: HealthDetail, instanceId: string, at: number, maintenanceAt: number): Trigger => ({
  kind: 'drain',
  intent: {
    source: 'health',
    id: intentId(health, instanceId),
    instanceId,
    requestedAt: at,
    maintenanceAt,
    release: { kind: 'none' },
    why: `AWS Health announces ${health.eventTypeCode}`,
  },
});

/** The instance and whether it still is to be maintained, once per instance. */
const affectedInstances = (health: HealthDetail): ReadonlyMap<string, boolean> =>
  new Map(
    health.affectedEntities
      ?.filter(({ entityValue }) => isInstanceId(entityValue))
      .map(({ entityValue, status }) => [
        entityValue,
        health.statusCode !== 'closed' && status !== 'RESOLVED',
      ]),
  );

const toTriggers = (health: HealthDetail, event: BusEvent): readonly Trigger[] | undefined => {
  if (health.service !== 'EC2' || health.eventTypeCategory !== 'scheduledChange') {
    return ignored('not-ec2-maintenance');
  }
  if (health.eventRegion !== undefined && health.eventRegion !== event.region) {
    return ignored('copy-for-another-region');
  }
  const instances = [...affectedInstances(health)];
  if (instances.length === 0) return ignored('names-no-instance');
  const maintenanceAt = parseMaintenanceDate(health.startTime ?? '');
  if (maintenanceAt === undefined && instances.some(([, isAnnounced]) => isAnnounced)) return undefined;
  return instances.map(([id, isAnnounced]) =>
    isAnnounced && maintenanceAt !== undefined
      ? drain(health, id, event.at, maintenanceAt)
      : cancelled(health, id),
  );
};

/**
 * AWS Health Event: scheduled retirement and maintenance of EC2 instances, announced ahead. AWS delivers a copy to
 * a backup Region: that is not where the pair lives. Closed, or resolved for one instance, it is withdrawn.
 * @see AWS Health User Guide, AWS Health events EventBridge schema
 */
export const readHealthEvent: EventReader = eventReader(detail, toTriggers);
