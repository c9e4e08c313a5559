import { CloudError } from '#rehearsal/cloud/cloud-error.ts';

/** @see Amazon EC2 API Reference, Error codes */
export const invalidParameterValue = (message: string): CloudError =>
  new CloudError('InvalidParameterValue', 400, message);

export const invalidParameterCombination = (message: string): CloudError =>
  new CloudError('InvalidParameterCombination', 400, message);

export const missingParameter = (message: string): CloudError =>
  new CloudError('MissingParameter', 400, message);

/** Names of security groups are for the default VPC, and the model has none. */
export const noDefaultVpc = (): CloudError =>
  new CloudError('VPCIdNotSpecified', 400, 'No default VPC for this user');

/**
 * What a call with DryRun answers where it would have succeeded.
 * @throws CloudError DryRunOperation
 */
export const stopIfDryRun = (dryRun: boolean | undefined): void => {
  if (dryRun !== true) return;
  throw new CloudError('DryRunOperation', 412, 'Request would have succeeded, but DryRun flag is set.');
};
