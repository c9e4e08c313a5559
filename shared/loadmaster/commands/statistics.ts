import * as z from 'zod/mini';
import type { EpochMs } from '#domain/time.ts';
import type { LoadMasterSession } from '#loadmaster/client.ts';
import { defined } from '#loadmaster/defined.ts';
import {
  decimal,
  epochSeconds,
  listOf,
  maybe,
  type ServiceStatus,
  serviceStatus,
  text,
  wholeNumber,
} from '#loadmaster/fields.ts';
import { isObject } from '#loadmaster/lower-keys.ts';

const InterfaceElement = z.object({
  name: text,
  ifaceid: wholeNumber,
  inbytestotal: wholeNumber,
  outbytestotal: wholeNumber,
});

/** v1 has an element per interface, named after it; v2 has a list. */
const Network = z.pipe(
  z.transform((raw: unknown): unknown => {
    if (!isObject(raw)) return undefined;
    if ('interface' in raw) return raw.interface;
    return Object.entries(raw).map(([name, fields]) => (isObject(fields) ? { name, ...fields } : fields));
  }),
  listOf(InterfaceElement),
);

const StatisticsReply = z.object({
  cpu: maybe(z.object({ total: maybe(z.object({ idle: decimal })) })),
  memory: maybe(z.object({ percentmemused: decimal })),
  network: Network,
  diskusage: maybe(z.object({ partition: listOf(z.object({ name: text, percentused: decimal })) })),
  vstotals: maybe(z.object({ connspersec: wholeNumber, totalconns: wholeNumber })),
  vs: listOf(
    z.object({
      index: wholeNumber,
      status: serviceStatus,
      activeconns: wholeNumber,
      connspersec: wholeNumber,
    }),
  ),
  changetime: epochSeconds,
});

/** What a unit is doing at the moment. @see LoadMaster Interface Description, RESTful API, section 3.8 */
export interface Statistics {
  /** 0 to 100, over all processors. */
  readonly cpuIdlePercent?: number;
  readonly memoryUsedPercent?: number;
  readonly connectionsPerSecond?: number;
  readonly interfaces: readonly InterfaceStatistics[];
  readonly partitions: readonly { readonly name: string; readonly usedPercent: number }[];
  readonly virtualServices: readonly ServiceStatistics[];
  /** When the configuration last changed; kept only with session management. */
  readonly configuredAt?: EpochMs;
}

export interface InterfaceStatistics {
  readonly id: number;
  readonly name: string;
  /** Since the unit booted. */
  readonly bytesIn: number;
  readonly bytesOut: number;
}

export interface ServiceStatistics {
  readonly index: number;
  readonly status: ServiceStatus;
  readonly activeConnections: number;
  readonly connectionsPerSecond: number;
}

export const getStatistics = async (session: LoadMasterSession): Promise<Statistics> => {
  const reply = await session.read('stats', {}, StatisticsReply);
  return defined({
    cpuIdlePercent: reply.cpu?.total?.idle,
    memoryUsedPercent: reply.memory?.percentmemused,
    connectionsPerSecond: reply.vstotals?.connspersec,
    interfaces: reply.network.flatMap(({ name, ifaceid: id, inbytestotal, outbytestotal }) =>
      name === undefined || id === undefined
        ? []
        : [{ id, name, bytesIn: inbytestotal ?? 0, bytesOut: outbytestotal ?? 0 }],
    ),
    partitions: (reply.diskusage?.partition ?? []).flatMap(({ name, percentused }) =>
      name === undefined || percentused === undefined ? [] : [{ name, usedPercent: percentused }],
    ),
    virtualServices: reply.vs.flatMap(({ index, status, activeconns, connspersec }) =>
      index === undefined
        ? []
        : [{ index, status, activeConnections: activeconns ?? 0, connectionsPerSecond: connspersec ?? 0 }],
    ),
    configuredAt: reply.changetime,
  });
};

const Count = maybe(
  z.object({ total: wholeNumber, up: wholeNumber, down: wholeNumber, disabled: wholeNumber }),
);

const TotalsReply = z.object({ vstotals: Count, subvstotals: Count, rstotals: Count });

export interface Count {
  readonly total: number;
  readonly up: number;
  readonly down: number;
  readonly disabled: number;
}

export interface ServiceTotals {
  readonly virtualServices: Count;
  readonly subServices: Count;
  readonly realServers: Count;
}

/** @see LoadMaster Interface Description, RESTful API, section 3.3.4 */
export const getServiceTotals = async (session: LoadMasterSession): Promise<ServiceTotals> => {
  const { vstotals, subvstotals, rstotals } = await session.read('vstotals', {}, TotalsReply);
  return {
    virtualServices: toCount(vstotals),
    subServices: toCount(subvstotals),
    realServers: toCount(rstotals),
  };
};

const toCount = (raw: z.infer<typeof Count>): Count => ({
  total: raw?.total ?? 0,
  up: raw?.up ?? 0,
  down: raw?.down ?? 0,
  disabled: raw?.disabled ?? 0,
});
