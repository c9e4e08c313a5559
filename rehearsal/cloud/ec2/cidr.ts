import { isIPv4, isIPv6 } from 'node:net';

interface AddressFamily {
  readonly bits: 32 | 128;
  isAddress(text: string): boolean;
  toNumber(address: string): bigint;
  toAddress(number: bigint): string;
}

const join = (parts: readonly string[], bits: bigint): bigint =>
  parts.reduce((sum, part) => (sum << bits) | BigInt(part), 0n);

const split = (number: bigint, count: number, bits: bigint): readonly bigint[] =>
  Array.from({ length: count }, (_, index) =>
    BigInt.asUintN(Number(bits), number >> (BigInt(count - 1 - index) * bits)),
  );

/** The shortest spelling, with hexadecimal groups only. */
const shortest = (address: string): string => new URL(`http://[${address}]`).hostname.slice(1, -1);

const groupsOf = (address: string): readonly string[] => {
  const [head = [], tail = []] = shortest(address)
    .split('::')
    .map((part) => part.split(':').filter((group) => group !== ''));
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0');
  return [...head, ...zeros, ...tail].map((group) => `0x${group}`);
};

const FAMILIES: Readonly<Record<'ipv4' | 'ipv6', AddressFamily>> = {
  ipv4: {
    bits: 32,
    isAddress: isIPv4,
    toNumber: (address) => join(address.split('.'), 8n),
    toAddress: (number) => split(number, 4, 8n).join('.'),
  },
  ipv6: {
    bits: 128,
    isAddress: isIPv6,
    toNumber: (address) => join(groupsOf(address), 16n),
    toAddress: (number) =>
      shortest(
        split(number, 8, 16n)
          .map((group) => group.toString(16))
          .join(':'),
      ),
  },
};

/**
 * The block with the bits of the host set to zero, as EC2 keeps it: `100.68.0.18/18` is `100.68.0.0/18`. Undefined for
 * what is no block of the family.
 * @see Amazon EC2 API Reference, IpRange
 */
export const canonicalCidr = (family: 'ipv4' | 'ipv6', cidr: string): string | undefined => {
  const { bits, isAddress, toNumber, toAddress } = FAMILIES[family];
  const [, address = '', digits = ''] = /^([^/%]+)\/(\d{1,3})$/.exec(cidr) ?? [];
  const prefix = Number(digits);
  if (!isAddress(address) || prefix > bits) return undefined;
  const hostBits = BigInt(bits - prefix);
  return `${toAddress((toNumber(address) >> hostBits) << hostBits)}/${prefix}`;
};

/** How many addresses an IPv4 block has. */
export const sizeOfCidr = (cidr: string): number => 2 ** (32 - Number(cidr.split('/')[1]));
