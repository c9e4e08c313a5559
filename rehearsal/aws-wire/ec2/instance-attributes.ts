import {
  DescribeInstanceAttribute$,
  type DescribeInstanceAttributeRequest,
  type InstanceAttribute,
  InstanceAttributeName,
  ModifyInstanceAttribute$,
  type ModifyInstanceAttributeRequest,
} from '@aws-sdk/client-ec2';
import {
  invalidParameterCombination,
  invalidParameterValue,
  stopIfDryRun,
} from '#rehearsal/aws-wire/ec2/errors.ts';
import { type Operation, operation, type RegionWorld } from '#rehearsal/aws-wire/service.ts';
import { CloudError } from '#rehearsal/cloud/cloud-error.ts';
import type { Instance } from '#rehearsal/cloud/ec2/types.ts';

const ATTRIBUTES: readonly string[] = Object.values(InstanceAttributeName);

const notSimulated = (attribute: string): CloudError =>
  new CloudError('UnsupportedOperation', 400, `The attribute ${attribute} is not simulated`);

const attributeOf = (attribute: string, instance: Instance): InstanceAttribute => {
  switch (attribute) {
    case 'disableApiTermination':
      return { DisableApiTermination: { Value: instance.disableApiTermination } };
    case 'instanceType':
      return { InstanceType: { Value: instance.instanceType } };
    default:
      throw ATTRIBUTES.includes(attribute)
        ? notSimulated(attribute)
        : invalidParameterValue(`Value (${attribute}) for parameter attribute is invalid. Unknown attribute`);
  }
};

const findInstance = (instanceId: string, { cloud }: RegionWorld): Instance => {
  const [instance] = cloud.ec2.describe([instanceId]);
  if (instance === undefined) throw new Error(`EC2 described nothing for ${instanceId}`);
  return instance;
};

const describeInstanceAttribute = operation(
  DescribeInstanceAttribute$,
  (
    { InstanceId = '', Attribute = 'disableApiTermination', DryRun }: DescribeInstanceAttributeRequest,
    world,
  ): InstanceAttribute => {
    const instance = findInstance(InstanceId, world);
    const attribute = attributeOf(Attribute, instance);
    stopIfDryRun(DryRun);
    return { InstanceId, ...attribute };
  },
);

/** The members of a request that say nothing about what to change. */
const ADDRESSING: readonly string[] = ['InstanceId', 'DryRun', 'Attribute', 'Value'];

/**
 * DisableApiTermination may be set by its own member, or by Attribute and Value.
 * @throws CloudError InvalidParameterCombination when nothing, or more than one thing, is to be changed
 */
const disableApiTerminationIn = (input: ModifyInstanceAttributeRequest): boolean => {
  const members = Object.keys(input).filter((member) => !ADDRESSING.includes(member));
  const changes = input.Attribute === undefined ? members : [...members, input.Attribute];
  const [attribute] = changes;
  if (attribute === undefined) throw invalidParameterCombination('No attributes specified.');
  if (changes.length > 1) {
    throw invalidParameterCombination(`Fields for multiple attribute types specified: ${changes.join(', ')}`);
  }
  if (attribute === 'DisableApiTermination') return input.DisableApiTermination?.Value === true;
  if (attribute === 'disableApiTermination') return input.Value === 'true';
  throw notSimulated(attribute);
};

const modifyInstanceAttribute = operation(
  ModifyInstanceAttribute$,
  (input: ModifyInstanceAttributeRequest, world): undefined => {
    const { InstanceId = '', DryRun } = input;
    const disabled = disableApiTerminationIn(input);
    findInstance(InstanceId, world);
    stopIfDryRun(DryRun);
    world.cloud.ec2.setDisableApiTermination(InstanceId, disabled);
  },
);

export const instanceAttributeOperations: readonly Operation[] = [
  describeInstanceAttribute,
  modifyInstanceAttribute,
];
