import { requiredMembersOf, type Shape, type ShapePath } from '#rehearsal/aws-wire/protocol/shape.ts';

/** The errors of the JSON protocol for a value of the wrong type and for a required member that is missing. */
export interface JsonRefusals {
  malformed(path: ShapePath): Error;
  /** Undefined where the service itself looks for what is missing. */
  missing(path: ShapePath): Error | undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const readStructure = (
  shape: Shape,
  value: unknown,
  path: ShapePath,
  refusals: JsonRefusals,
): Record<string, unknown> => {
  if (!isObject(value)) throw refusals.malformed(path);
  const read: Record<string, unknown> = {};
  for (const [memberName, member] of shape.structIterator()) {
    const given = value[memberName];
    if (given === undefined || given === null) continue;
    read[memberName] = readJson(member, given, [...path, memberName], refusals);
  }
  for (const memberName of requiredMembersOf(shape)) {
    if (read[memberName] !== undefined) continue;
    const refusal = refusals.missing([...path, memberName]);
    if (refusal !== undefined) throw refusal;
  }
  return read;
};

const readScalar = (shape: Shape, value: unknown): unknown => {
  if (shape.isStringSchema()) return typeof value === 'string' ? value : undefined;
  if (shape.isBooleanSchema()) return typeof value === 'boolean' ? value : undefined;
  if (shape.isNumericSchema()) return typeof value === 'number' ? value : undefined;
  if (shape.isTimestampSchema())
    return typeof value === 'number' ? new Date(Math.round(value * 1000)) : undefined;
  if (shape.isBlobSchema())
    return typeof value === 'string' ? Uint8Array.from(Buffer.from(value, 'base64')) : undefined;
  throw new TypeError(`no reader for the shape ${shape.getName(true)}`);
};

/** The input of an operation out of a JSON body; members the shape does not have are ignored. */
export const readJson = (shape: Shape, value: unknown, path: ShapePath, refusals: JsonRefusals): unknown => {
  if (shape.isStructSchema()) return readStructure(shape, value, path, refusals);
  if (shape.isListSchema()) {
    if (!Array.isArray(value)) throw refusals.malformed(path);
    return value.map((element, index) =>
      readJson(shape.getValueSchema(), element, [...path, index + 1], refusals),
    );
  }
  if (shape.isMapSchema()) {
    if (!isObject(value)) throw refusals.malformed(path);
    return Object.fromEntries(
      Object.entries(value).map(([key, element]) => [
        key,
        readJson(shape.getValueSchema(), element, [...path, key], refusals),
      ]),
    );
  }
  const read = readScalar(shape, value);
  if (read === undefined) throw refusals.malformed(path);
  return read;
};

/** An output as JSON.stringify takes it: times as seconds since 1970, bytes as base64. */
export const toJson = (shape: Shape, value: unknown): unknown => {
  if (value instanceof Date) return value.getTime() / 1000;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map((element) => toJson(shape.getValueSchema(), element));
  if (!isObject(value)) return value;
  const memberShape = (name: string): Shape =>
    shape.isStructSchema() ? shape.getMemberSchema(name) : shape.getValueSchema();
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => [name, toJson(memberShape(name), member)]),
  );
};
