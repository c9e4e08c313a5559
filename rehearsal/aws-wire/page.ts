/** A part of a list, and the token that leads to the next part where there is one. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken: string | undefined;
}

const TOKEN_PREFIX = 'after:';

const decode = (token: string): string | undefined => {
  const text = Buffer.from(token, 'base64url').toString('utf8');
  return text.startsWith(TOKEN_PREFIX) ? text.slice(TOKEN_PREFIX.length) : undefined;
};

/**
 * Cuts a page out of a list. A token names the last item of the page before, so that a list which changes meanwhile
 * neither repeats an item nor leaves out one that stayed.
 * @throws what `refuse` gives for a token that is not one of ours
 */
export const pageOf = <Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { size, token }: { readonly size: number; readonly token: string | undefined },
  refuse: () => Error,
): Page<Item> => {
  const after = token === undefined ? '' : decode(token);
  if (after === undefined) throw refuse();
  const byKey = items.map((item) => ({ key: keyOf(item), item })).filter(({ key }) => key > after);
  byKey.sort((a, b) => (a.key < b.key ? -1 : 1));
  const page = byKey.slice(0, size);
  const last = page.at(-1);
  const hasMore = byKey.length > page.length && last !== undefined;
  return {
    items: page.map(({ item }) => item),
    nextToken: hasMore ? Buffer.from(TOKEN_PREFIX + last.key, 'utf8').toString('base64url') : undefined,
  };
};
