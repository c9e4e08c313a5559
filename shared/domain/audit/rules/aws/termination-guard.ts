import { auditPolicyOf } from '#domain/audit/audit-policy.ts';
import type { AutoScalingSeen, TerminateHookSeen } from '#domain/audit/aws-seen.ts';
import { fixBy, fixUnit, notNow } from '#domain/audit/fix.ts';
import { type Judged, whereRead } from '#domain/audit/judge.ts';
import { judgeInstances } from '#domain/audit/judge-instances.ts';
import type { Rule } from '#domain/audit/rule.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import { handoverTimeoutMs } from '#domain/drain/timing.ts';
import type { Pair } from '#domain/estate/estate.ts';
import { SECOND_MS } from '#domain/time.ts';

/**
 * A drain keeps its hook open by heartbeats, once it knows of it. Where the event is lost or late, the schedule looks every
 * minute: twice that, and the hook is still open.
 */
const LEAST_HEARTBEAT_SECONDS = 120;

/** Users measured that a load balancer sends connections for so long after a bare deregistration (docs/adr/0005). */
const LAST_CONNECTIONS_SECONDS = 120;

/** How long a drain may take: the handover, until no new connections come, until the old ones have run out. */
const drainSeconds = (pair: Pair): number =>
  Math.ceil(
    (handoverTimeoutMs(pair.healthCheck) + auditPolicyOf(pair).deregistrationDelayMs.most) / SECOND_MS,
  ) + LAST_CONNECTIONS_SECONDS;

/** The most that heartbeats make of a hook. @see Amazon EC2 Auto Scaling API, LifecycleHook, GlobalTimeout */
const longestSeconds = ({ heartbeatSeconds, globalSeconds }: TerminateHookSeen): number =>
  globalSeconds ?? Math.min(48 * 3_600, 100 * heartbeatSeconds);

/** By default a hook that nobody completes lets the instance go on to its end: then nothing is retained. */
const hookFaults = (hook: TerminateHookSeen, takes: number): readonly string[] => {
  const { name, heartbeatSeconds, defaultResult } = hook;
  const longest = longestSeconds(hook);
  return [
    ...(heartbeatSeconds < LEAST_HEARTBEAT_SECONDS ? [`hook ${name} waits ${heartbeatSeconds} s`] : []),
    ...(longest < takes ? [`hook ${name} waits ${longest} s at most`] : []),
    ...(defaultResult === 'ABANDON' ? [] : [`hook ${name} ends with ${defaultResult}`]),
  ];
};

const groupFaults = (
  { groupName, terminateHooks, retainsOnAbandon }: AutoScalingSeen,
  takes: number,
): readonly string[] => {
  if (terminateHooks.length === 0) return [`no terminate hook in ${groupName}`];
  const faults = terminateHooks.map((hook) => hookFaults(hook, takes));
  // One that will do is enough: Auto Scaling waits for all of them.
  const ofHooks = faults.some(({ length }) => length === 0) ? [] : faults.flat();
  return retainsOnAbandon ? ofHooks : [...ofHooks, `${groupName} terminates what its hook abandons`];
};

const judgeGroup = (group: AutoScalingSeen, pair: Pair): Judged => {
  const takes = drainSeconds(pair);
  const faults = groupFaults(group, takes);
  if (faults.length === 0) return undefined;
  return {
    seen: faults.join(', '),
    expected: `a terminate hook of ${LEAST_HEARTBEAT_SECONDS} s or more, ${takes} s with heartbeats, that ends with ABANDON, and instances retained then`,
  };
};

/** @see Amazon EC2 User Guide, Change instance termination protection: "You can't enable it for Spot Instances" */
const UNGUARDED_SPOT = {
  seen: 'spot capacity, which cannot be protected',
  expected: 'an Auto Scaling group with a terminate hook',
} as const;

const judgeProtection = ({ aws }: PairSnapshot, instanceId: string): Judged =>
  whereRead(aws.terminationProtection[instanceId], (isProtected) =>
    isProtected ? undefined : { seen: 'no termination protection', expected: 'termination protection' },
  );

export const terminationGuard: Rule = {
  id: 'termination-guard',
  side: 'aws',
  severity: 'high',
  title: 'No unit is terminated before it is out of service',
  why: 'EC2 does not wait: when it says that an instance is being terminated, the clients of that unit have lost their connections already. Only termination protection, or the hook of an Auto Scaling group, leaves time to hand over first.',
  citations: [
    { words: 'LoadMaster HA for AWS, section 2 (de-register your instances before terminating them)' },
    {
      words: 'Amazon EC2, Change instance termination protection',
      url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_ChangingDisableAPITermination.html',
    },
    {
      words: 'Amazon EC2 Auto Scaling, Configure instance retention',
      url: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/configure-instance-retention.html',
    },
  ],
  remedy:
    'switch termination protection on (EC2 > Instances > Actions > Instance settings); in an Auto Scaling group, which ignores it, give the group a terminate hook that ends with ABANDON, and the instance lifecycle policy Retain',
  check: (snapshot) =>
    judgeInstances(snapshot, snapshot.aws.autoScaling, (group, unit) => {
      if (group !== 'none') return judgeGroup(group, snapshot.pair);
      const { instanceId } = snapshot.pair.units[unit];
      return whereRead(snapshot.aws.instances[instanceId], ({ spot }) =>
        spot ? UNGUARDED_SPOT : judgeProtection(snapshot, instanceId),
      );
    }),
  fix: (snapshot, fault) =>
    fixUnit(fault, (unit) => {
      const { instanceId } = snapshot.pair.units[unit];
      const group = snapshot.aws.autoScaling[instanceId];
      if (group?.kind !== 'read') return notNow('whether it is in an Auto Scaling group was not read');
      if (group.value !== 'none') return notNow('Auto Scaling ignores termination protection');
      const instance = snapshot.aws.instances[instanceId];
      if (instance?.kind !== 'read') return notNow('whether it is spot capacity was not read');
      if (instance.value.spot) return notNow('spot capacity cannot be protected');
      return fixBy({ kind: 'protect-instance', unit, instanceId });
    }),
};
