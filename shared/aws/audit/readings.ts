import { unreadBecause } from '#aws/aws-failure.ts';
import { inCallsOf } from '#aws/in-calls-of.ts';
import type { Reading } from '#domain/pair/seen.ts';

/** By ARN, id or name. */
export type Readings<T> = ReadonlyMap<string, Reading<T>>;

/** An answer that lacks what was asked for. */
const UNANSWERED = { kind: 'unread', code: 'aws-error' } as const satisfies Reading<never>;

export const ifRead = <T>(reading: Reading<T> | undefined): T | undefined =>
  reading?.kind === 'read' ? reading.value : undefined;

/** `not-asked` where nobody had a reason to ask. */
export const readingIn = <T>(readings: Readings<T>, id: string): Reading<T> =>
  readings.get(id) ?? { kind: 'unread', code: 'not-asked' };

const readingOf = <T>(value: T | undefined): Reading<T> =>
  value === undefined ? UNANSWERED : { kind: 'read', value };

/** A call for each id: what AWS describes one at a time only. `undefined` is no answer. */
export const readEach = async <T>(
  ids: Iterable<string>,
  readOne: (id: string) => Promise<T | undefined>,
): Promise<Readings<T>> => {
  const read = async (id: string): Promise<Reading<T>> => {
    try {
      return readingOf(await readOne(id));
    } catch (error) {
      return unreadBecause(error);
    }
  };
  return new Map(await Promise.all(Array.from(new Set(ids), async (id) => [id, await read(id)] as const)));
};

/** What AWS describes many of in one call. */
export interface InBulk<Item, T> {
  readonly perCall: number;
  readonly describe: (ids: string[]) => Promise<readonly Item[]>;
  readonly idOf: (item: Item) => string | undefined;
  /** Undefined where the item lacks something. */
  readonly parse: (item: Item) => T | undefined;
  /** What it means that an answer leaves an id out; absent: nothing is known of it. */
  readonly leftOut?: T;
  /** Error code by which one unknown id fails a whole call; absent where AWS leaves such ids out. */
  readonly notFound?: string;
}

/** As few calls as there can be, side by side. */
export const readInBulk = async <Item, T>(
  ids: Iterable<string>,
  bulk: InBulk<Item, T>,
): Promise<Readings<T>> => {
  const answers = await Promise.all(inCallsOf(bulk.perCall, [...ids]).map((some) => readSome(some, bulk)));
  return new Map(answers.flatMap((answer) => [...answer]));
};

/**
 * A call that fails for an id AWS does not have is made again in halves, until that id is alone: a few calls more for
 * each such id, and the others are read.
 */
const readSome = async <Item, T>(ids: string[], bulk: InBulk<Item, T>): Promise<Readings<T>> => {
  try {
    return byId(ids, await bulk.describe(ids), bulk);
  } catch (error) {
    const isDivisible = ids.length > 1 && bulk.notFound !== undefined && isCode(error, bulk.notFound);
    if (!isDivisible) return new Map(ids.map((id) => [id, unreadBecause(error)]));
  }
  return readInBulk(ids, { ...bulk, perCall: Math.ceil(ids.length / 2) });
};

/** The SDK names an error it knows after its own class, and any other by AWS's code. */
const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && (error.name === code || error.name === `${code}Exception`);

const byId = <Item, T>(
  ids: readonly string[],
  items: readonly Item[],
  { idOf, parse, leftOut }: InBulk<Item, T>,
): Readings<T> => {
  const described = new Map(items.map((item) => [idOf(item), item]));
  return new Map(
    ids.map((id) => {
      const item = described.get(id);
      return [id, readingOf(item === undefined ? leftOut : parse(item))];
    }),
  );
};

/** All pages of one answer. */
export const allPages = async <Item>(
  readPage: (token: string | undefined) => Promise<{
    readonly items: readonly Item[] | undefined;
    readonly next: string | undefined;
  }>,
): Promise<readonly Item[]> => {
  const all: Item[] = [];
  let token: string | undefined;
  do {
    const { items = [], next } = await readPage(token);
    all.push(...items);
    // EC2 ends a list with an empty token.
    token = next === '' ? undefined : next;
  } while (token !== undefined);
  return all;
};
