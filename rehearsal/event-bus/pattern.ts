/**
 * Event patterns, as far as `serverless.yml` uses them: exact values, `prefix`, `suffix`, `equals-ignore-case`,
 * `exists`, `anything-but` (values, or a `prefix`), and `$or`. A pattern with anything else is refused when it is read,
 * so that a rule never silently matches less here than in AWS.
 * @see Amazon EventBridge User Guide, Comparison operators for use in event patterns
 */
export type Pattern = Readonly<Record<string, unknown>>;

type Matcher = (value: unknown) => boolean;

/** A pattern says something that is not understood here. */
export class UnknownPatternError extends Error {
  override readonly name = 'UnknownPatternError';
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string => typeof value === 'string';

const anythingBut = (operand: unknown): Matcher => {
  if (isObject(operand)) {
    const inner = comparison(operand);
    return (value) => value !== undefined && !inner(value);
  }
  const excluded: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  return (value) => value !== undefined && !excluded.includes(value);
};

const COMPARISONS: Readonly<Record<string, (operand: unknown) => Matcher>> = {
  prefix: (operand) => (value) => isText(value) && value.startsWith(String(operand)),
  suffix: (operand) => (value) => isText(value) && value.endsWith(String(operand)),
  'equals-ignore-case': (operand) => (value) =>
    isText(value) && value.toLowerCase() === String(operand).toLowerCase(),
  exists: (operand) => (value) => (value !== undefined) === operand,
  'anything-but': anythingBut,
};

const comparison = (operator: Readonly<Record<string, unknown>>): Matcher => {
  const [[name, operand] = ['', undefined], ...more] = Object.entries(operator);
  const make = Object.hasOwn(COMPARISONS, name) ? COMPARISONS[name] : undefined;
  if (make === undefined || more.length > 0)
    throw new UnknownPatternError(`not understood: ${JSON.stringify(operator)}`);
  return make(operand);
};

/** One field: any of the listed values or comparisons. An array in the event matches by any of its members. */
const field = (alternatives: readonly unknown[]): Matcher => {
  const matchers = alternatives.map((one): Matcher => {
    if (isObject(one)) return comparison(one);
    return (value) => value === one;
  });
  return (value) => {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    return values.some((each) => matchers.some((matches) => matches(each)));
  };
};

const member = (name: string, pattern: unknown): Matcher => {
  if (name === '$or' && Array.isArray(pattern)) {
    const branches = pattern.map((branch) => compilePattern(branch));
    return (event) => branches.some((matches) => matches(event));
  }
  const matches = Array.isArray(pattern) ? field(pattern) : compilePattern(pattern);
  return (event) => matches(isObject(event) ? event[name] : undefined);
};

/** @throws UnknownPatternError */
export const compilePattern = (pattern: unknown): Matcher => {
  if (!isObject(pattern)) throw new UnknownPatternError(`not a pattern: ${JSON.stringify(pattern)}`);
  const members = Object.entries(pattern).map(([name, inner]) => member(name, inner));
  return (event) => members.every((matches) => matches(event));
};
