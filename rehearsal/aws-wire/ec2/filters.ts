import type { Filter } from '@aws-sdk/client-ec2';
import { invalidParameterValue } from '#rehearsal/aws-wire/ec2/errors.ts';
import { CloudError } from '#rehearsal/cloud/cloud-error.ts';

/** @see Amazon EC2 User Guide, List and filter using the CLI and API */
const MAX_FILTER_VALUES = 200;

/** `*` stands for any characters, `?` for one, a backslash takes the meaning from the next. Case counts. */
const patternOf = (value: string): RegExp => {
  const source = value.replace(/\\.|[\s\S]/g, (part) => {
    if (part === '*') return '[\\s\\S]*';
    if (part === '?') return '[\\s\\S]';
    const character = part.length > 1 ? part.slice(1) : part;
    return character.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  });
  return new RegExp(`^${source}$`);
};

/**
 * The items that match every filter.
 * @throws CloudError InvalidParameterValue for a filter the operation does not have, FilterLimitExceeded
 */
export const filterItems = <Item>(
  items: readonly Item[],
  filters: readonly Filter[],
  isFilter: (name: string) => boolean,
  valuesOf: (name: string, item: Item) => readonly string[],
): readonly Item[] => {
  const tests = filters.map(({ Name = '', Values = [] }) => {
    if (!isFilter(Name)) throw invalidParameterValue(`The filter '${Name}' is invalid`);
    return { name: Name, patterns: Values.map(patternOf) };
  });
  if (tests.reduce((sum, { patterns }) => sum + patterns.length, 0) > MAX_FILTER_VALUES) {
    throw new CloudError(
      'FilterLimitExceeded',
      400,
      `The maximum number of filter values specified on a single call is ${MAX_FILTER_VALUES}`,
    );
  }
  return items.filter((item) =>
    tests.every(({ name, patterns }) =>
      valuesOf(name, item).some((value) => patterns.some((pattern) => pattern.test(value))),
    ),
  );
};
