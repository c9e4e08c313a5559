import type { TargetGroupSeen } from '#domain/audit/aws-seen.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import { TARGET_GROUP } from '../../../docs/state-samples.ts';
import { withAws, withUnit } from './broken.ts';
import { byTcp } from './broken-aws-health-checks.ts';
import { CLEAN_SNAPSHOT } from './clean-snapshot.ts';
import { type FixCase, silent } from './fix-case.ts';

/** The health check of one target group. */
const withGroup = (change: Partial<TargetGroupSeen>, from: PairSnapshot = CLEAN_SNAPSHOT): PairSnapshot =>
  withAws('targetGroups', (group) => ({ ...group, ...change }), TARGET_GROUP, from);

export const HEALTH_CHECK_FIXES: readonly FixCase[] = [
  {
    words: 'all that TCP leaves out is set with the protocol',
    rule: 'health-check-protocol',
    snapshot: withAws('targetGroups', byTcp, TARGET_GROUP),
    fixes: ['set the health check of lm-a: protocol HTTP, path /, success codes 200'],
  },
  {
    words: 'as AWS has it by default, everything is set at once',
    rule: 'health-check-protocol',
    snapshot: withAws(
      'targetGroups',
      (group) => ({ ...byTcp(group), healthCheckPort: 'traffic-port' }),
      TARGET_GROUP,
    ),
    fixes: ['set the health check of lm-a: protocol HTTP, port 8444, path /, success codes 200'],
  },
  {
    words: 'a protocol of the units’ own is no reason to wait for roles that nobody has yet',
    rule: 'health-check-protocol',
    snapshot: withUnit(
      'first',
      { haStatus: 'passive' },
      withUnit('second', { haStatus: 'passive' }, withGroup({ healthCheckProtocol: 'HTTPS' })),
    ),
    fixes: ['set the health check of lm-a: protocol HTTP'],
  },
  {
    words: 'a unit that does not answer may not answer health checks either',
    rule: 'health-check-protocol',
    snapshot: silent('second', withGroup({ healthCheckProtocol: 'HTTPS' })),
    fixes: ['not now: LoadMaster of second not read (loadmaster-unreachable)'],
  },
  {
    words: 'the port alone, where the rest is right',
    rule: 'health-check-port',
    snapshot: withGroup({ healthCheckPort: '8443' }),
    fixes: ['set the health check of lm-a: port 8444'],
  },
  {
    words: 'with the port what was asked at the wrong one',
    rule: 'health-check-port',
    snapshot: withGroup({
      healthCheckPort: 'traffic-port',
      healthCheckPath: '/healthz',
      matcher: '200-399',
    }),
    fixes: ['set the health check of lm-a: port 8444, path /'],
  },
  {
    words: 'with the port the success codes, which would take both units at the right one',
    rule: 'health-check-port',
    snapshot: withGroup({ healthCheckPort: 'traffic-port', matcher: '200-599' }),
    fixes: ['set the health check of lm-a: port 8444, success codes 200'],
  },
  {
    words: 'a unit answers elsewhere',
    rule: 'health-check-port',
    snapshot: withUnit('first', { healthPort: 8445 }, withGroup({ healthCheckPort: '8443' })),
    fixes: ['not now: first answers health checks on port 8445, not on 8444'],
  },
  {
    words: 'a unit does not say where it answers, the other does not answer at all',
    rule: 'health-check-port',
    snapshot: withUnit(
      'first',
      ({ healthPort: _, ...said }) => said,
      silent('second', withGroup({ healthCheckPort: '8443' })),
    ),
    fixes: [
      'not now: first does not say on which port it answers health checks, LoadMaster of second not read (loadmaster-unreachable)',
    ],
  },
  {
    words: 'the path alone',
    rule: 'health-check-path',
    snapshot: withGroup({ healthCheckPath: '/healthz' }),
    fixes: ['set the health check of lm-a: path /'],
  },
  {
    words: 'at the wrong port the right path may be the wrong one',
    rule: 'health-check-path',
    snapshot: withGroup({ healthCheckPath: '/healthz', healthCheckPort: 'traffic-port' }),
    fixes: ['not now: it is put right together with the protocol and the port of the health check'],
  },
  {
    words: 'the success codes alone, in each target group',
    rule: 'matcher',
    snapshot: withAws('targetGroups', (group) => ({ ...group, matcher: '200-599' })),
    fixes: [
      'set the health check of lm-a: success codes 200',
      'set the health check of lm-b: success codes 200',
    ],
  },
  {
    words: 'the second unit may be the active one',
    rule: 'matcher',
    snapshot: withUnit(
      'first',
      { haStatus: 'standby' },
      withUnit('second', { haStatus: 'active' }, withGroup({ matcher: '200-599' })),
    ),
    fixes: ['set the health check of lm-a: success codes 200'],
  },
  {
    words: 'by a wrong protocol the right codes help nobody',
    rule: 'matcher',
    snapshot: withGroup({ matcher: '200-599', healthCheckProtocol: 'HTTPS' }),
    fixes: ['not now: it is put right together with the protocol and the port of the health check'],
  },
  {
    words: 'nobody is active',
    rule: 'matcher',
    snapshot: withUnit('first', { haStatus: 'standby' }, withGroup({ matcher: '200-599' })),
    fixes: ['not now: first says that it is standby, second says that it is standby'],
  },
  {
    words: 'both are active',
    rule: 'matcher',
    snapshot: withUnit('second', { haStatus: 'active' }, withGroup({ matcher: '200-599' })),
    fixes: ['not now: first says that it is active, second says that it is active'],
  },
  {
    words: 'what the standby is nobody knows',
    rule: 'matcher',
    snapshot: silent('second', withGroup({ matcher: '200-599' })),
    fixes: ['not now: first says that it is active, LoadMaster of second not read (loadmaster-unreachable)'],
  },
  {
    words: 'interval and thresholds as declared',
    rule: 'health-check-timing',
    snapshot: withGroup({ unhealthyThreshold: 4 }),
    fixes: [
      'set the health check of lm-a: interval in seconds 10, healthy threshold 2, unhealthy threshold 2',
    ],
  },
];
