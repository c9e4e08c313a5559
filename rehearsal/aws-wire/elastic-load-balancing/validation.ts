import { type Page, pageOf } from '#rehearsal/aws-wire/page.ts';
import { constraintMessage } from '#rehearsal/aws-wire/protocol/constraint.ts';
import { CloudError } from '#rehearsal/cloud/cloud-error.ts';

export const validationError = (message: string): CloudError =>
  new CloudError('ValidationError', 400, message);

/** The resources whose ARNs callers send, by the word AWS uses for them in messages. */
export type ResourceKind = 'load balancer' | 'target group' | 'listener';

const ARN = /^arn:[^:]+:elasticloadbalancing:[^:]*:\d{12}:(targetgroup|loadbalancer|listener)\/\S+$/;

const KINDS: Readonly<Record<string, ResourceKind>> = {
  loadbalancer: 'load balancer',
  targetgroup: 'target group',
  listener: 'listener',
};

/** What an ARN is of, undefined for one that is of nothing here. */
export const kindOfArn = (arn: string): ResourceKind | undefined => KINDS[ARN.exec(arn)?.[1] ?? ''];

/** @throws CloudError ValidationError for an ARN of something else */
export const checkArn = (kind: ResourceKind, arn: string): void => {
  if (kindOfArn(arn) !== kind) throw validationError(`'${arn}' is not a valid ${kind} ARN`);
};

/** @see Elastic Load Balancing API, Errors: LoadBalancerNotFound, TargetGroupNotFound, ListenerNotFound */
export const notFound = (kind: ResourceKind): CloudError => {
  const code = {
    'load balancer': 'LoadBalancerNotFound',
    'target group': 'TargetGroupNotFound',
    listener: 'ListenerNotFound',
  };
  return new CloudError(code[kind], 400, `One or more ${kind}s not found`);
};

/**
 * Picks what was asked for, in the order it was asked for.
 * @throws CloudError when something that was named is not there
 */
export const pick = <Item>(
  kind: ResourceKind,
  items: readonly Item[],
  keyOf: (item: Item) => string,
  keys: readonly string[],
): readonly Item[] => {
  const byKey = new Map(items.map((item) => [keyOf(item), item]));
  return [...new Set(keys)].map((key) => {
    const item = byKey.get(key);
    if (item === undefined) throw notFound(kind);
    return item;
  });
};

/** @see Elastic Load Balancing API, PageSize: 1 to 400 */
const MAX_PAGE_SIZE = 400;

export const markedPage = <Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { PageSize, Marker }: { readonly PageSize?: number | undefined; readonly Marker?: string | undefined },
): Page<Item> => {
  const size = PageSize ?? MAX_PAGE_SIZE;
  const refuse = (constraint: string) =>
    validationError(constraintMessage(['PageSize'], String(size), constraint));
  if (size < 1) throw refuse('Member must have value greater than or equal to 1');
  if (size > MAX_PAGE_SIZE) throw refuse(`Member must have value less than or equal to ${MAX_PAGE_SIZE}`);
  return pageOf(items, keyOf, { size, token: Marker }, () => validationError('The marker is not valid'));
};
