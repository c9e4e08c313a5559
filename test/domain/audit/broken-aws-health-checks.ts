import type { TargetGroupSeen } from '#domain/audit/aws-seen.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import { TARGET_GROUP } from '../../../docs/state-samples.ts';
import { type Broken, withAws } from './broken.ts';

const withOneGroup = (change: Partial<TargetGroupSeen>): PairSnapshot =>
  withAws('targetGroups', (group) => ({ ...group, ...change }), TARGET_GROUP);

/** A check by TCP has neither path nor success codes. */
export const byTcp = ({ healthCheckPath: _, matcher: __, ...group }: TargetGroupSeen): TargetGroupSeen => ({
  ...group,
  healthCheckProtocol: 'TCP',
});

const AS_DECLARED = 'expected every 10 s, 2 times to be healthy (20 s), 2 times to be unhealthy (20 s)';

/** How the rules on health checks are broken. */
export const BROKEN_HEALTH_CHECKS: Readonly<Record<string, readonly Broken[]>> = {
  'health-check-protocol': [
    {
      words: 'TCP, as AWS has it by default',
      snapshot: withAws('targetGroups', byTcp),
      faults: ['lm-a: protocol TCP, expected protocol HTTP', 'lm-b: protocol TCP, expected protocol HTTP'],
    },
    {
      words: 'HTTPS in one target group',
      snapshot: withOneGroup({ healthCheckProtocol: 'HTTPS' }),
      faults: ['lm-a: protocol HTTPS, expected protocol HTTP'],
    },
  ],
  'health-check-port': [
    {
      words: 'another port',
      snapshot: withOneGroup({ healthCheckPort: '8443' }),
      faults: ['lm-a: port 8443, expected port 8444'],
    },
    {
      words: 'the port by which clients come',
      snapshot: withOneGroup({ healthCheckPort: 'traffic-port' }),
      faults: ['lm-a: port traffic-port (443), expected port 8444'],
    },
    {
      words: 'the port by which clients come, though by chance the right one',
      snapshot: withOneGroup({ healthCheckPort: 'traffic-port', port: 8444 }),
      faults: ['lm-a: port traffic-port (8444), expected port 8444'],
    },
  ],
  'health-check-path': [
    {
      words: 'a path of some web server',
      snapshot: withOneGroup({ healthCheckPath: '/healthz' }),
      faults: ['lm-a: path /healthz, expected path /'],
    },
  ],
  matcher: [
    {
      words: 'everything that a Network Load Balancer can be told to accept',
      snapshot: withAws('targetGroups', (group) => ({ ...group, matcher: '200-599' })),
      faults: [
        'lm-a: success codes 200-599, expected success codes 200, without 503',
        'lm-b: success codes 200-599, expected success codes 200, without 503',
      ],
    },
    {
      words: 'in one of the target groups the active unit is not healthy either',
      snapshot: withOneGroup({ matcher: '204' }),
      faults: ['lm-a: success codes 204, expected success codes 200, without 503'],
    },
  ],
  'health-check-timing': [
    {
      words: 'the manual’s example of slow checks',
      snapshot: withAws('targetGroups', (group) => ({
        ...group,
        healthCheckIntervalSeconds: 20,
        healthyThreshold: 10,
        unhealthyThreshold: 4,
      })),
      faults: ['lm-a', 'lm-b'].map(
        (group) =>
          `${group}: every 20 s, 10 times to be healthy (200 s), 4 times to be unhealthy (80 s), ${AS_DECLARED}`,
      ),
    },
    {
      words: 'the interval alone',
      snapshot: withOneGroup({ healthCheckIntervalSeconds: 30 }),
      faults: [
        `lm-a: every 30 s, 2 times to be healthy (60 s), 2 times to be unhealthy (60 s), ${AS_DECLARED}`,
      ],
    },
    {
      words: 'the healthy threshold alone',
      snapshot: withOneGroup({ healthyThreshold: 5 }),
      faults: [
        `lm-a: every 10 s, 5 times to be healthy (50 s), 2 times to be unhealthy (20 s), ${AS_DECLARED}`,
      ],
    },
    {
      words: 'the unhealthy threshold alone',
      snapshot: withOneGroup({ unhealthyThreshold: 3 }),
      faults: [
        `lm-a: every 10 s, 2 times to be healthy (20 s), 3 times to be unhealthy (30 s), ${AS_DECLARED}`,
      ],
    },
  ],
};
