import { type Shape, traitsOf } from '#rehearsal/aws-wire/protocol/shape.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
};

/** Characters XML 1.0 cannot carry at all, not even escaped (section 2.2). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const NOT_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

export const escapeXml = (text: string): string =>
  text.replace(NOT_XML, '\uFFFD').replace(/[&<>"\r]/g, (character) => ENTITIES[character] ?? character);

/** An element with content that is XML already; self-closed when empty. */
export const xmlElement = (name: string, content: string, xmlns?: string): string => {
  const open = xmlns === undefined ? name : `${name} xmlns="${escapeXml(xmlns)}"`;
  return content === '' ? `<${open}/>` : `<${open}>${content}</${name}>`;
};

const writeList = (name: string, shape: Shape, values: readonly unknown[]): string => {
  const element = shape.getValueSchema();
  if (traitsOf(shape).xmlFlattened !== undefined) {
    return values.map((value) => writeElement(name, element, value)).join('');
  }
  const elementName = traitsOf(element).xmlName ?? 'member';
  return xmlElement(name, values.map((value) => writeElement(elementName, element, value)).join(''));
};

const writeMap = (name: string, shape: Shape, entries: Readonly<Record<string, unknown>>): string => {
  const [key, value] = [shape.getKeySchema(), shape.getValueSchema()];
  const written = Object.entries(entries).map(
    ([entryKey, entryValue]) =>
      writeElement(traitsOf(key).xmlName ?? 'key', key, entryKey) +
      writeElement(traitsOf(value).xmlName ?? 'value', value, entryValue),
  );
  return traitsOf(shape).xmlFlattened === undefined
    ? xmlElement(name, written.map((entry) => xmlElement('entry', entry)).join(''))
    : written.map((entry) => xmlElement(name, entry)).join('');
};

const writeScalar = (shape: Shape, value: unknown): string => {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (typeof value === 'string') return escapeXml(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new TypeError(`cannot write a ${typeof value} as ${shape.getName(true)}`);
};

const writeElement = (name: string, shape: Shape, value: unknown): string => {
  if (shape.isStructSchema()) return xmlElement(name, writeXmlMembers(shape, value));
  if (shape.isMapSchema() && typeof value === 'object') return writeMap(name, shape, { ...value });
  if (shape.isListSchema() && Array.isArray(value)) return writeList(name, shape, value);
  return xmlElement(name, writeScalar(shape, value));
};

/** The members of a structure as elements in the order of the model, absent ones left out. */
export const writeXmlMembers = (shape: Shape, value: unknown): string => {
  if (shape.isUnitSchema()) return '';
  // What a handler returned: its type is the one the SDK generated from this very shape.
  const members = value as Readonly<Record<string, unknown>>;
  let xml = '';
  for (const [memberName, member] of shape.structIterator()) {
    const memberValue = members[memberName];
    if (memberValue === undefined || memberValue === null) continue;
    xml += writeElement(traitsOf(member).xmlName ?? memberName, member, memberValue);
  }
  return xml;
};
