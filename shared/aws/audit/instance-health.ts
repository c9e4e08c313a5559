import {
  DescribeInstanceStatusCommand,
  type InstanceStatus,
  type InstanceStatusEvent,
} from '@aws-sdk/client-ec2';
import { complete, completeAll } from '#aws/audit/complete.ts';
import type { Ec2 } from '#aws/audit/instances.ts';
import { allPages, type Readings, readInBulk, readingIn } from '#aws/audit/readings.ts';
import type { InstanceAudited, InstanceHealthSeen, ScheduledEvent } from '#domain/audit/aws-seen.ts';
import { defined } from '#loadmaster/defined.ts';

/** "Maximum 100 explicitly specified instance IDs." @see Amazon EC2 API, DescribeInstanceStatus */
const IDS_PER_CALL = 100;

/**
 * An event that is over is described for another week, and only its description tells. Of a cancelled one the reference
 * says nothing; it begins like this.
 * @see Amazon EC2 API, InstanceStatusEvent
 */
const OVER = /^\[(?:Completed|Canceled)\]/;

const parseEvent = ({ Code, NotBefore }: InstanceStatusEvent): ScheduledEvent | undefined =>
  Code && { code: Code, ...defined({ notBefore: NotBefore?.getTime() }) };

const parseHealth = ({ SystemStatus, InstanceStatus, Events = [] }: InstanceStatus) =>
  complete({
    system: SystemStatus?.Status,
    instance: InstanceStatus?.Status,
    events: completeAll(Events.filter(({ Description = '' }) => !OVER.test(Description)).map(parseEvent)),
  });

/**
 * DescribeInstanceStatus has no filter for ids, and one id that EC2 has forgotten fails the whole call: what
 * `instances` has not read is not asked for, and unread for the same reason.
 */
export const readInstanceHealth = async (
  { client, inTurn }: Ec2,
  instances: Readings<InstanceAudited>,
): Promise<Readings<InstanceHealthSeen>> => {
  const known = [...instances].flatMap(([id, { kind }]) => (kind === 'read' ? [id] : []));
  const readings = await readInBulk<InstanceStatus, InstanceHealthSeen>(known, {
    perCall: IDS_PER_CALL,
    describe: (InstanceIds) =>
      allPages(async (NextToken) => {
        const page = await inTurn(() =>
          client.send(
            new DescribeInstanceStatusCommand({ InstanceIds, IncludeAllInstances: true, NextToken }),
          ),
        );
        return { items: page.InstanceStatuses, next: page.NextToken };
      }),
    idOf: ({ InstanceId }) => InstanceId,
    parse: parseHealth,
    notFound: 'InvalidInstanceID.NotFound',
  });
  return new Map(
    [...instances].map(([id, instance]) => [
      id,
      instance.kind === 'unread' ? instance : readingIn(readings, id),
    ]),
  );
};
