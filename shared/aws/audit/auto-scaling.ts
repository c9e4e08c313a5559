import {
  type AutoScalingClient,
  type AutoScalingGroup,
  DescribeAutoScalingGroupsCommand,
  DescribeAutoScalingInstancesCommand,
  DescribeLifecycleHooksCommand,
  type LifecycleHook,
} from '@aws-sdk/client-auto-scaling';
import type { Service } from '#aws/audit/calls.ts';
import { complete, completeAll } from '#aws/audit/complete.ts';
import { allPages, ifRead, type Readings, readEach, readInBulk, readingIn } from '#aws/audit/readings.ts';
import type { AutoScalingSeen, TerminateHookSeen } from '#domain/audit/aws-seen.ts';
import type { Reading } from '#domain/pair/seen.ts';
import { defined } from '#loadmaster/defined.ts';

export type AutoScaling = Service<AutoScalingClient>;

/** @see Amazon EC2 Auto Scaling API, DescribeAutoScalingInstances: "Maximum number of 50 items" */
const IDS_PER_CALL = 50;
/** @see Amazon EC2 Auto Scaling API, DescribeAutoScalingGroups: "By default, you can only specify up to 50 names" */
const NAMES_PER_CALL = 50;

type Membership = { readonly groupName: string } | 'none';

/** Auto Scaling leaves out what is in no group. */
const readMemberships = (
  { client, inTurn }: AutoScaling,
  instanceIds: Iterable<string>,
): Promise<Readings<Membership>> =>
  readInBulk(instanceIds, {
    perCall: IDS_PER_CALL,
    describe: (InstanceIds) =>
      allPages(async (NextToken) => {
        const page = await inTurn(() =>
          client.send(new DescribeAutoScalingInstancesCommand({ InstanceIds, NextToken })),
        );
        return { items: page.AutoScalingInstances, next: page.NextToken };
      }),
    idOf: ({ InstanceId }) => InstanceId,
    parse: ({ AutoScalingGroupName }): Membership | undefined =>
      complete({ groupName: AutoScalingGroupName }),
    leftOut: 'none',
  });

/** A group without a policy terminates, which is "default termination behavior". */
const retainsOnAbandon = ({ InstanceLifecyclePolicy }: AutoScalingGroup): boolean =>
  InstanceLifecyclePolicy?.RetentionTriggers?.TerminateHookAbandon === 'retain';

const readRetention = (
  { client, inTurn }: AutoScaling,
  names: Iterable<string>,
): Promise<Readings<boolean>> =>
  readInBulk(names, {
    perCall: NAMES_PER_CALL,
    describe: (AutoScalingGroupNames) =>
      allPages(async (NextToken) => {
        const IncludeInstances = false;
        const page = await inTurn(() =>
          client.send(
            new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames, IncludeInstances, NextToken }),
          ),
        );
        return { items: page.AutoScalingGroups, next: page.NextToken };
      }),
    idOf: ({ AutoScalingGroupName }) => AutoScalingGroupName,
    parse: retainsOnAbandon,
  });

const parseHook = (hook: LifecycleHook): TerminateHookSeen | undefined => {
  const seen = complete({
    name: hook.LifecycleHookName,
    heartbeatSeconds: hook.HeartbeatTimeout,
    defaultResult: hook.DefaultResult,
  });
  return seen && { ...seen, ...defined({ globalSeconds: hook.GlobalTimeout }) };
};

const isTerminateHook = ({ LifecycleTransition }: LifecycleHook): boolean =>
  LifecycleTransition === 'autoscaling:EC2_INSTANCE_TERMINATING';

/** One call for each group, which takes no pages: a group's hooks come in one answer. */
const readTerminateHooks = (
  { client, inTurn }: AutoScaling,
  names: Iterable<string>,
): Promise<Readings<readonly TerminateHookSeen[]>> =>
  readEach(names, async (AutoScalingGroupName) => {
    const answer = await inTurn(() =>
      client.send(new DescribeLifecycleHooksCommand({ AutoScalingGroupName })),
    );
    return completeAll((answer.LifecycleHooks ?? []).filter(isTerminateHook).map(parseHook));
  });

/** The Auto Scaling group of each instance. */
export const readAutoScaling = async (
  autoScaling: AutoScaling,
  instanceIds: Iterable<string>,
): Promise<Readings<AutoScalingSeen | 'none'>> => {
  const memberships = await readMemberships(autoScaling, instanceIds);
  const names = new Set([...memberships.values()].flatMap(groupNameIn));
  const [retention, hooks] = await Promise.all([
    readRetention(autoScaling, names),
    readTerminateHooks(autoScaling, names),
  ]);
  return new Map([...memberships].map(([id, membership]) => [id, inGroup(membership, retention, hooks)]));
};

const groupNameIn = (membership: Reading<Membership>): readonly string[] => {
  const group = ifRead(membership);
  return group === undefined || group === 'none' ? [] : [group.groupName];
};

const inGroup = (
  membership: Reading<Membership>,
  retention: Readings<boolean>,
  hooks: Readings<readonly TerminateHookSeen[]>,
): Reading<AutoScalingSeen | 'none'> => {
  if (membership.kind === 'unread') return membership;
  if (membership.value === 'none') return { kind: 'read', value: 'none' };
  const { groupName } = membership.value;
  const retains = readingIn(retention, groupName);
  if (retains.kind === 'unread') return retains;
  const terminateHooks = readingIn(hooks, groupName);
  if (terminateHooks.kind === 'unread') return terminateHooks;
  return {
    kind: 'read',
    value: { groupName, terminateHooks: terminateHooks.value, retainsOnAbandon: retains.value },
  };
};
