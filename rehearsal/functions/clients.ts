import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import { awsClientConfig } from '#aws/client-config.ts';
import type { FunctionSurroundings } from '#rehearsal/functions/function-host.ts';
import { LOCAL_CREDENTIALS } from '#rehearsal/world/table.ts';

/** Unmodified SDK clients of one region, configured as the functions configure theirs but for where they lead. */
export interface RegionClients {
  readonly loadBalancing: ElasticLoadBalancingV2Client;
  readonly ec2: EC2Client;
  readonly autoScaling: AutoScalingClient;
  readonly events: EventBridgeClient;
  readonly secrets: SecretsManagerClient;
  readonly securityHub: SecurityHubClient;
  readonly s3: S3Client;
  readonly table: DynamoDBClient;
  destroy(): void;
}

export const makeRegionClients = ({
  region,
  endpoint,
  s3Endpoint,
  table,
}: FunctionSurroundings): RegionClients => {
  const config = { ...awsClientConfig, region, endpoint, credentials: LOCAL_CREDENTIALS };
  const clients = {
    loadBalancing: new ElasticLoadBalancingV2Client(config),
    ec2: new EC2Client(config),
    autoScaling: new AutoScalingClient(config),
    events: new EventBridgeClient(config),
    secrets: new SecretsManagerClient(config),
    securityHub: new SecurityHubClient(config),
    // A bucket has no host name of its own on loopback.
    s3: new S3Client({ ...config, endpoint: s3Endpoint, forcePathStyle: true }),
    table: new DynamoDBClient({ ...config, endpoint: table.endpoint }),
  };
  return {
    ...clients,
    destroy: () => {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
};
