import { type Fnv1a64, makeFnv1a64 } from '#domain/fnv1a64.ts';
import type { UnitExpected } from '#domain/geo/lists.ts';

/** None stands in an address, so that no two lists run into one. */
const BETWEEN_ADDRESSES = ',';
const BETWEEN_LISTS = ';';
const AS_BEFORE = '=';

const isEqual = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((address, at) => address === other[at]);

const takeList = (hash: Fnv1a64, list: readonly string[]): void => {
  for (const address of list) {
    hash.take(address);
    hash.take(BETWEEN_ADDRESSES);
  }
  hash.take(BETWEEN_LISTS);
};

/**
 * Of everything that a member is judged by: it changes when that does, and does not when an estate file is written
 * otherwise to the same effect. A report is compared with one other digest, its member's present one, and nobody chooses
 * addresses to deceive it: that two differ and look alike has a chance of 1 in 2^64.
 */
export const expectedDigest = (expected: readonly UnitExpected[]): string => {
  const hash = makeFnv1a64();
  let partnersBefore: readonly string[] = [];
  for (const { unit, access, partners, remoteClusters, other } of expected) {
    hash.take(unit);
    takeList(hash, access ?? ['unmanaged']);
    // Comparing is cheaper than hashing, and the units of a pair have the same partners.
    takeList(hash, isEqual(partners, partnersBefore) ? [AS_BEFORE] : partners);
    partnersBefore = partners;
    takeList(hash, remoteClusters);
    takeList(hash, other?.anyhow ?? []);
  }
  return hash.digest();
};
