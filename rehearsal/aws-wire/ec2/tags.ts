import {
  DescribeTags$,
  type DescribeTagsRequest,
  type DescribeTagsResult,
  type TagDescription,
} from '@aws-sdk/client-ec2';
import { stopIfDryRun } from '#rehearsal/aws-wire/ec2/errors.ts';
import { filterItems } from '#rehearsal/aws-wire/ec2/filters.ts';
import { tagsToWire } from '#rehearsal/aws-wire/ec2/instance.ts';
import { resultsPage } from '#rehearsal/aws-wire/ec2/page.ts';
import { type Operation, operation } from '#rehearsal/aws-wire/service.ts';

/** @see Amazon EC2 API Reference, DescribeTags */
const FILTERS: Readonly<Record<string, (tag: TagDescription) => string | undefined>> = {
  key: ({ Key }) => Key,
  'resource-id': ({ ResourceId }) => ResourceId,
  'resource-type': ({ ResourceType }) => ResourceType,
  value: ({ Value }) => Value,
};

const TAG = /^tag:(.+)$/s;

const valuesOf = (name: string, tag: TagDescription): readonly string[] => {
  const key = TAG.exec(name)?.[1];
  const value = key === undefined ? FILTERS[name]?.(tag) : tag.Key === key ? tag.Value : undefined;
  return value === undefined ? [] : [value];
};

/** Instances are the only resources of the model that have tags. */
const describeTags = operation(DescribeTags$, (input: DescribeTagsRequest, { cloud }): DescribeTagsResult => {
  const { Filters = [], DryRun } = input;
  const tags = cloud.ec2.describe().flatMap(({ instanceId, tags: all }) =>
    tagsToWire(all).map(
      ({ Key, Value }): TagDescription => ({
        Key,
        Value,
        ResourceId: instanceId,
        ResourceType: 'instance',
      }),
    ),
  );
  const matching = filterItems(
    tags,
    Filters,
    (name) => Object.hasOwn(FILTERS, name) || TAG.test(name),
    valuesOf,
  );
  stopIfDryRun(DryRun);
  const page = resultsPage(matching, ({ ResourceId, Key }) => `${ResourceId} ${Key}`, input);
  return { Tags: [...page.items], NextToken: page.nextToken };
});

export const tagOperations: readonly Operation[] = [describeTags];
