import {
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  Parser,
  parseDocument,
  visit,
  type YAMLError,
  type YAMLMap,
} from 'yaml';
import type { EstatePath, Place } from '#contracts/estate-places.ts';

/** A fault of the text itself, before anybody asks what it declares. */
export interface TextFault {
  /** Where in the text, counted in UTF-16 units from 0. */
  readonly offset: number;
  readonly message: string;
}

export type EstateText = { readonly lines: LineCounter } & (
  | { readonly ok: true; readonly document: Document }
  | { readonly ok: false; readonly faults: readonly TextFault[] }
);

/** An estate goes eight deep. The limit keeps a file of brackets from filling the stack. */
const MAX_NESTING = 32;

/** Where the lines begin. The parser tells too, and leaves out those it skips after a stray bracket. */
const linesOf = (text: string): LineCounter => {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (const { index } of text.matchAll(/\n/g)) lines.addNewLine(index + 1);
  return lines;
};

/** Where the nesting goes beyond the limit. The composer is recursive; the parser before it keeps a stack of its own. */
const findTooDeep = (text: string): TextFault | undefined => {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    // Drawing the tokens is what moves the parser on; they are not wanted themselves.
    Array.from(parser.next(lexeme));
    if (parser.stack.length > MAX_NESTING)
      return { offset: parser.offset - lexeme.length, message: 'is nested too deeply' };
  }
  return undefined;
};

function* repeatedKeys({ items }: YAMLMap): Generator<TextFault> {
  const seen = new Set<string>();
  for (const { key } of items) {
    if (!isScalar(key)) continue;
    const name = String(key.value);
    if (seen.has(name)) yield { offset: key.range?.[0] ?? 0, message: `"${name}" is here already` };
    seen.add(name);
  }
}

const NO_ALIASES = 'aliases are not read: write the value out, or put what pairs share under "defaults"';

/** Faults that only the nodes show. An alias can make a huge estate of a small file, and `defaults` leaves it no use. */
const nodeFaults = (document: Document): readonly TextFault[] => {
  const faults: TextFault[] = [];
  visit(document, {
    Alias: (_, { range }) => {
      faults.push({ offset: range?.[0] ?? 0, message: NO_ALIASES });
    },
    Map: (_, map) => {
      for (const fault of repeatedKeys(map)) faults.push(fault);
    },
  });
  return faults;
};

/** The library's words for a programmer, in words for an operator. */
const WORDS: Partial<Record<YAMLError['code'], string>> = {
  MULTIPLE_DOCS: 'a second document begins here; an estate is one',
  NON_STRING_KEY: 'a key must be a word',
};

const faultOf = ({ pos, code, message }: YAMLError): TextFault => ({
  offset: pos[0],
  message: WORDS[code] ?? message,
});

/** Half-read text makes keys of things that are none: that is said only where nothing else is wrong. */
const syntaxFaults = ({ errors, warnings }: Document): readonly TextFault[] => {
  const others = errors.filter(({ code }) => code !== 'NON_STRING_KEY');
  // A warning is a tag that was not understood: a value that is not what its author takes it for.
  return [...(others.length > 0 ? others : errors), ...warnings].map(faultOf);
};

/** JSON is read as the YAML it is. */
const parse = (text: string): Document =>
  parseDocument(text, {
    // Pinned: no directive in the file turns `no` into false, or 012 into ten.
    schema: 'core',
    stringKeys: true,
    // Would compare every key with every other; `repeatedKeys` takes one pass.
    uniqueKeys: false,
    prettyErrors: false,
  });

/** Reads YAML or JSON. Total: whatever the text is, the answer is a document or its faults. */
export const readEstateText = (text: string): EstateText => {
  const lines = linesOf(text);
  const tooDeep = findTooDeep(text);
  if (tooDeep) return { lines, ok: false, faults: [tooDeep] };
  const document = parse(text);
  const syntax = syntaxFaults(document);
  const faults = syntax.length > 0 ? syntax : nodeFaults(document);
  return faults.length > 0 ? { lines, ok: false, faults } : { lines, ok: true, document };
};

/** Line and column of an offset into the text. */
export const placeAt = (lines: LineCounter, offset: number): Place => {
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
};

/** What is under `step`: its value, and the key it stands under. */
const descend = (node: Node, step: PropertyKey): { readonly value?: unknown; readonly key?: unknown } => {
  if (isSeq(node)) return { value: node.items[Number(step)] };
  return (isMap(node) && node.items.find(({ key }) => isScalar(key) && String(key.value) === step)) || {};
};

/**
 * Where a path is in the text: at its value, or at its key where the key itself is the fault, or at the nearest thing
 * around it where something is missing.
 */
export const offsetOf = ({ contents }: Document, path: EstatePath, atKey: boolean): number => {
  let node: Node | null = contents;
  let offset = node?.range?.[0] ?? 0;
  for (const [depth, step] of path.entries()) {
    const { value, key }: ReturnType<typeof descend> = node ? descend(node, step) : {};
    const target = atKey && depth === path.length - 1 ? key : value;
    node = isNode(value) ? value : null;
    offset = (isNode(target) ? target.range?.[0] : undefined) ?? offset;
  }
  return offset;
};
