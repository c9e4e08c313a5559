import {
  DeregisterTargetsCommand,
  DescribeTargetHealthCommand,
  type ElasticLoadBalancingV2Client,
  RegisterTargetsCommand,
  type TargetDescription,
  type TargetHealth,
  type TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { awsFailureCode, failedAction, unreadBecause } from '#aws/aws-failure.ts';
import type { CallBudget } from '#control/budget.ts';
import type { TargetGroups } from '#control/ports.ts';
import type { Reading, TargetSeen, TargetState } from '#domain/pair/seen.ts';

/** Describe calls under way at once: enough to use the budget at 100 ms a call, few enough not to burst. */
export const CONCURRENT_READS = 10;

/**
 * The most in service first: of an instance that is in one group on several ports, this is what it is as a whole,
 * for it is out of service only when it is so on every port.
 */
const TARGET_STATES: readonly TargetState[] = [
  'healthy',
  'unhealthy',
  'initial',
  'unhealthy.draining',
  'draining',
  'unavailable',
  'unused',
];

/** A state AWS introduced after this was written says nothing to us: `unavailable` is AWS's own word for that. */
const parseState = (state: string | undefined): TargetState =>
  TARGET_STATES.find((known) => known === state) ?? 'unavailable';

const isMoreInService = (a: TargetSeen, b: TargetSeen): boolean =>
  TARGET_STATES.indexOf(a.state) < TARGET_STATES.indexOf(b.state);

/** A target's health. */
export const parseTargetHealth = ({ State, Reason }: TargetHealth = {}): TargetSeen => ({
  state: parseState(State),
  ...(Reason === undefined ? {} : { reason: Reason }),
});

const parseTargets = (described: readonly TargetHealthDescription[]): ReadonlyMap<string, TargetSeen> => {
  const targets = new Map<string, TargetSeen>();
  for (const { Target, TargetHealth } of described) {
    if (Target?.Id === undefined) continue;
    const seen = parseTargetHealth(TargetHealth);
    const onOtherPort = targets.get(Target.Id);
    if (onOtherPort === undefined || isMoreInService(seen, onOtherPort)) targets.set(Target.Id, seen);
  }
  return targets;
};

/**
 * Under which ports each instance was last seen in each group. A target registered with a port of its own is only
 * deregistered when that port is named, and AWS answers "done" all the same when it is not.
 * @see Elastic Load Balancing API, DeregisterTargets
 */
const makePortMemory = () => {
  const descriptions = new Map<string, readonly TargetDescription[]>();
  const key = (targetGroupArn: string, instanceId: string): string => `${targetGroupArn} ${instanceId}`;
  return {
    remember(targetGroupArn: string, described: readonly TargetHealthDescription[]): void {
      const targets = described.flatMap(({ Target }) => (Target === undefined ? [] : [Target]));
      for (const [id, ofInstance] of Map.groupBy(targets, ({ Id }) => Id)) {
        if (id !== undefined) {
          descriptions.set(
            key(targetGroupArn, id),
            ofInstance.map(({ Id, Port }) => ({ Id, Port })),
          );
        }
      }
    },
    /** Without a port, which is the group's own port, for an instance that was not seen. */
    targetsOf: (targetGroupArn: string, Id: string): TargetDescription[] => [
      ...(descriptions.get(key(targetGroupArn, Id)) ?? [{ Id }]),
    ],
  };
};

/** The target groups of one region. DescribeTargetHealth has no pages: a group's targets come in one answer. */
export const makeTargetGroups = ({
  client,
  readBudget,
}: {
  readonly client: ElasticLoadBalancingV2Client;
  /** Our share of the account's Describe calls. Register and Deregister have a bucket of their own and are few. */
  readonly readBudget: CallBudget;
}): TargetGroups => {
  const ports = makePortMemory();

  const readOne = async (TargetGroupArn: string): Promise<Reading<ReadonlyMap<string, TargetSeen>>> => {
    await readBudget.take();
    try {
      const answer = await client.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
      const described = answer.TargetHealthDescriptions ?? [];
      ports.remember(TargetGroupArn, described);
      return { kind: 'read', value: parseTargets(described) };
    } catch (error) {
      return unreadBecause(error);
    }
  };

  return {
    async readTargetHealth(targetGroupArns) {
      const readings = new Map<string, Reading<ReadonlyMap<string, TargetSeen>>>();
      const waiting = new Set(targetGroupArns).values();
      const lane = async (): Promise<void> => {
        for (const arn of waiting) readings.set(arn, await readOne(arn));
      };
      await Promise.all(Array.from({ length: CONCURRENT_READS }, lane));
      return readings;
    },

    async deregister(TargetGroupArn, instanceId) {
      const Targets = ports.targetsOf(TargetGroupArn, instanceId);
      try {
        await client.send(new DeregisterTargetsCommand({ TargetGroupArn, Targets }));
        return { kind: 'done' };
      } catch (error) {
        const code = awsFailureCode(error);
        const isGone = code === 'invalid-target' || code === 'target-group-not-found';
        return isGone ? { kind: 'gone' } : { kind: 'failed', code };
      }
    },

    async register(TargetGroupArn, instanceId) {
      const Targets = ports.targetsOf(TargetGroupArn, instanceId);
      try {
        await client.send(new RegisterTargetsCommand({ TargetGroupArn, Targets }));
        return { kind: 'done' };
      } catch (error) {
        return failedAction(error);
      }
    },
  };
};
