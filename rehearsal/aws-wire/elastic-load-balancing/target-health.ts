import {
  DeregisterTargets$,
  type DeregisterTargetsInput,
  type DeregisterTargetsOutput,
  DescribeTargetHealth$,
  type DescribeTargetHealthInput,
  DescribeTargetHealthInputIncludeEnum,
  type DescribeTargetHealthOutput,
  RegisterTargets$,
  type RegisterTargetsInput,
  type RegisterTargetsOutput,
  type TargetDescription as WireTarget,
  type TargetHealthDescription as WireTargetHealth,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { checkArn, validationError } from '#rehearsal/aws-wire/elastic-load-balancing/validation.ts';
import { constraintMessage } from '#rehearsal/aws-wire/protocol/constraint.ts';
import { type Operation, operation } from '#rehearsal/aws-wire/service.ts';
import type { TargetDescription, TargetHealthDescription } from '#rehearsal/cloud/elb/types.ts';

const fromWire = ({ Id = '', Port, AvailabilityZone }: WireTarget): TargetDescription => ({
  id: Id,
  ...(Port !== undefined && { port: Port }),
  ...(AvailabilityZone !== undefined && { availabilityZone: AvailabilityZone }),
});

const toWire = ({ target, healthCheckPort, health }: TargetHealthDescription): WireTargetHealth => ({
  Target: { Id: target.id, Port: target.port, AvailabilityZone: target.availabilityZone },
  HealthCheckPort: healthCheckPort,
  TargetHealth: { State: health.state, Reason: health.reason, Description: health.description },
});

const INCLUDES: readonly string[] = Object.values(DescribeTargetHealthInputIncludeEnum);

/**
 * Anomaly detection is for Application Load Balancers: asking for it changes nothing for a TCP target group.
 * @throws CloudError ValidationError
 */
const checkInclude = (include: readonly string[] = []): void => {
  if (include.every((each) => INCLUDES.includes(each))) return;
  const constraint = `Member must satisfy enum value set: [${INCLUDES.join(', ')}]`;
  throw validationError(constraintMessage(['Include'], `[${include.join(', ')}]`, constraint));
};

const describeTargetHealth = operation(
  DescribeTargetHealth$,
  (
    { TargetGroupArn = '', Targets, Include }: DescribeTargetHealthInput,
    { cloud },
  ): DescribeTargetHealthOutput => {
    checkArn('target group', TargetGroupArn);
    checkInclude(Include);
    // An empty list is how a query string spells a list that is not there.
    const targets = Targets?.length ? Targets.map(fromWire) : undefined;
    return {
      TargetHealthDescriptions: cloud.elb.describeTargetHealth(TargetGroupArn, targets).map(toWire),
    };
  },
);

/** @throws CloudError ValidationError: Targets is required, and an empty list is none. */
const checkTargets = (targets: readonly WireTarget[]): void => {
  if (targets.length === 0) throw validationError('A target must be specified');
};

const registerTargets = operation(
  RegisterTargets$,
  ({ TargetGroupArn = '', Targets = [] }: RegisterTargetsInput, { cloud }): RegisterTargetsOutput => {
    checkArn('target group', TargetGroupArn);
    checkTargets(Targets);
    cloud.elb.registerTargets(TargetGroupArn, Targets.map(fromWire));
    return {};
  },
);

const deregisterTargets = operation(
  DeregisterTargets$,
  ({ TargetGroupArn = '', Targets = [] }: DeregisterTargetsInput, { cloud }): DeregisterTargetsOutput => {
    checkArn('target group', TargetGroupArn);
    checkTargets(Targets);
    cloud.elb.deregisterTargets(TargetGroupArn, Targets.map(fromWire));
    return {};
  },
);

export const targetHealthOperations: readonly Operation[] = [
  describeTargetHealth,
  registerTargets,
  deregisterTargets,
];
