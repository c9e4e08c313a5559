import type { IngressPermission, TargetGroupSeen } from '#domain/audit/aws-seen.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import type { Action, FixAction, HealthCheckChange, Ingress } from '#domain/pair/action.ts';
import { withAws } from './broken.ts';

/*
 * What AWS would show after a fix. Only what a fix names changes.
 */

export type Fixing = FixAction | Extract<Action, { kind: 'register-targets' }>;

const FIXING: readonly Action['kind'][] = [
  'set-health-check',
  'set-target-group-attributes',
  'register-targets',
  'protect-instance',
  'allow-ingress',
  'revoke-ingress',
] satisfies readonly Fixing['kind'][];

export const isFixing = (action: Action): action is Fixing => FIXING.includes(action.kind);

const checked = (group: TargetGroupSeen, check: HealthCheckChange): TargetGroupSeen => {
  const { protocol, port, path, matcher, intervalSeconds, healthyThreshold, unhealthyThreshold } = check;
  return {
    ...group,
    ...(protocol === undefined ? {} : { healthCheckProtocol: protocol }),
    ...(port === undefined ? {} : { healthCheckPort: String(port) }),
    ...(path === undefined ? {} : { healthCheckPath: path }),
    ...(matcher === undefined ? {} : { matcher }),
    ...(intervalSeconds === undefined ? {} : { healthCheckIntervalSeconds: intervalSeconds }),
    ...(healthyThreshold === undefined ? {} : { healthyThreshold }),
    ...(unhealthyThreshold === undefined ? {} : { unhealthyThreshold }),
  };
};

const permissionOf = ({ from, ...ports }: Ingress): IngressPermission => ({
  ...ports,
  cidrs: 'cidr' in from ? [from.cidr] : [],
  groups: 'group' in from ? [from.group] : [],
  prefixLists: [],
});

const revoked =
  ({ protocol, fromPort, toPort, from }: Ingress) =>
  (permission: IngressPermission): IngressPermission => {
    const isMeant =
      permission.protocol === protocol && permission.fromPort === fromPort && permission.toPort === toPort;
    if (!isMeant || !('cidr' in from)) return permission;
    return { ...permission, cidrs: permission.cidrs.filter((cidr) => cidr !== from.cidr) };
  };

const withIngress = (
  snapshot: PairSnapshot,
  id: string,
  change: (ingress: readonly IngressPermission[]) => readonly IngressPermission[],
): PairSnapshot =>
  withAws('securityGroups', (group) => ({ ...group, ingress: change(group.ingress) }), id, snapshot);

const registered = (
  snapshot: PairSnapshot,
  instanceId: string,
  targetGroups: readonly string[],
): PairSnapshot =>
  targetGroups.reduce(
    (from, arn) =>
      withAws(
        'targets',
        (targets) => [
          ...targets.filter(({ id }) => id !== instanceId),
          { id: instanceId, state: 'initial' as const },
        ],
        arn,
        from,
      ),
    snapshot,
  );

export const carryOut = (snapshot: PairSnapshot, action: Fixing): PairSnapshot => {
  switch (action.kind) {
    case 'set-health-check':
      return withAws('targetGroups', (group) => checked(group, action.check), action.targetGroup, snapshot);
    case 'set-target-group-attributes':
      return withAws(
        'targetGroupAttributes',
        (attributes) => ({ ...attributes, ...action.attributes }),
        action.targetGroup,
        snapshot,
      );
    case 'register-targets':
      return registered(snapshot, action.instanceId, action.targetGroups);
    case 'protect-instance':
      return withAws('terminationProtection', () => true, action.instanceId, snapshot);
    case 'allow-ingress':
      return withIngress(snapshot, action.securityGroup, (ingress) => [
        ...ingress,
        permissionOf(action.ingress),
      ]);
    case 'revoke-ingress':
      return withIngress(snapshot, action.securityGroup, (ingress) => ingress.map(revoked(action.ingress)));
    default:
      return action satisfies never;
  }
};
