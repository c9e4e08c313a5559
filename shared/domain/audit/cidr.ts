import { canonicalAddress } from '#domain/canonical-address.ts';

/** Addresses that have their first bits in common. */
interface Block {
  /** 32 for IPv4, 128 for IPv6. */
  readonly width: 32 | 128;
  readonly address: bigint;
  /** How many bits they have in common. */
  readonly prefix: number;
}

const IPV4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

const joined = (parts: readonly number[], bitsEach: bigint): bigint =>
  parts.reduce((sum, part) => (sum << bitsEach) | BigInt(part), 0n);

const parseIpv4 = (text: string): bigint | undefined => {
  const parts = (IPV4.exec(text) ?? []).slice(1).map(Number);
  return parts.length === 4 && parts.every((part) => part <= 255) ? joined(parts, 8n) : undefined;
};

const HEXTET = /^[\da-f]{1,4}$/;

/** The groups of one side of `::`. */
const groupsOf = (text: string): readonly string[] => (text === '' ? [] : text.split(':'));

const parseIpv6 = (text: string): bigint | undefined => {
  const sides = canonicalAddress(text).split('::').map(groupsOf);
  const [before = [], after = []] = sides;
  const zeros = 8 - before.length - after.length;
  const groups = [...before, ...Array.from({ length: Math.max(0, zeros) }, () => '0'), ...after];
  const isWhole = sides.length === 2 ? zeros > 0 : sides.length === 1 && zeros === 0;
  if (!isWhole || !groups.every((group) => HEXTET.test(group))) return undefined;
  return joined(
    groups.map((group) => Number.parseInt(group, 16)),
    16n,
  );
};

const parseBlock = (cidr: string): Block | undefined => {
  const [text = '', bits = ''] = cidr.split('/');
  const ipv4 = parseIpv4(text);
  const address = ipv4 ?? parseIpv6(text);
  const width = ipv4 === undefined ? 128 : 32;
  const prefix = Number(bits);
  const isPrefix = /^\d{1,3}$/.test(bits) && prefix <= width;
  return address === undefined || !isPrefix ? undefined : { width, address, prefix };
};

/** Every address of `inner` is in `outer`. What is no CIDR contains nothing and is in nothing. */
export const contains = (outer: string, inner: string): boolean => {
  const [around, within] = [parseBlock(outer), parseBlock(inner)];
  if (around === undefined || within === undefined) return false;
  if (around.width !== within.width || around.prefix > within.prefix) return false;
  const rest = BigInt(around.width - around.prefix);
  return around.address >> rest === within.address >> rest;
};

/** Everybody: `0.0.0.0/0` or `::/0`. */
export const isEverybody = (cidr: string): boolean => parseBlock(cidr)?.prefix === 0;

/** The address alone: `10.0.1.5` → `10.0.1.5/32`. */
export const justThis = (address: string): string => `${address}/${address.includes(':') ? 128 : 32}`;

export const isSameFamily = (one: string, other: string): boolean =>
  one.includes(':') === other.includes(':');
