import type { LoadBalancerSeen } from '#domain/audit/aws-seen.ts';
import { type Judged, judgeEach, whereRead } from '#domain/audit/judge.ts';
import type { Verdict } from '#domain/audit/rule.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import { unreadWords } from '#domain/audit/unread-words.ts';
import { targetGroupName } from '#domain/pair/evidence.ts';

/** `arn:…:loadbalancer/net/lm/0123456789abcdef` → `lm`. */
export const loadBalancerName = (arn: string): string => arn.split('/')[2] ?? arn;

/** Every load balancer that forwards to a declared target group, as far as those were read. */
export const loadBalancerArns = ({ pair, aws }: PairSnapshot): readonly string[] => {
  const arns = pair.targetGroups.flatMap((arn) => {
    const group = aws.targetGroups[arn];
    return group?.kind === 'read' ? group.value.loadBalancerArns : [];
  });
  return [...new Set(arns)];
};

/** The declared target groups of which nobody knows the load balancers, and why. */
export const groupsWithUnknownLoadBalancers = ({
  pair,
  aws,
}: PairSnapshot): readonly { readonly name: string; readonly why: string }[] =>
  pair.targetGroups.flatMap((arn) =>
    unreadWords('its load balancers', aws.targetGroups[arn]).map((why) => ({
      name: targetGroupName(arn),
      why,
    })),
  );

/** Each load balancer of the pair. Where a target group has none, that is not said here. */
export const judgeLoadBalancers = (
  snapshot: PairSnapshot,
  judge: (loadBalancer: LoadBalancerSeen) => Judged,
): Verdict => {
  const known = loadBalancerArns(snapshot).map((arn) => ({
    name: loadBalancerName(arn),
    judged: whereRead(snapshot.aws.loadBalancers[arn], judge),
  }));
  const unknown = groupsWithUnknownLoadBalancers(snapshot).map(({ name, why }) => ({
    name,
    judged: { unknown: why },
  }));
  return judgeEach(
    [...known, ...unknown],
    ({ name }) => name,
    ({ judged }) => judged,
  );
};
