import * as z from 'zod/mini';
import type { LoadMasterSession } from '#loadmaster/client.ts';
import { commandParams } from '#loadmaster/command-params.ts';
import { defined } from '#loadmaster/defined.ts';
import { flag, listOf, type ServiceStatus, serviceStatus, text, wholeNumber } from '#loadmaster/fields.ts';
import { writeAndReadBack } from '#loadmaster/read-back.ts';

const MapElement = z.object({
  index: wholeNumber,
  status: serviceStatus,
  ipaddress: text,
  cluster: text,
  checker: text,
  weight: wholeNumber,
  enable: flag,
});

const FqdnsReply = z.object({
  fqdn: listOf(
    z.object({ fullyqualifieddomainname: text, selectioncriteria: text, map: listOf(MapElement) }),
  ),
});

/** A name that GEO answers for. @see LoadMaster Interface Description, RESTful API, section 3.7.1 */
export interface GeoFqdn {
  /** Without the dot at its end. */
  readonly name: string;
  /** For example `rr`. */
  readonly selection?: string;
  readonly maps: readonly GeoMap[];
}

/** An address that a name resolves to. */
export interface GeoMap {
  readonly index: number;
  readonly address: string;
  readonly status: ServiceStatus;
  /** The cluster's name. */
  readonly cluster?: string;
  readonly checker?: string;
  readonly weight?: number;
  readonly enabled: boolean;
}

export const listGeoFqdns = async (session: LoadMasterSession): Promise<readonly GeoFqdn[]> =>
  toFqdns(await session.read('listfqdns', {}, FqdnsReply));

/** Undefined where there is none: some firmware answers "ok" for a name that does not exist. */
export const getGeoFqdn = async (session: LoadMasterSession, name: string): Promise<GeoFqdn | undefined> =>
  toFqdns(await session.read('showfqdn', { fqdn: name }, FqdnsReply)).find(isNamed(name));

/** Throws LoadMasterError `not-taken` when the name is not there afterwards. */
export const addGeoFqdn = async (session: LoadMasterSession, name: string): Promise<void> => {
  const read = listGeoFqdns;
  const hasTaken = (fqdns: readonly GeoFqdn[]): boolean => fqdns.some(isNamed(name));
  await writeAndReadBack(session, 'addfqdn', { fqdn: name }, { read, hasTaken });
};

/** Throws LoadMasterError `not-taken` when the name is still there. */
export const deleteGeoFqdn = async (session: LoadMasterSession, name: string): Promise<void> => {
  const read = listGeoFqdns;
  const hasTaken = (fqdns: readonly GeoFqdn[]): boolean => !fqdns.some(isNamed(name));
  await writeAndReadBack(session, 'delfqdn', { fqdn: name }, { read, hasTaken });
};

/** `cluster`: the name of one that exists. Throws LoadMasterError `not-taken` when the address is not there afterwards. */
export const addGeoMap = async (
  session: LoadMasterSession,
  name: string,
  { address, cluster }: { readonly address: string; readonly cluster?: string },
): Promise<void> => {
  await writeAndReadBack(session, 'addmap', commandParams({ fqdn: name, ip: address, clust: cluster }), {
    read: (reader) => getGeoFqdn(reader, name),
    hasTaken: (fqdn) => fqdn?.maps.some((map) => map.address === address) ?? false,
  });
};

/** Throws LoadMasterError `not-taken` when the address is still there. */
export const deleteGeoMap = async (
  session: LoadMasterSession,
  name: string,
  address: string,
): Promise<void> => {
  await writeAndReadBack(
    session,
    'delmap',
    { fqdn: name, ip: address },
    {
      read: (reader) => getGeoFqdn(reader, name),
      hasTaken: (fqdn) => fqdn?.maps.every((map) => map.address !== address) ?? false,
    },
  );
};

const withoutDot = (name: string): string => name.replace(/\.$/, '');

const isNamed =
  (name: string) =>
  (fqdn: GeoFqdn): boolean =>
    fqdn.name.toLowerCase() === withoutDot(name).toLowerCase();

const toFqdns = ({ fqdn }: z.infer<typeof FqdnsReply>): readonly GeoFqdn[] =>
  fqdn.flatMap(({ fullyqualifieddomainname: name, selectioncriteria: selection, map }) =>
    name === undefined ? [] : [defined({ name: withoutDot(name), selection, maps: map.flatMap(toMap) })],
  );

const toMap = (element: z.infer<typeof MapElement>): GeoMap[] => {
  const { index, ipaddress: address, status, cluster, checker, weight, enable } = element;
  if (index === undefined || address === undefined) return [];
  return [defined({ index, address, status, cluster, checker, weight, enabled: enable ?? true })];
};
