import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import * as z from 'zod/mini';
import { awsClientConfig } from '#aws/client-config.ts';
import { systemClock } from '#aws/clock.ts';
import { makeEventBus } from '#aws/event-bus.ts';
import { makeGatewayOnDemand } from '#aws/gateway-on-demand.ts';
import { makeInstancesOnDemand } from '#aws/instances-on-demand.ts';
import { makeTargetGroups } from '#aws/target-groups.ts';
import { makeCallBudget } from '#control/budget.ts';
import type { Observers } from '#control/observe.ts';
import { DEFAULT_READS_PER_SECOND, READ_BURST } from '#control/plans.ts';
import type { EventBus, PairStore } from '#control/ports.ts';
import type { UnitEnrolment } from '#loadmaster/enrolment.ts';
import { makeDynamoPairStore } from '#store/dynamo/pair-store.ts';

const name = z.string().check(z.minLength(1));

const environment = z.object({
  AWS_REGION: name,
  TABLE_NAME: name,
  BUS_NAME: name,
  GATEWAY_FUNCTION: name,
  ELBV2_CALLS_PER_SECOND: z._default(z.coerce.number().check(z.positive()), DEFAULT_READS_PER_SECOND),
});

/** What every function that looks at pairs is made of. Built once per container, so that warm starts reuse connections. */
export interface Composition {
  /** For what only some functions keep in it. */
  readonly table: { readonly client: DynamoDBClient; readonly tableName: string };
  readonly region: string;
  readonly readsPerSecond: number;
  readonly store: PairStore;
  readonly bus: EventBus;
  readonly observers: Observers;
  readonly enrolment: UnitEnrolment;
}

/** Reads the environment and builds the adapters. Throws ZodError when a variable is missing. */
export const compose = (): Composition => {
  const env = environment.parse(process.env);
  const readsPerSecond = env.ELBV2_CALLS_PER_SECOND;
  const gateway = makeGatewayOnDemand(env.GATEWAY_FUNCTION);
  const table = { client: new DynamoDBClient(awsClientConfig), tableName: env.TABLE_NAME };
  return {
    table,
    region: env.AWS_REGION,
    readsPerSecond,
    store: makeDynamoPairStore(table),
    bus: makeEventBus({ client: new EventBridgeClient(awsClientConfig), busName: env.BUS_NAME }),
    observers: {
      targetGroups: makeTargetGroups({
        client: new ElasticLoadBalancingV2Client(awsClientConfig),
        readBudget: makeCallBudget({ clock: systemClock, perSecond: readsPerSecond, burst: READ_BURST }),
      }),
      instances: makeInstancesOnDemand(awsClientConfig),
      loadMasters: gateway,
    },
    enrolment: gateway,
  };
};
