type Complete<T> = { readonly [K in keyof T]-?: Exclude<T[K], undefined> };

/** The fields where each of them has a value. What AWS left out is not made up: then there is no answer. */
export const complete = <T extends object>(fields: T): Complete<T> | undefined =>
  Object.values(fields).includes(undefined) ? undefined : (fields as Complete<T>);

/** Likewise, of items of which each is needed. */
export const completeAll = <T>(items: readonly (T | undefined)[]): readonly T[] | undefined => {
  const present = items.filter((item) => item !== undefined);
  return present.length === items.length ? present : undefined;
};
