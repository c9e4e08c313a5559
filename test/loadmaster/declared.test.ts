import { expect, it } from 'vitest';
import { StoreUnavailableError } from '#control/errors.ts';
import { makeResolve } from '#loadmaster/declared.ts';
import { declaredPair, declaredStandalone, resolving } from './declared-pair.ts';

const FIRST = { pairId: 'dublin-1', unit: 'first' } as const;
const SECOND = { pairId: 'dublin-1', unit: 'second' } as const;
const SOLO = { pairId: 'solo-1', unit: 'standalone' } as const;

const endpoint = (host: string) => ({
  management: `https://${host}:8443`,
  certificateSha256: 'ab'.repeat(32),
});
const pair = declaredPair({ first: endpoint('10.0.1.4'), second: endpoint('10.0.2.4') });
const standalone = declaredStandalone(endpoint('10.0.3.4'));

const make = (over: object = {}) => {
  const reads: string[] = [];
  const resolve = resolving(
    () => ({ pair, standalone, ...over }),
    (id) => void reads.push(id),
  );
  return { resolve, reads };
};

it('finds units of a pair and standalones', async () => {
  const { resolve } = make();
  expect(await resolve(FIRST)).toEqual({ appliance: pair.units.first });
  expect(await resolve(SECOND)).toEqual({ appliance: pair.units.second });
  expect(await resolve(SOLO)).toEqual({ appliance: standalone });
});

it('says which secret the units of a pair share', async () => {
  const { resolve } = make({ pair: { ...pair, partnerSecret: 'understudy/dublin-1/partner' } });
  expect(await resolve(FIRST)).toMatchObject({ partnerSecret: 'understudy/dublin-1/partner' });
});

it('takes no pair for a standalone, and no standalone for a pair', async () => {
  const { resolve } = make();
  expect(await resolve({ ...FIRST, unit: 'standalone' })).toBeUndefined();
  expect(await resolve({ ...SOLO, unit: 'first' })).toBeUndefined();
});

it('reads a pair once for those who ask at once, and again for who asks later', async () => {
  const { resolve, reads } = make();
  await Promise.all([resolve(FIRST), resolve(SECOND), resolve({ ...FIRST, pairId: 'other' })]);
  expect(reads).toEqual(['dublin-1', 'other']);
  await resolve(FIRST);
  expect(reads).toEqual(['dublin-1', 'other', 'dublin-1']);
});

it('asks the store for the region’s own', async () => {
  const asked: string[] = [];
  const note = async (region: string, id: string) => void asked.push(`${region} ${id}`);
  const resolve = makeResolve(
    { readPair: async (...of) => note(...of).then(() => undefined), readStandalone: async () => undefined },
    'eu-north-1',
  );
  await resolve(FIRST);
  expect(asked).toEqual(['eu-north-1 dublin-1']);
});

it('tells everybody who asked at once that the store does not answer, and asks it again', async () => {
  let failing = true;
  const resolve = makeResolve(
    {
      readPair: async () => {
        if (failing) throw new StoreUnavailableError();
        return { pair };
      },
      readStandalone: async () => undefined,
    },
    'eu-west-1',
  );
  const asked = await Promise.allSettled([resolve(FIRST), resolve(SECOND)]);
  expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  failing = false;
  expect(await resolve(FIRST)).toEqual({ appliance: pair.units.first });
});
