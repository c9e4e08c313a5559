import { describe, expect, it } from 'vitest';
import { StaleStateError } from '#control/errors.ts';

/** Something of a store that is claimed by its version: a claim is good only for the version after the stored one. */
export interface Claimant<Store, Value extends { readonly version: number }> {
  readonly what: string;
  /** The mark tells apart claims of the same version. */
  readonly build: (version: number, mark?: number) => Value;
  readonly claim: (store: Store, value: Value) => Promise<unknown>;
  readonly read: (store: Store) => Promise<Value | undefined>;
}

/** What every such claim promises, whatever is claimed and whatever the store is made of. */
export const testVersionedClaims = <Store, Value extends { readonly version: number }>(
  make: () => Store | Promise<Store>,
  { what, build, claim, read }: Claimant<Store, Value>,
): void => {
  describe(`claims of ${what}`, () => {
    it.each([
      { when: 'a first claim on what is stored', stored: [1], next: 1 },
      { when: 'an older version', stored: [1, 2, 3], next: 2 },
      { when: 'the same version again', stored: [1, 2], next: 2 },
      { when: 'a version too far', stored: [1], next: 3 },
      { when: 'an update of what was never stored', stored: [], next: 2 },
    ])('refuses $when as stale', async ({ stored, next }) => {
      const store = await make();
      for (const version of stored) await claim(store, build(version));
      await expect(claim(store, build(next))).rejects.toThrow(StaleStateError);
      expect((await read(store))?.version).toBe(stored.at(-1));
    });

    it.each([{ version: 1 }, { version: 2 }])(
      'lets exactly one of ten racing claims of version $version win',
      async ({ version }) => {
        const store = await make();
        if (version > 1) await claim(store, build(version - 1));
        const racers = Array.from({ length: 10 }, (_, racer) => build(version, racer + 1));
        const results = await Promise.allSettled(racers.map((value) => claim(store, value)));
        const winners = racers.filter((_, index) => results[index]?.status === 'fulfilled');
        expect(winners).toHaveLength(1);
        expect(await read(store)).toEqual(winners[0]);
        for (const result of results)
          if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(StaleStateError);
      },
    );
  });
};
