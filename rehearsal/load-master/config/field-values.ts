export type FieldValue = string | number | boolean;

/** Fields by the name they are read under. */
export type FieldValues = Readonly<Record<string, FieldValue>>;

/** "Y/N/y/n/1/0"; the vendor's own clients send the words as well. @see RESTful API interface description, 2.7 */
const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ['1', true],
  ['y', true],
  ['yes', true],
  ['true', true],
  ['0', false],
  ['n', false],
  ['no', false],
  ['false', false],
]);

export const parseFlag = (text: string): boolean | undefined => FLAGS.get(text.toLowerCase());

const parseLike = (example: FieldValue, text: string): FieldValue | undefined => {
  if (typeof example === 'boolean') return parseFlag(text);
  if (typeof example === 'number') return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
  return text;
};

/**
 * The fields of `examples` that the parameters set, each as its example is typed; or the first value that cannot be.
 * Parameters without an example are left alone: units ignore what they do not know.
 */
export const parseFields = (
  examples: FieldValues,
  parameters: ReadonlyMap<string, string>,
): { readonly fields: FieldValues } | { readonly unacceptable: string } => {
  const fields: Record<string, FieldValue> = {};
  for (const [name, example] of Object.entries(examples)) {
    const text = parameters.get(name.toLowerCase());
    if (text === undefined) continue;
    const value = parseLike(example, text);
    if (value === undefined) return { unacceptable: text };
    fields[name] = value;
  }
  return { fields };
};
