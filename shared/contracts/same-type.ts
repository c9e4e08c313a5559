/** A type with every property and list in it read-only, as domain types are written and schemas infer them not. */
export type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

/**
 * `true` when both are the same type, else `false`. Assignability in both directions is not enough: it lets a schema
 * forget an optional property. Write `true satisfies SameType<Domain, z.infer<typeof schema>>` below a schema, and a
 * member or a property that one of them lacks fails the type check.
 */
export type SameType<A, B> =
  (<T>() => T extends DeepReadonly<A> ? 1 : 2) extends <T>() => T extends DeepReadonly<B> ? 1 : 2
    ? true
    : false;
