import type { LoadBalancerSeen } from '#domain/audit/aws-seen.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import { TARGET_GROUP } from '../../../docs/state-samples.ts';
import { type Broken, withAws } from './broken.ts';
import { ZONES } from './clean-snapshot.ts';

const CROSS_ZONE = 'load_balancing.cross_zone.enabled';

const withLoadBalancer = (change: Partial<LoadBalancerSeen>): PairSnapshot =>
  withAws('loadBalancers', (seen) => ({ ...seen, ...change }));

/** How the rules on load balancers are broken. */
export const BROKEN_LOAD_BALANCERS: Readonly<Record<string, readonly Broken[]>> = {
  'load-balancer-type': [
    {
      words: 'an Application Load Balancer',
      snapshot: withLoadBalancer({ type: 'application' }),
      faults: ['lm: type application, expected type network'],
    },
  ],
  'load-balancer-active': ['provisioning', 'active_impaired', 'failed'].map((state) => ({
    words: state,
    snapshot: withLoadBalancer({ state }),
    faults: [`lm: state ${state}, expected state active`],
  })),
  listeners: [
    {
      words: 'one target group has no listener',
      snapshot: withAws('targetGroups', (group) => ({ ...group, loadBalancerArns: [] }), TARGET_GROUP),
      faults: ['lm-a: no listener forwards to it, expected a listener that forwards to it'],
    },
    {
      words: 'no target group has one, and nobody uses the targets',
      snapshot: withAws(
        'targets',
        (targets) =>
          targets.map((target) => ({ ...target, state: 'unused', reason: 'Target.NotInUse' }) as const),
        undefined,
        withAws('targetGroups', (group) => ({ ...group, loadBalancerArns: [] })),
      ),
      faults: [
        'lm-a: no listener forwards to it, expected a listener that forwards to it',
        'lm-b: no listener forwards to it, expected a listener that forwards to it',
      ],
    },
  ],
  'elastic-ips': [
    {
      words: 'in one of two zones',
      snapshot: withAws('loadBalancers', (seen) => ({
        ...seen,
        zones: seen.zones.map((zone) => ({ ...zone, elasticIp: zone.zone !== ZONES.second })),
      })),
      faults: ['lm: none in eu-west-1b, expected an Elastic IP in each zone'],
    },
    {
      words: 'in none',
      snapshot: withAws('loadBalancers', (seen) => ({
        ...seen,
        zones: seen.zones.map((zone) => ({ ...zone, elasticIp: false })),
      })),
      faults: ['lm: none in eu-west-1a, eu-west-1b, expected an Elastic IP in each zone'],
    },
  ],
  'zones-enabled': [
    {
      words: 'the second unit’s zone is not',
      snapshot: withAws('loadBalancers', (seen) => ({ ...seen, zones: seen.zones.slice(0, 1) })),
      faults: ['lm: not enabled: eu-west-1b (second), expected the zones of both units enabled'],
    },
    {
      words: 'the units are elsewhere altogether',
      snapshot: withAws('loadBalancers', (seen) => ({
        ...seen,
        zones: seen.zones.map((zone) => ({ ...zone, zone: 'eu-west-1c' })),
      })),
      faults: [
        'lm: not enabled: eu-west-1a (first) and eu-west-1b (second), expected the zones of both units enabled',
      ],
    },
  ],
  'cross-zone': [
    {
      words: 'off at one target group, though on at the load balancer',
      snapshot: withAws(
        'targetGroupAttributes',
        (attributes) => ({ ...attributes, [CROSS_ZONE]: 'false' }),
        TARGET_GROUP,
      ),
      faults: ['lm-a: off, expected on, with the units in eu-west-1a and eu-west-1b'],
    },
    {
      words: 'off at the load balancer, where the target groups leave it to that',
      snapshot: withAws('loadBalancerAttributes', () => ({ [CROSS_ZONE]: 'false' })),
      faults: [
        'lm-a: off, as at lm, expected on, with the units in eu-west-1a and eu-west-1b',
        'lm-b: off, as at lm, expected on, with the units in eu-west-1a and eu-west-1b',
      ],
    },
  ],
};
