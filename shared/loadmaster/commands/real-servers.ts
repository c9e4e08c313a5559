import * as z from 'zod/mini';
import type { LoadMasterSession } from '#loadmaster/client.ts';
import { commandParams } from '#loadmaster/command-params.ts';
import { defined } from '#loadmaster/defined.ts';
import { flag, listOf, type ServiceStatus, serviceStatus, text, wholeNumber } from '#loadmaster/fields.ts';
import { holds, writeAndFind, writeAndReadBack } from '#loadmaster/read-back.ts';

/** As it comes inside a virtual service; `RsIndex` in some answers and `RSIndex` in others. */
export const RealServerElement = z.object({
  rsindex: wholeNumber,
  addr: text,
  port: wholeNumber,
  dnsname: text,
  status: serviceStatus,
  weight: wholeNumber,
  enable: flag,
});

const RealServersReply = z.object({ rs: listOf(RealServerElement) });

/** One server behind a virtual service. @see LoadMaster Interface Description, RESTful API, section 3.6.1.8 */
export interface RealServer {
  readonly index: number;
  readonly address: string;
  readonly port: number;
  readonly dnsName?: string;
  readonly status: ServiceStatus;
  readonly weight?: number;
  readonly enabled: boolean;
}

export interface NewRealServer {
  readonly address: string;
  readonly port: number;
  readonly weight?: number;
}

/** What to change; fields left out keep their value. */
export type RealServerChange = Partial<Pick<RealServer, 'weight' | 'enabled'>>;

export const toRealServer = (element: z.infer<typeof RealServerElement>): RealServer[] => {
  const { rsindex: index, addr: address, port, enable } = element;
  if (index === undefined || address === undefined || port === undefined) return [];
  const { dnsname: dnsName, status, weight } = element;
  return [defined({ index, address, port, dnsName, status, weight, enabled: enable ?? true })];
};

/** `service`: the virtual service's index. */
export const listRealServers = async (
  session: LoadMasterSession,
  service: number,
): Promise<readonly RealServer[]> => {
  const { rs } = await session.read('showvs', { vs: String(service) }, RealServersReply);
  return rs.flatMap(toRealServer);
};

/** Throws LoadMasterError `not-taken` when the server is not there afterwards. */
export const addRealServer = async (
  session: LoadMasterSession,
  service: number,
  { address, port, weight }: NewRealServer,
): Promise<RealServer> => {
  const params = commandParams({ vs: service, rs: address, rsport: port, weight });
  const isIt = (server: RealServer): boolean => server.address === address && server.port === port;
  return writeAndFind(session, 'addrs', params, async (reader) =>
    (await listRealServers(reader, service)).find(isIt),
  );
};

/** Throws LoadMasterError `not-taken` when a field reads back different. */
export const changeRealServer = async (
  session: LoadMasterSession,
  service: number,
  index: number,
  change: RealServerChange,
): Promise<void> => {
  const { weight, enabled } = change;
  const params = commandParams({ vs: service, rs: byIndex(index), weight, enable: enabled });
  await writeAndReadBack(session, 'modrs', params, {
    read: (reader) => listRealServers(reader, service),
    hasTaken: (now) => now.some((server) => server.index === index && holds(server, change)),
  });
};

/** Throws LoadMasterError `not-taken` when the server is still there. */
export const deleteRealServer = async (
  session: LoadMasterSession,
  service: number,
  index: number,
): Promise<void> => {
  await writeAndReadBack(session, 'delrs', commandParams({ vs: service, rs: byIndex(index) }), {
    read: (reader) => listRealServers(reader, service),
    hasTaken: (now) => now.every((server) => server.index !== index),
  });
};

/** A bare number would be taken for an address. */
const byIndex = (index: number): string => `!${index}`;
