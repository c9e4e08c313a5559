import { isIP } from 'node:net';
import { missing, type Reply, refused, unknownValue } from '#rehearsal/load-master/api/reply.ts';
import type { VirtualService } from '#rehearsal/load-master/config/virtual-service.ts';
import type { VirtualAddress, VirtualServices } from '#rehearsal/load-master/config/virtual-services.ts';

type Parameters = ReadonlyMap<string, string>;

const UNKNOWN_SERVICE = refused('Unknown VS');

const [LEAST_PORT, MOST_PORT] = [3, 65530];

export const isPort = (text: string): boolean =>
  /^\d{1,5}$/.test(text) && Number(text) >= LEAST_PORT && Number(text) <= MOST_PORT;

/** A port, or `*` for all of them. */
export const isServicePort = (text: string): boolean => text === '*' || isPort(text);

/** The address that `vs`, `port` and `prot` give, or the refusal. */
export const readAddress = (
  parameters: Parameters,
): { readonly address: VirtualAddress } | { readonly refusal: Reply } => {
  for (const name of ['vs', 'port', 'prot']) if (!parameters.has(name)) return { refusal: missing(name) };
  const address = parameters.get('vs') ?? '';
  const port = parameters.get('port') ?? '';
  const protocol = parameters.get('prot')?.toLowerCase() ?? '';
  if (isIP(address) === 0) return { refusal: refused('Invalid address') };
  if (!isServicePort(port)) return { refusal: unknownValue(port) };
  if (protocol !== 'tcp' && protocol !== 'udp') return { refusal: unknownValue(protocol) };
  return { address: { address, port, protocol } };
};

/** The service that a call is about, by its index (`vs=1`) or its address; or the refusal. */
export const chooseService = (
  parameters: Parameters,
  services: VirtualServices,
): { readonly service: VirtualService } | { readonly refusal: Reply } => {
  const index = parameters.get('vs') ?? '';
  if (/^\d{1,9}$/.test(index)) return found(services.find(Number(index)));
  const read = readAddress(parameters);
  return 'refusal' in read ? read : found(services.at(read.address));
};

const found = (service: VirtualService | undefined): ReturnType<typeof chooseService> =>
  service === undefined ? { refusal: UNKNOWN_SERVICE } : { service };
