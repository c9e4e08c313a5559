import { invalidParameterCombination, invalidParameterValue } from '#rehearsal/aws-wire/ec2/errors.ts';
import { type Page, pageOf } from '#rehearsal/aws-wire/page.ts';
import { CloudError } from '#rehearsal/cloud/cloud-error.ts';

/**
 * @see Amazon EC2 API Reference, DescribeInstances, DescribeInstanceStatus, DescribeTags, DescribeSecurityGroups and
 * DescribeSubnets: MaxResults
 */
const MIN_RESULTS = 5;
const MAX_RESULTS = 1000;

export interface PageRequest {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** An empty NextToken is what clients send that fill in every field. */
const tokenOf = ({ NextToken }: PageRequest): string | undefined => NextToken || undefined;

const sizeOf = ({ MaxResults }: PageRequest, usual: number): number => {
  if (MaxResults === undefined) return usual;
  const refuse = (expectation: string) =>
    invalidParameterValue(`Value ( ${MaxResults} ) for parameter maxResults is invalid. ${expectation}`);
  if (MaxResults < MIN_RESULTS) throw refuse(`Expecting a value greater than ${MIN_RESULTS}.`);
  if (MaxResults > MAX_RESULTS) throw refuse(`Expecting a value less than ${MAX_RESULTS}.`);
  return MaxResults;
};

/** `usual`: how many come when nobody says. @throws CloudError InvalidParameterValue, InvalidPaginationToken */
export const resultsPage = <Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  request: PageRequest,
  usual: number = MAX_RESULTS,
): Page<Item> =>
  pageOf(
    items,
    keyOf,
    { size: sizeOf(request, usual), token: tokenOf(request) },
    () => new CloudError('InvalidPaginationToken', 400, 'The specified pagination token is not valid'),
  );

/** Ids and pages exclude each other. @throws CloudError InvalidParameterCombination */
export const refuseIdsWithMaxResults = (ids: readonly string[], { MaxResults }: PageRequest): void => {
  if (ids.length === 0 || MaxResults === undefined) return;
  throw invalidParameterCombination(
    'The parameter instancesSet cannot be used with the parameter maxResults',
  );
};
