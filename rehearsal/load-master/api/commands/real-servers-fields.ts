import type { Fields } from '#rehearsal/load-master/api/reply.ts';
import type { FieldValues } from '#rehearsal/load-master/config/field-values.ts';
import {
  type RealServer,
  realServerStatus,
  type VirtualService,
} from '#rehearsal/load-master/config/virtual-service.ts';

/** Everything `addrs` and `modrs` take beside the address, with what a server just added shows. */
export const REAL_SERVER_FIELDS: FieldValues = {
  Forward: 'nat',
  Weight: 1000,
  Limit: 0,
  RateLimit: 0,
  Follow: 0,
  Enable: true,
  Critical: false,
};

/** One server as v2 shows it. Its port is a number, a service's is text. */
export const realServerFields = (service: VirtualService, server: RealServer): Fields => ({
  Status: realServerStatus(server),
  VSIndex: service.index,
  RsIndex: server.index,
  Addr: server.address,
  Port: server.port,
  DnsName: '',
  ...REAL_SERVER_FIELDS,
  ...server.fields,
  Nrules: 0,
});
