import { CloudError } from '#rehearsal/cloud/cloud-error.ts';

export interface AttributeRule {
  readonly initially: string;
  readonly allows: (value: string) => boolean;
}

export const oneOf =
  (...values: readonly string[]) =>
  (value: string): boolean =>
    values.includes(value);

export const between =
  (least: number, most: number, ...words: readonly string[]) =>
  (value: string): boolean =>
    words.includes(value) || (/^\d{1,6}$/.test(value) && Number(value) >= least && Number(value) <= most);

export const flag = oneOf('true', 'false');

/** Every attribute with the value it has when nobody changed it. */
export const initialValues = <Key extends string>(
  rules: Readonly<Record<Key, AttributeRule>>,
): Readonly<Record<Key, string>> =>
  Object.fromEntries(
    Object.entries<AttributeRule>(rules).map(([key, rule]) => [key, rule.initially]),
    // `fromEntries` forgets the keys; they are those of the rules.
  ) as Readonly<Record<Key, string>>;

/** @throws CloudError ValidationError for a key that has no rule, or a value that its rule does not allow */
export const checkAttributes = (
  what: 'Load balancer' | 'Target group',
  rules: Readonly<Record<string, AttributeRule>>,
  changes: Readonly<Record<string, string>>,
): void => {
  for (const [key, value] of Object.entries(changes)) {
    const rule = Object.hasOwn(rules, key) ? rules[key] : undefined;
    if (rule === undefined) {
      throw new CloudError('ValidationError', 400, `${what} attribute key '${key}' is not recognized`);
    }
    if (!rule.allows(value)) {
      throw new CloudError('ValidationError', 400, `'${value}' is not a valid value for attribute '${key}'`);
    }
  }
};
