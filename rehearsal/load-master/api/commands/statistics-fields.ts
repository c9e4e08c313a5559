import type { Fields } from '#rehearsal/load-master/api/reply.ts';
import {
  realServerStatus,
  type ServiceStatus,
  type VirtualService,
} from '#rehearsal/load-master/config/virtual-service.ts';

/** The load of a unit that nobody uses, as the published sample shows it. */
export const IDLE_CPU: Fields = { User: 0, System: 1, Idle: 99, IOWaiting: 0 };

export const IDLE_CORE: Fields = {
  User: 0,
  System: 1,
  HWInterrupts: 0,
  SWInterrupts: 0,
  Idle: 99,
  IOWaiting: 0,
};

export const MEMORY: Fields = {
  MBtotal: 2003,
  memused: 312140,
  MBused: 304,
  percentmemused: 15,
  memfree: 1739060,
  MBfree: 1698,
  percentmemfree: 85,
};

export const LOG_PARTITION: Fields = {
  name: '/var/log',
  GBtotal: 7.19,
  GBused: 0.02,
  percentused: 0,
  GBfree: 7.17,
  percentfree: 100,
};

export const NO_TRAFFIC: Fields = {
  ConnsPerSec: 0,
  TotalConns: 0,
  BitsPerSec: 0,
  TotalBits: 0,
  BytesPerSec: 0,
  TotalBytes: 0,
  PktsPerSec: 0,
  TotalPackets: 0,
};

export const interfaceStatistics = (id: number): Fields => ({
  ifaceID: id,
  speed: 10000,
  in: 0,
  inbytes: 0,
  inbytesTotal: 0,
  out: 0,
  outbytes: 0,
  outbytesTotal: 0,
});

const flag = (value: unknown): number => (value === false ? 0 : 1);

/** Ports are numbers here; `*` and a SubVS have none. The status is in lower case, `listvs` writes it with a capital. */
export const serviceStatistics = (service: VirtualService, status: ServiceStatus): Fields => ({
  VSAddress: service.address,
  VSPort: Number.parseInt(service.port, 10) || 0,
  VSProt: service.protocol,
  Index: service.index,
  Status: status.toLowerCase(),
  ErrorCode: 0,
  Enable: flag(service.fields.Enable),
  TotalConns: 0,
  TotalPkts: 0,
  TotalBytes: 0,
  TotalBits: 0,
  ActiveConns: 0,
  BytesRead: 0,
  BytesWritten: 0,
  ConnsPerSec: 0,
  WafEnable: 0,
  InterceptMode: 0,
});

export const realServerStatistics = (service: VirtualService): readonly Fields[] =>
  service.realServers.map((server) => ({
    VSIndex: service.index,
    RSIndex: server.index,
    Addr: server.address,
    Port: server.port,
    Enable: flag(server.fields.Enable),
    Status: realServerStatus(server).toLowerCase(),
    TotalConns: 0,
    ActivConns: 0,
    ConnsPerSec: 0,
  }));
