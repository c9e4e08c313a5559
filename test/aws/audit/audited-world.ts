import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { S3Client } from '@aws-sdk/client-s3';
import { makeBackups } from '#aws/audit/backups.ts';
import { makeAwsAudit } from '#aws/audit/read-aws.ts';
import { makeAwsSettings } from '#aws/audit/settings.ts';
import { awsClientConfig } from '#aws/client-config.ts';
import { makeFirmwareBucket } from '#aws/firmware-bucket.ts';
import type { AwsSeen } from '#domain/audit/aws-seen.ts';
import type { Pair } from '#domain/estate/estate.ts';
import type { Reading } from '#domain/pair/seen.ts';
import { startWorld, type WireWorld } from '#rehearsal/world/wire-world.ts';

const REGION = 'eu-west-1';

const connect = (world: WireWorld) => {
  const { region } = world.find('grouped');
  // How AWS throttles is tested elsewhere; here each answer is to come at once.
  region.cloud.faults.setRateShare(Number.POSITIVE_INFINITY);
  const config = {
    ...awsClientConfig,
    region: REGION,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
  };
  const aws = { ...config, endpoint: region.endpoint.url };
  const clients = {
    elb: new ElasticLoadBalancingV2Client(aws),
    ec2: new EC2Client(aws),
    autoScaling: new AutoScalingClient(aws),
  };
  const s3 = new S3Client({ ...config, endpoint: region.s3.url, forcePathStyle: true });
  const bucket = { client: s3, bucket: region.firmwareBucket };
  const unlimited = { take: async () => undefined };
  return {
    cloud: region.cloud,
    audit: makeAwsAudit({ ...clients, readBudget: unlimited, ec2Budget: unlimited }),
    settings: makeAwsSettings(clients),
    backups: makeBackups(bucket),
    firmwareBucket: makeFirmwareBucket(bucket),
    destroy: () => {
      for (const client of [...Object.values(clients), s3]) client.destroy();
    },
  };
};

/**
 * Two pairs of the rehearsal, `grouped` in an Auto Scaling group and `single` in none, and what audits see of them over the
 * wire.
 */
export const startAuditedWorld = async () => {
  const defects: unknown[] = [];
  const world = await startWorld({
    pairs: [
      { id: 'grouped', region: REGION, terminateHookSeconds: 300 },
      { id: 'single', region: REGION },
    ],
    rules: [],
    speed: 1,
    seed: 1,
    listeners: {
      onRecorded: () => undefined,
      onDelivered: () => undefined,
      onDefect: (error) => defects.push(error),
    },
  });
  const { destroy, ...wired } = connect(world);
  const pairOf = (id: string): Pair => world.find(id).pair.pair;
  return {
    ...wired,
    world,
    defects,
    pairOf,
    /** The pair as it is seen among others. */
    seenOf: async (pair: Pair): Promise<AwsSeen> => {
      const seen = (await wired.audit.readAws([pairOf('grouped'), pair])).get(pair.id);
      if (seen === undefined) throw new Error(`${pair.id} was not read`);
      return seen;
    },
    stop: async () => {
      destroy();
      await world.stop();
    },
  };
};

export type AuditedWorld = Awaited<ReturnType<typeof startAuditedWorld>>;

export const valuesOf = <T>(readings: Readonly<Record<string, Reading<T>>>): readonly T[] =>
  Object.values(readings).map((reading) => {
    if (reading.kind === 'unread') throw new Error(reading.code);
    return reading.value;
  });

/** An ARN like this one, of a target group that does not exist. */
export const deletedLike = (arn: string): string => arn.replace(/[0-9a-f]{16}$/, 'f'.repeat(16));
