import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { S3Client } from '@aws-sdk/client-s3';
import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import * as z from 'zod/mini';
import { makeBackups } from '#aws/audit/backups.ts';
import { makeAwsAudit } from '#aws/audit/read-aws.ts';
import { makeAwsSettings } from '#aws/audit/settings.ts';
import { awsClientConfig } from '#aws/client-config.ts';
import { systemClock } from '#aws/clock.ts';
import { makeSecurityHub } from '#aws/security-hub.ts';
import type { AuditHands } from '#control/audit/audit-pairs.ts';
import { openFindings } from '#control/audit/open-findings.ts';
import { makeFindingsReporter } from '#control/audit/report-findings.ts';
import { auditEvent } from '#control/audit-event.ts';
import { makeCallBudget } from '#control/budget.ts';
import { auditPlan, EC2_READS, READ_BURST } from '#control/plans.ts';
import { RULES } from '#domain/audit/rule-pack.ts';
import { SEVERITIES } from '#domain/audit/severity.ts';
import { compose } from '#functions/composition.ts';
import { makeEventHandler } from '#functions/event-handler.ts';
import { makeLogger } from '#observability/logger.ts';
import { makeMetrics } from '#observability/metrics.ts';
import { makeDecisionReporter } from '#observability/report-decision.ts';
import { makeDynamoAuditStore } from '#store/dynamo/audit-store.ts';
import { makeDynamoGeoStore } from '#store/dynamo/geo-store.ts';

const SERVICE = 'audit';

const filled = z.string().check(z.minLength(1));
const environment = z.object({
  FIRMWARE_BUCKET: filled,
  /** `true`: findings go to AWS Security Hub as well. */
  SECURITY_HUB: z.enum(['true', 'false']),
  AWS_ACCOUNT: filled,
  AWS_PARTITION_NAME: z.enum(['aws', 'aws-cn', 'aws-us-gov']),
  /** `true` on a developer's machine, where buckets are no host names. Never set in an account. */
  UNDERSTUDY_LOCAL: z.optional(z.enum(['true', 'false'])),
});

const logger = makeLogger(SERVICE);
const metrics = makeMetrics(SERVICE);
const { table, region, readsPerSecond, store, bus, observers } = compose();
const env = environment.parse(process.env);

const elb = new ElasticLoadBalancingV2Client(awsClientConfig);
const ec2 = new EC2Client(awsClientConfig);
const s3 = new S3Client({ ...awsClientConfig, forcePathStyle: env.UNDERSTUDY_LOCAL === 'true' });

const reportFindings = makeFindingsReporter({
  context: { accountId: env.AWS_ACCOUNT, partition: env.AWS_PARTITION_NAME, region },
  rules: RULES,
  sink: makeSecurityHub({ client: new SecurityHubClient(awsClientConfig) }),
  onRefused: (failed) => {
    logger.warn('Security Hub refused findings', { failed });
    metrics.singleMetric().addMetric('SecurityHubRefusals', MetricUnit.Count, failed);
  },
});

const audits: AuditHands = {
  hands: {
    store,
    bus,
    clock: systemClock,
    onRecorded: makeDecisionReporter(logger, metrics),
    actors: {
      targetGroups: observers.targetGroups,
      loadMasters: observers.loadMasters,
      settings: makeAwsSettings({ elb, ec2 }),
    },
  },
  observers: {
    ...observers,
    aws: makeAwsAudit({
      elb,
      ec2,
      autoScaling: new AutoScalingClient(awsClientConfig),
      readBudget: makeCallBudget({ clock: systemClock, perSecond: readsPerSecond, burst: READ_BURST }),
      ec2Budget: makeCallBudget({ clock: systemClock, ...EC2_READS }),
    }),
    backups: makeBackups({ client: s3, bucket: env.FIRMWARE_BUCKET }),
    geo: makeDynamoGeoStore(table),
  },
  audits: makeDynamoAuditStore({ ...table, region }),
  rules: RULES,
  onAudited: env.SECURITY_HUB === 'true' ? reportFindings : async () => undefined,
};

const plan = {
  ...auditPlan(region),
  onTurn: (...found: Parameters<typeof openFindings>): void => {
    const open = openFindings(...found);
    for (const severity of SEVERITIES)
      metrics
        .singleMetric()
        .addDimension('severity', severity)
        .addMetric('OpenFindings', MetricUnit.Count, open[severity]);
  },
};

/** Holds pairs against the manual and against what is known to go wrong, and puts right what it may. */
export const handler = makeEventHandler({
  logger,
  metrics,
  clock: systemClock,
  handle: (trigger) => auditEvent(audits, plan, trigger),
});
