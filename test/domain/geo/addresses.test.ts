import { isIPv6 } from 'node:net';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalAddress } from '#domain/canonical-address.ts';
import { addressFrom, sameAddresses } from '#domain/geo/addresses.ts';
import { DUBLIN, PARIS } from './member-samples.ts';

const anyGroups = fc.array(fc.oneof(fc.constant(0), fc.nat(0xffff)), { minLength: 8, maxLength: 8 });

/** One of the ways in which people write an IPv6 address. */
const spell = (groups: readonly number[], { upper, long, from, count }: Spelling): string => {
  const hex = groups.map((group) => group.toString(16).padStart(long ? 4 : 1, '0'));
  const [left, right] = [hex.slice(0, from), hex.slice(from + count)];
  const isZero = groups.slice(from, from + count).every((group) => group === 0);
  const text = isZero && count > 0 ? `${left.join(':')}::${right.join(':')}` : hex.join(':');
  return upper ? text.toUpperCase() : text;
};

interface Spelling {
  readonly upper: boolean;
  readonly long: boolean;
  readonly from: number;
  readonly count: number;
}

const anySpelling: fc.Arbitrary<Spelling> = fc
  .record({ upper: fc.boolean(), long: fc.boolean(), from: fc.nat(7), count: fc.nat(8) })
  .map((one) => ({ ...one, count: Math.min(one.count, 8 - one.from) }));

describe('an IPv6 address', () => {
  it('is one address however it is written', () => {
    fc.assert(
      fc.property(anyGroups, anySpelling, anySpelling, (groups, one, other) => {
        const canonical = canonicalAddress(spell(groups, one));
        expect(isIPv6(canonical)).toBe(true);
        expect(canonical).toBe(canonicalAddress(spell(groups, other)));
        expect(canonicalAddress(canonical)).toBe(canonical);
      }),
    );
  });

  it('is not another address', () => {
    fc.assert(
      fc.property(anyGroups, anyGroups, anySpelling, (groups, others, spelling) => {
        fc.pre(groups.join() !== others.join());
        expect(canonicalAddress(spell(groups, spelling))).not.toBe(canonicalAddress(spell(others, spelling)));
      }),
    );
  });

  it.each([
    ['FD00:0:0::0A', 'fd00::a'],
    ['::ffff:10.0.0.1', '::ffff:a00:1'],
    ['10.0.0.1', '10.0.0.1'],
    ['LM-1.Example.com', 'lm-1.example.com'],
    ['::1]/[::', '::1]/[::'],
    ['1:2:3', '1:2:3'],
    ['', ''],
  ])('%s is written %s', (given, canonical) => {
    expect(canonicalAddress(given)).toBe(canonical);
  });

  it('anything at all is written one way', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(canonicalAddress(canonicalAddress(text))).toBe(canonicalAddress(text));
      }),
    );
  });
});

it('addresses are the same as a set', () => {
  expect(sameAddresses(['10.0.0.1', 'FD00::1'], ['fd00:0::1', '10.0.0.1', 'fd00::1'])).toBe(true);
  expect(sameAddresses(['10.0.0.1'], ['10.0.0.1', '10.0.0.2'])).toBe(false);
  expect(sameAddresses(['10.0.0.1', '10.0.0.2'], ['10.0.0.1', '10.0.0.3'])).toBe(false);
  expect(sameAddresses([], [])).toBe(true);
});

it('a LoadMaster is found by its public address from other regions, where it has one', () => {
  const at = { instanceId: 'i-1', address: '10.0.0.5', publicAddress: 'FD00::0005' };
  expect(addressFrom(DUBLIN, DUBLIN, at)).toBe('10.0.0.5');
  expect(addressFrom(PARIS, DUBLIN, at)).toBe('fd00::5');
  expect(addressFrom(PARIS, DUBLIN, { instanceId: 'i-1', address: '10.0.0.5' })).toBe('10.0.0.5');
});
