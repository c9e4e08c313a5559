import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { awsClientConfig } from '#aws/client-config.ts';
import { LOCAL_CREDENTIALS } from '#rehearsal/world/table.ts';
import type { RegionProcess } from './region-process.ts';
import { REGION } from './steady-region.ts';

/** SDK clients configured as the functions configure theirs. Both sides of a comparison use the same ones. */
export interface RegionClients {
  readonly loadBalancing: ElasticLoadBalancingV2Client;
  readonly ec2: EC2Client;
  readonly events: EventBridgeClient;
  readonly table: DynamoDBClient;
}

export const regionClientConfig = ({ endpoint }: Pick<RegionProcess, 'endpoint'>) => ({
  ...awsClientConfig,
  region: REGION,
  endpoint,
  credentials: LOCAL_CREDENTIALS,
});

export const makeRegionClients = (region: RegionProcess): RegionClients => {
  const config = regionClientConfig(region);
  return {
    loadBalancing: new ElasticLoadBalancingV2Client(config),
    ec2: new EC2Client(config),
    events: new EventBridgeClient(config),
    table: new DynamoDBClient({ ...config, endpoint: region.tableEndpoint }),
  };
};
