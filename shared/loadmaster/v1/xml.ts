import { XMLParser } from 'fast-xml-parser';
import { isObject, lowerKeys, type ReplyFields } from '#loadmaster/lower-keys.ts';

/** The deepest published reply (`stats`) has six levels. */
const DEEPEST = 16;

/** Entities are ours to decode (`decoded`): the parser's own would also expand those that a document defines. */
const parser = new XMLParser({
  processEntities: false,
  parseTagValue: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: DEEPEST,
  attributeNamePrefix: '@',
  // `stat` and `code` of the root are the only attributes there are; elsewhere one would turn a text into an object.
  ignoreAttributes: (_name, path) => path !== 'Response',
});

/**
 * The root element `Response` of a v1 reply, its names in lower case and its attributes as `@stat` and `@code`.
 * Undefined for anything that is not well-formed, has a document type, or is nested deeper than a reply can be.
 */
export const parseResponse = (text: string): ReplyFields | undefined => {
  const start = text.search(/<Response[\s>/]/);
  if (start < 0 || /<!doctype|<!entity/i.test(text)) return undefined;
  const root = parse(withoutCdata(text.slice(start, text.lastIndexOf('>') + 1)));
  return isObject(root) ? lowerKeys(root, decoded) : undefined;
};

const parse = (xml: string): unknown => {
  try {
    return parser.parse(xml.replace(BARE_AMPERSAND, '&amp;'), true).Response;
  } catch {
    // Its only errors are about the document, and it has no class of its own for them.
    return undefined;
  }
};

/** What people type into a name field; whether every firmware escapes it is not documented. */
const BARE_AMPERSAND = /&(?!#?\w{1,8};)/g;

/** As escaped text, so that it is decoded like all other. */
const withoutCdata = (xml: string): string =>
  xml.replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, (_all, text: string) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  );

const PREDEFINED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

const REFERENCE = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,4}));/gi;

/** The five predefined entities and numeric character references; anything else stays as it is written. */
const decoded = (text: string): string =>
  text.replace(REFERENCE, (reference, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return PREDEFINED.get(name) ?? reference;
    const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    return point <= LAST_CODE_POINT ? String.fromCodePoint(point) : reference;
  });

const LAST_CODE_POINT = 0x10ffff;
