import * as z from 'zod/mini';
import type { LoadMasterSession } from '#loadmaster/client.ts';
import { commandParams, type ParamValue } from '#loadmaster/command-params.ts';
import { defined } from '#loadmaster/defined.ts';
import { flag, listOf, text, wholeNumber, words } from '#loadmaster/fields.ts';
import { writeAndReadBack } from '#loadmaster/read-back.ts';

const InterfaceElement = z.object({
  id: wholeNumber,
  ipaddress: text,
  mtu: wholeNumber,
  additionaladdresses: words,
  interfacetype: text,
  geotrafficenable: flag,
});

const InterfacesReply = z.object({ interface: listOf(InterfaceElement) });

export interface NetworkInterface {
  readonly id: number;
  readonly address?: string;
  /** Bits of the network part. */
  readonly prefix?: number;
  readonly mtu?: number;
  /** With their prefixes. */
  readonly additionalAddresses: readonly string[];
  /** For example `Port`. */
  readonly type?: string;
  readonly servesGeo?: boolean;
}

/** @see LoadMaster Interface Description, RESTful API, section 3.13.1 */
export const listInterfaces = async (session: LoadMasterSession): Promise<readonly NetworkInterface[]> =>
  toInterfaces(await session.read('showiface', {}, InterfacesReply));

/** Undefined where there is no such interface. */
export const getInterface = async (
  session: LoadMasterSession,
  id: number,
): Promise<NetworkInterface | undefined> =>
  toInterfaces(await session.read('showiface', { interface: String(id) }, InterfacesReply)).find(
    (found) => found.id === id,
  );

const toInterfaces = (reply: z.infer<typeof InterfacesReply>): readonly NetworkInterface[] =>
  reply.interface.flatMap((element) => {
    const { id } = element;
    if (id === undefined) return [];
    const [address, bits] = element.ipaddress?.split('/') ?? [];
    return defined({
      id,
      address,
      prefix: bits === undefined ? undefined : Number(bits),
      mtu: element.mtu,
      additionalAddresses: element.additionaladdresses,
      type: element.interfacetype,
      servesGeo: element.geotrafficenable,
    });
  });

/** One at a time: "only one parameter can be changed on each call". */
export type InterfaceChange =
  /** With its prefix, for example `10.0.0.4/24`. Changing the address one talks to ends the conversation. */
  | { readonly kind: 'address'; readonly address: string }
  /** 512 to 9216. */
  | { readonly kind: 'mtu'; readonly mtu: number }
  | { readonly kind: 'geo-traffic'; readonly servesGeo: boolean };

/** Throws LoadMasterError `not-taken` when the change does not read back. */
export const changeInterface = async (
  session: LoadMasterSession,
  id: number,
  change: InterfaceChange,
): Promise<void> => {
  await writeAndReadBack(session, 'modiface', commandParams({ interface: id, ...sent(change) }), {
    read: (reader) => getInterface(reader, id),
    hasTaken: (now) => now !== undefined && isAs(now, change),
  });
};

const sent = (change: InterfaceChange): Readonly<Record<string, ParamValue>> => {
  switch (change.kind) {
    case 'address':
      return { addr: change.address };
    case 'mtu':
      return { mtu: change.mtu };
    case 'geo-traffic':
      return { geotraffic: change.servesGeo };
    default:
      return change satisfies never;
  }
};

const isAs = (now: NetworkInterface, change: InterfaceChange): boolean => {
  switch (change.kind) {
    case 'address':
      return `${now.address}/${now.prefix}` === change.address;
    case 'mtu':
      return now.mtu === change.mtu;
    case 'geo-traffic':
      return now.servesGeo === change.servesGeo;
    default:
      return change satisfies never;
  }
};

/** Adds a further address, with its prefix. Throws LoadMasterError `not-taken` when it is not there afterwards. */
export const addAdditionalAddress = async (
  session: LoadMasterSession,
  id: number,
  address: string,
): Promise<void> => {
  await writeAndReadBack(session, 'addadditional', commandParams({ interface: id, addr: address }), {
    read: (reader) => getInterface(reader, id),
    hasTaken: (now) => now?.additionalAddresses.includes(address) ?? false,
  });
};
