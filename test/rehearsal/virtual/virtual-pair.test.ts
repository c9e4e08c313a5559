import { expect, it } from 'vitest';
import { makeVirtualPair } from '#rehearsal/virtual/virtual-pair.ts';

const setup = { mode: 'enforce', spot: false, managed: true, autoScaling: false, random: () => 0.5 } as const;

it.each([
  { preferFirst: true, failback: {}, prefer: true },
  { preferFirst: true, failback: { policy: 'gated' }, prefer: false },
  { preferFirst: true, failback: { policy: 'manual' }, prefer: false },
  { preferFirst: false, failback: {}, prefer: false },
] as const)(
  'units of a pair with $failback and Prefer First $preferFirst prefer the first: $prefer',
  ({ preferFirst, failback, prefer }) => {
    const { units, pair } = makeVirtualPair({ ...setup, preferFirst, failback });
    expect([units.first.cloudHa().preferFirst, units.second.cloudHa().preferFirst]).toEqual([prefer, prefer]);
    expect(pair).toMatchObject({ preferred: preferFirst ? 'first' : 'none', failback });
  },
);
