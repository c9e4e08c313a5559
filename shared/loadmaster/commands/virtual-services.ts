import * as z from 'zod/mini';
import type { LoadMasterSession } from '#loadmaster/client.ts';
import { commandParams } from '#loadmaster/command-params.ts';
import { type RealServer, RealServerElement, toRealServer } from '#loadmaster/commands/real-servers.ts';
import { defined } from '#loadmaster/defined.ts';
import { LoadMasterError } from '#loadmaster/error.ts';
import { flag, listOf, type ServiceStatus, serviceStatus, text, wholeNumber } from '#loadmaster/fields.ts';
import { holds, writeAndFind, writeAndReadBack } from '#loadmaster/read-back.ts';

const ServiceElement = z.object({
  index: wholeNumber,
  status: serviceStatus,
  nickname: text,
  vsaddress: text,
  vsport: text,
  protocol: text,
  enable: flag,
  extraports: text,
  mastervsid: wholeNumber,
  rs: listOf(RealServerElement),
});

const ServicesReply = z.object({ vs: listOf(ServiceElement) });

/** @see LoadMaster Interface Description, RESTful API, section 3.6.1 */
export interface VirtualService {
  readonly index: number;
  readonly status: ServiceStatus;
  readonly name?: string;
  /** Not given for a SubVS. */
  readonly address?: string;
  /** A number, or `*` for every port. */
  readonly port?: string;
  readonly protocol?: string;
  readonly enabled: boolean;
  /** Further ports, as the unit writes them. */
  readonly extraPorts?: string;
  /** The index of the virtual service that this one is a SubVS of. */
  readonly parent?: number;
  readonly realServers: readonly RealServer[];
}

export interface NewVirtualService {
  readonly address: string;
  /** 3 to 65530, or `*`. */
  readonly port: string;
  readonly protocol: 'tcp' | 'udp';
  readonly name?: string;
}

/** What to change; fields left out keep their value. */
export type VirtualServiceChange = Partial<
  Pick<VirtualService, 'name' | 'address' | 'port' | 'enabled' | 'extraPorts'>
>;

export const listVirtualServices = async (session: LoadMasterSession): Promise<readonly VirtualService[]> => {
  const { vs } = await session.read('listvs', {}, ServicesReply);
  return vs.flatMap(toService);
};

/** Throws LoadMasterError `command` for an index that does not exist. */
export const getVirtualService = async (
  session: LoadMasterSession,
  index: number,
): Promise<VirtualService> => {
  const [service] = toService(await session.read('showvs', { vs: String(index) }, ServiceElement));
  if (service === undefined) throw new LoadMasterError('garbage', { command: 'showvs' });
  return service;
};

/** Throws LoadMasterError `not-taken` when the service is not there afterwards. */
export const addVirtualService = async (
  session: LoadMasterSession,
  { address, port, protocol, name }: NewVirtualService,
): Promise<VirtualService> => {
  const params = commandParams({ vs: address, port, prot: protocol, nickname: name });
  const isIt = (service: VirtualService): boolean => holds(service, { address, port, protocol, name });
  return writeAndFind(session, 'addvs', params, async (reader) =>
    (await listVirtualServices(reader)).find(isIt),
  );
};

/** Throws LoadMasterError `not-taken` when a field reads back different. */
export const changeVirtualService = async (
  session: LoadMasterSession,
  index: number,
  change: VirtualServiceChange,
): Promise<void> => {
  const { name, address, port, enabled, extraPorts } = change;
  const fields = {
    nickname: name,
    vsaddress: address,
    vsport: port,
    enable: enabled,
    extraports: extraPorts,
  };
  await writeAndReadBack(session, 'modvs', commandParams({ vs: index, ...fields }), {
    read: (reader) => getVirtualService(reader, index),
    hasTaken: (now) => holds(now, change),
  });
};

/** Throws LoadMasterError `not-taken` when the service is still there. */
export const deleteVirtualService = async (session: LoadMasterSession, index: number): Promise<void> => {
  await writeAndReadBack(session, 'delvs', commandParams({ vs: index }), {
    read: listVirtualServices,
    hasTaken: (now) => now.every((service) => service.index !== index),
  });
};

const toService = (element: z.infer<typeof ServiceElement>): VirtualService[] => {
  const { index, status, enable, mastervsid } = element;
  if (index === undefined) return [];
  return [
    defined({
      index,
      status,
      name: element.nickname,
      address: element.vsaddress,
      port: element.vsport,
      protocol: element.protocol?.toLowerCase(),
      enabled: enable ?? true,
      extraPorts: element.extraports,
      parent: mastervsid === 0 ? undefined : mastervsid,
      realServers: element.rs.flatMap(toRealServer),
    }),
  ];
};
