import type { CloudContext } from '#rehearsal/cloud/context.ts';
import type { InstanceMachine } from '#rehearsal/cloud/ec2/instance-machine.ts';
import type { SecurityGroupApi } from '#rehearsal/cloud/ec2/security-group-types.ts';
import { LoadBalancers } from '#rehearsal/cloud/elb/load-balancers.ts';
import { TargetGroups } from '#rehearsal/cloud/elb/target-groups.ts';
import type { ElasticLoadBalancing } from '#rehearsal/cloud/elb/types.ts';

export const makeElasticLoadBalancing = (
  context: CloudContext,
  instances: InstanceMachine,
  { describeSecurityGroups }: Pick<SecurityGroupApi, 'describeSecurityGroups'>,
): ElasticLoadBalancing => {
  const targetGroups = new TargetGroups(context, instances);
  const loadBalancers = new LoadBalancers(context, targetGroups, (groupId) =>
    describeSecurityGroups().some((group) => group.groupId === groupId),
  );
  return {
    createLoadBalancer: (spec) => loadBalancers.create(spec),
    describeLoadBalancers: () => loadBalancers.all(),
    describeLoadBalancerAttributes: (arn) => loadBalancers.attributesOf(arn),
    modifyLoadBalancerAttributes: (arn, attributes) => loadBalancers.modifyAttributes(arn, attributes),
    setSubnets: (arn, zones) => loadBalancers.setSubnets(arn, zones),
    setSecurityGroups: (arn, groupIds) => loadBalancers.setSecurityGroups(arn, groupIds),
    setLoadBalancerState: (arn, state) => void loadBalancers.change(arn, { state }),
    createListener: (spec) => loadBalancers.listen(spec),
    describeListeners: (loadBalancerArn) => loadBalancers.listenersOf(loadBalancerArn),
    deleteListener: (listenerArn) => loadBalancers.deleteListener(listenerArn),

    createTargetGroup: (spec) => targetGroups.create(spec).describe(),
    describeTargetGroups: () => targetGroups.all().map((group) => group.describe()),
    modifyTargetGroup: (arn, healthCheck) => {
      const group = targetGroups.require(arn);
      group.modify(healthCheck);
      return group.describe();
    },
    describeTargetGroupAttributes: (arn) => targetGroups.require(arn).attributes,
    modifyTargetGroupAttributes: (arn, attributes) => {
      const group = targetGroups.require(arn);
      group.modifyAttributes(attributes);
      return group.attributes;
    },
    deleteTargetGroup: (arn) => targetGroups.delete(arn),
    registerTargets: (arn, targets) => targetGroups.register(arn, targets),
    deregisterTargets: (arn, targets) => {
      const group = targetGroups.require(arn);
      for (const target of targets) group.deregister(target);
    },
    describeTargetHealth: (arn, targets) => targetGroups.require(arn).describeHealth(targets),

    routableTargets: (arn) => targetGroups.require(arn).routes.current.routable,
    onRoutingChange: (listener) => targetGroups.onRoutingChange(listener),
    withoutHealthyTargetMs: (arn) => targetGroups.require(arn).withoutHealthyTargetMs,
    setHealthUnavailable: (arn, reason) => targetGroups.require(arn).setHealthUnavailable(reason),
  };
};
