import { CloudError } from '#rehearsal/cloud/cloud-error.ts';

const NAME = /^(?!-)[A-Za-z0-9-]{1,32}(?<!-)$/;

/** The rule for names of load balancers and target groups. @throws CloudError ValidationError */
export const checkName = (what: 'Load balancer' | 'Target group', name: string): void => {
  if (NAME.test(name)) return;
  throw new CloudError(
    'ValidationError',
    400,
    `${what} name '${name}' must be 1 to 32 letters, digits and hyphens, and not begin or end with a hyphen`,
  );
};
