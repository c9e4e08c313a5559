import { type Page, pageOf } from '#rehearsal/aws-wire/page.ts';
import { constraintMessage } from '#rehearsal/aws-wire/protocol/constraint.ts';
import { CloudError } from '#rehearsal/cloud/cloud-error.ts';

export const validationError = (message: string): CloudError =>
  new CloudError('ValidationError', 400, message);

/** @see Amazon EC2 Auto Scaling API, MaxRecords and InvalidNextToken */
export const recordsPage = <Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  {
    MaxRecords,
    NextToken,
  }: { readonly MaxRecords?: number | undefined; readonly NextToken?: string | undefined },
  limits: { readonly usual: number; readonly most: number },
): Page<Item> => {
  const size = MaxRecords ?? limits.usual;
  if (size < 1 || size > limits.most) {
    const constraint =
      size < 1
        ? 'Member must have value greater than or equal to 1'
        : `Member must have value less than or equal to ${limits.most}`;
    throw validationError(constraintMessage(['MaxRecords'], String(size), constraint));
  }
  return pageOf(
    items,
    keyOf,
    { size, token: NextToken || undefined },
    () => new CloudError('InvalidNextToken', 400, 'The token is not valid'),
  );
};

/** How many names or ids a call takes. @see Amazon EC2 Auto Scaling API, DescribeAutoScalingGroups, DescribeAutoScalingInstances, DescribeLifecycleHooks */
const MAX_NAMED = 50;

/** @throws CloudError ValidationError */
export const checkNamed = (member: string, named: readonly string[], most: number = MAX_NAMED): void => {
  if (named.length <= most) return;
  const constraint = `Member must have length less than or equal to ${most}`;
  throw validationError(constraintMessage([member], `[${named.join(', ')}]`, constraint));
};

/** MaxRecords may be used to name more. */
export const mostNamed = (maxRecords: number | undefined): number => Math.max(MAX_NAMED, maxRecords ?? 0);
