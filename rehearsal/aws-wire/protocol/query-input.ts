import type { ParameterNode } from '#rehearsal/aws-wire/protocol/query-parameters.ts';
import { requiredMembersOf, type Shape, type ShapePath } from '#rehearsal/aws-wire/protocol/shape.ts';

/** Where the AWS query protocol and the EC2 query protocol part ways when a request is read. */
export interface QueryDialect {
  /** The parameter name of a structure's member. */
  memberKey(memberName: string, member: Shape): string;
  /** The node whose children are the numbered elements of a list. */
  elementsOf(list: Shape, node: ParameterNode): ParameterNode | undefined;
  /** What a list without elements is: itself, or as good as not sent. */
  readonly emptyList: readonly [] | undefined;
  /** Called for a parameter the shape does not have; throws where the protocol refuses them. */
  unknownParameter(path: ShapePath): void;
  /** The errors to throw for a required member that is missing and for a value of the wrong type. */
  missing(path: ShapePath): Error;
  malformed(path: ShapePath, value: string): Error;
}

const readStructure = (
  shape: Shape,
  node: ParameterNode,
  path: ShapePath,
  dialect: QueryDialect,
): Record<string, unknown> => {
  const read: Record<string, unknown> = {};
  const known = new Set<string>();
  for (const [memberName, member] of shape.structIterator()) {
    const key = dialect.memberKey(memberName, member);
    known.add(key);
    const child = node.children.get(key);
    if (child !== undefined) read[memberName] = readValue(member, child, [...path, key], dialect);
  }
  for (const key of node.children.keys()) {
    if (!known.has(key)) dialect.unknownParameter([...path, key]);
  }
  for (const memberName of requiredMembersOf(shape)) {
    if (read[memberName] !== undefined) continue;
    throw dialect.missing([...path, dialect.memberKey(memberName, shape.getMemberSchema(memberName))]);
  }
  return read;
};

/** Elements come in the order of their numbers; numbers may be left out. */
const readList = (
  shape: Shape,
  node: ParameterNode,
  path: ShapePath,
  dialect: QueryDialect,
): readonly unknown[] | undefined => {
  const elements = dialect.elementsOf(shape, node)?.children ?? new Map<string, ParameterNode>();
  const numbered: (readonly [number, ParameterNode])[] = [];
  for (const [key, element] of elements) {
    if (/^\d{1,9}$/.test(key)) numbered.push([Number(key), element]);
    else dialect.unknownParameter([...path, key]);
  }
  numbered.sort(([a], [b]) => a - b);
  const read = numbered
    .map(([position, element]) => readValue(shape.getValueSchema(), element, [...path, position], dialect))
    .filter((element) => element !== undefined);
  return read.length > 0 ? read : dialect.emptyList;
};

const readScalar = (shape: Shape, value: string): unknown => {
  if (shape.isStringSchema()) return value;
  if (shape.isBooleanSchema())
    return /^true$/i.test(value) ? true : /^false$/i.test(value) ? false : undefined;
  if (shape.isNumericSchema()) return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
  if (shape.isBlobSchema()) return Uint8Array.from(Buffer.from(value, 'base64'));
  if (shape.isTimestampSchema()) return Number.isNaN(Date.parse(value)) ? undefined : new Date(value);
  throw new TypeError(`no reader for the shape ${shape.getName(true)}`);
};

const readValue = (shape: Shape, node: ParameterNode, path: ShapePath, dialect: QueryDialect): unknown => {
  if (shape.isStructSchema()) return readStructure(shape, node, path, dialect);
  if (shape.isListSchema()) return readList(shape, node, path, dialect);
  for (const key of node.children.keys()) dialect.unknownParameter([...path, key]);
  if (node.value === undefined) return undefined;
  const read = readScalar(shape, node.value);
  if (read === undefined) throw dialect.malformed(path, node.value);
  return read;
};

/**
 * The input of an operation out of the parameters of a request.
 * @throws what the dialect makes of a missing, malformed or unknown parameter.
 */
export const readQueryInput = (
  shape: Shape,
  parameters: ParameterNode,
  dialect: QueryDialect,
): Record<string, unknown> => readStructure(shape, parameters, [], dialect);
