import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { makeAwsAudit } from '#aws/audit/read-aws.ts';
import { systemClock } from '#aws/clock.ts';
import { gatewayAudit } from '#contracts/gateway-audit.ts';
import type { AuditHands } from '#control/audit/audit-pairs.ts';
import type { LoadMasters, PairStore } from '#control/ports.ts';
import { RULES } from '#domain/audit/rule-pack.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import { makeLoadMasterClient } from '#loadmaster/client.ts';
import { makeSecret } from '#loadmaster/credentials.ts';
import { makeResolve } from '#loadmaster/declared.ts';
import { makeLoadMasters } from '#loadmaster/load-masters.ts';
import { makeDynamoAuditStore } from '#store/dynamo/audit-store.ts';
import { makeDynamoGeoStore } from '#store/dynamo/geo-store.ts';
import { UNIT_PASSWORD, UNIT_USER } from './audited-pairs.ts';
import { makeRegionClients, type RegionClients, regionClientConfig } from './region-clients.ts';
import { makeRegionControlPlane, unlimitedBudget } from './region-control-plane.ts';
import type { RegionProcess } from './region-process.ts';
import { REGION } from './steady-region.ts';

export interface AuditClients extends RegionClients {
  readonly autoScaling: AutoScalingClient;
}

export const makeAuditClients = (region: RegionProcess): AuditClients => ({
  ...makeRegionClients(region),
  autoScaling: new AutoScalingClient(regionClientConfig(region)),
});

/**
 * The gateway in this process: it finds units, calls them and answers by its contract as the function does, whose
 * invocation alone is left out. Credentials are in its memory, as they are but for every few minutes; the units' call rate
 * is off.
 */
const makeGateway = (store: PairStore): Pick<LoadMasters, 'readAudit'> => {
  const { readAudit } = makeLoadMasters({
    clock: systemClock,
    client: makeLoadMasterClient({ clock: systemClock, rateLimit: { take: async () => true } }),
    credentials: {
      read: async () => ({
        kind: 'credentials',
        credentials: {
          kind: 'password',
          user: UNIT_USER,
          password: makeSecret(UNIT_PASSWORD),
          version: 'v1',
        },
      }),
      forget: () => undefined,
    },
    resolve: makeResolve(store, REGION),
    report: ({ pairId, unit, code }) => {
      throw new Error(`${pairId} ${unit}: ${code}`);
    },
  });
  return {
    readAudit: async (units) => gatewayAudit.parse(JSON.parse(JSON.stringify(await readAudit(units)))),
  };
};

/**
 * What `functions/audit.ts` is made of, on a benchmark's clients, without call budgets and without Security Hub.
 * `onAudited` is told of every snapshot.
 */
export const makeAuditControlPlane = (
  clients: AuditClients,
  tableName: string,
  onAudited: (snapshot: PairSnapshot) => void,
): AuditHands => {
  const { loadBalancing: elb, ec2, autoScaling, table: client } = clients;
  const { hands, observers } = makeRegionControlPlane(clients, tableName);
  return {
    hands,
    observers: {
      ...observers,
      loadMasters: { ...observers.loadMasters, ...makeGateway(hands.store) },
      aws: makeAwsAudit({
        elb,
        ec2,
        autoScaling,
        readBudget: unlimitedBudget(),
        ec2Budget: unlimitedBudget(),
      }),
      // No pair of these declares how old its backups may be.
      backups: { readNewest: () => Promise.reject(new Error('listed the backups')) },
      geo: makeDynamoGeoStore({ client, tableName }),
    },
    audits: makeDynamoAuditStore({ client, tableName, region: REGION }),
    rules: RULES,
    onAudited: async (_step, snapshot) => onAudited(snapshot),
  };
};
