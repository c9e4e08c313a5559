import * as z from 'zod/mini';
import type { LoadMasterSession } from '#loadmaster/client.ts';
import { commandParams } from '#loadmaster/command-params.ts';
import { defined } from '#loadmaster/defined.ts';
import { flag, listOf, type ServiceStatus, serviceStatus, text, wholeNumber } from '#loadmaster/fields.ts';
import { holds, writeAndReadBack } from '#loadmaster/read-back.ts';

const ClustersReply = z.object({
  cluster: listOf(
    z.object({
      index: wholeNumber,
      status: serviceStatus,
      name: text,
      ipaddress: text,
      checker: text,
      type: text,
      enable: flag,
    }),
  ),
});

/** A place that serves addresses, for example a LoadMaster. @see LoadMaster Interface Description, RESTful API, section 3.7.2 */
export interface GeoCluster {
  readonly index: number;
  readonly address: string;
  readonly name?: string;
  readonly status: ServiceStatus;
  readonly type: GeoClusterType;
  readonly checker?: string;
  readonly enabled: boolean;
}

export type GeoClusterType = 'default' | 'remoteLM' | 'localLM';

/** What to change; fields left out keep their value. */
export type GeoClusterChange = Partial<Pick<GeoCluster, 'name' | 'type' | 'checker' | 'enabled'>>;

export const listGeoClusters = async (session: LoadMasterSession): Promise<readonly GeoCluster[]> =>
  toClusters(await session.read('listclusters', {}, ClustersReply));

/** Undefined where there is none: some firmware answers "ok" for a cluster that does not exist. */
export const getGeoCluster = async (
  session: LoadMasterSession,
  address: string,
): Promise<GeoCluster | undefined> =>
  toClusters(await session.read('showcluster', { ip: address }, ClustersReply)).find(
    (cluster) => cluster.address === address,
  );

/** Throws LoadMasterError `not-taken` when the cluster is not there afterwards. */
export const addGeoCluster = async (
  session: LoadMasterSession,
  { address, name }: { readonly address: string; readonly name: string },
): Promise<void> => {
  await writeAndReadBack(
    session,
    'addcluster',
    { ip: address, name },
    {
      read: listGeoClusters,
      hasTaken: (clusters) => clusters.some((cluster) => holds(cluster, { address, name })),
    },
  );
};

/** Throws LoadMasterError `not-taken` when a field reads back different. */
export const changeGeoCluster = async (
  session: LoadMasterSession,
  address: string,
  change: GeoClusterChange,
): Promise<void> => {
  const { name, type, checker, enabled } = change;
  const params = commandParams({ ip: address, name, type, checker, enable: enabled });
  await writeAndReadBack(session, 'modcluster', params, {
    read: (reader) => getGeoCluster(reader, address),
    hasTaken: (now) => now !== undefined && holds(now, change),
  });
};

/** Throws LoadMasterError `not-taken` when the cluster is still there. */
export const deleteGeoCluster = async (session: LoadMasterSession, address: string): Promise<void> => {
  await writeAndReadBack(
    session,
    'delcluster',
    { ip: address },
    {
      read: listGeoClusters,
      hasTaken: (clusters) => clusters.every((cluster) => cluster.address !== address),
    },
  );
};

const toClusters = ({ cluster }: z.infer<typeof ClustersReply>): readonly GeoCluster[] =>
  cluster.flatMap(({ index, ipaddress: address, name, status, type, checker, enable }) =>
    index === undefined || address === undefined
      ? []
      : [defined({ index, address, name, status, type: typeOf(type), checker, enabled: enable ?? true })],
  );

/** Set as `remoteLM`; how it reads is shown nowhere, so only the word in it counts. */
const typeOf = (raw: string | undefined): GeoClusterType => {
  if (/remote/i.test(raw ?? '')) return 'remoteLM';
  return /local/i.test(raw ?? '') ? 'localLM' : 'default';
};
