import type { InterfaceAudited } from '#domain/audit/unit-audited.ts';
import { addressSet } from '#domain/geo/addresses.ts';

const withoutPrefix = (address: string): string => address.split('/', 1)[0] ?? address;

/** Every address of these interfaces, additional ones included; canonical and without prefixes. */
export const interfaceAddresses = (interfaces: readonly InterfaceAudited[]): ReadonlySet<string> =>
  addressSet(
    interfaces
      .flatMap(({ address, additionalAddresses }) => [
        ...(address === undefined ? [] : [address]),
        ...additionalAddresses,
      ])
      .map(withoutPrefix),
  );
