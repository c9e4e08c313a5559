import {
  type Attributes,
  fixWanted,
  judgeAttributes,
  judgeWanted,
  type Wanted,
} from '#domain/audit/attributes.ts';
import { auditPolicyOf } from '#domain/audit/audit-policy.ts';
import type { Rule } from '#domain/audit/rule.ts';
import type { Pair } from '#domain/estate/estate.ts';

const WHEN_UNHEALTHY = 'target_health_state.unhealthy.connection_termination.enabled';
const WHEN_DEREGISTERED = 'deregistration_delay.connection_termination.enabled';
const DRAINING_INTERVAL = 'target_health_state.unhealthy.draining_interval_seconds';

const wantedOf = (pair: Pair): readonly Wanted[] => {
  const { whenUnhealthy, whenDeregistered } = auditPolicyOf(pair).terminatesConnections;
  const wanted = (key: string, words: string, declared: boolean | undefined): readonly Wanted[] =>
    declared === undefined ? [] : [{ key, words, values: [String(declared)] }];
  return [
    ...wanted(WHEN_UNHEALTHY, 'when unhealthy', whenUnhealthy),
    ...wanted(WHEN_DEREGISTERED, 'when deregistered', whenDeregistered),
  ];
};

/** AWS takes an interval for connections to run out only where they are not ended: with one it refuses to end them. */
const withoutInterval = ({ [WHEN_UNHEALTHY]: ends }: Attributes): Attributes =>
  ends === 'true' ? { [DRAINING_INTERVAL]: '0' } : {};

export const connectionTermination: Rule = {
  id: 'connection-termination',
  side: 'aws',
  severity: 'low',
  title: 'Connections of a unit that leaves end, or run out, as declared',
  why: 'Ended connections are opened again at once, and at the active unit; long transfers and sessions break. Connections that are left to run out stay with the former active unit: good in a handover, where it still serves them, and bad after a failure, where clients wait for a unit that does not answer.',
  citations: [
    {
      words:
        'Elastic Load Balancing, Edit target group attributes for your Network Load Balancer (connection termination)',
      url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html',
    },
    {
      words: 'Elastic Load Balancing API, TargetGroupAttribute',
      url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html',
    },
  ],
  remedy:
    'set connection termination as declared (EC2 > Target groups > Attributes > Edit), with a draining interval of 0 s where unhealthy targets’ connections are ended; or declare it as it is meant to be',
  applies: ({ pair }) => wantedOf(pair).length > 0,
  check: (snapshot) =>
    judgeAttributes(snapshot, (attributes) => judgeWanted(attributes, wantedOf(snapshot.pair))),
  fix: (snapshot, fault) => fixWanted(snapshot, fault, wantedOf(snapshot.pair), withoutInterval),
};
