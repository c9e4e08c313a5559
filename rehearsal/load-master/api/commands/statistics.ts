import { type EpochMs, SECOND_MS } from '#domain/time.ts';
import {
  type CommandCall,
  type CommandContext,
  type Commands,
  reads,
} from '#rehearsal/load-master/api/command.ts';
import {
  IDLE_CORE,
  IDLE_CPU,
  interfaceStatistics,
  LOG_PARTITION,
  MEMORY,
  NO_TRAFFIC,
  realServerStatistics,
  serviceStatistics,
} from '#rehearsal/load-master/api/commands/statistics-fields.ts';
import { listField } from '#rehearsal/load-master/api/list-field.ts';
import { data, type Fields, type Reply } from '#rehearsal/load-master/api/reply.ts';
import {
  realServerStatus,
  type ServiceStatus,
  type VirtualService,
} from '#rehearsal/load-master/config/virtual-service.ts';

const seconds = (at: EpochMs): number => Math.floor(at / SECOND_MS);

/** What both interfaces show alike. */
const common = ({ configuration, scheduler }: CommandContext): Fields => {
  const { virtualServices } = configuration;
  const services = virtualServices.all();
  const now = scheduler.now();
  return {
    VStotals: NO_TRAFFIC,
    ...listField(
      'Vs',
      services.map((service) => serviceStatistics(service, virtualServices.statusOf(service))),
      'array',
    ),
    ...listField('Rs', services.flatMap(realServerStatistics), 'array'),
    TPS: { Total: 0, SSL: 0 },
    Timestamp: { Sec: seconds(now), Usec: (now % SECOND_MS) * 1000, Period: 5_000_000 },
    ChangeTime: seconds(configuration.changedAt()),
  };
};

/** v1 names an element after each core and interface; v2 lists them. */
const stats = (_call: CommandCall, context: CommandContext): Reply => {
  const interfaces = context.configuration.interfaces.all();
  const shared = common(context);
  const v1: Fields = {
    CPU: { total: IDLE_CPU, cpu0: IDLE_CORE },
    Memory: MEMORY,
    Network: Object.fromEntries(
      interfaces.map(({ id }) => [`eth${id}`, { ...interfaceStatistics(id), in: '0.0', out: '0.0' }]),
    ),
    DiskUsage: { partition: LOG_PARTITION },
    ...shared,
  };
  const v2: Fields = {
    CPU: { total: IDLE_CPU, cpu: [{ cpu: 0, ...IDLE_CORE }] },
    Memory: MEMORY,
    Network: { Interface: interfaces.map(({ id }) => ({ Name: `eth${id}`, ...interfaceStatistics(id) })) },
    DiskUsage: { partition: [LOG_PARTITION] },
    ...shared,
  };
  return data(v2, v1);
};

const totals = (statuses: readonly ServiceStatus[]): Fields => {
  const count = (status: ServiceStatus) => statuses.filter((one) => one === status).length;
  return { Total: statuses.length, Up: count('Up'), Down: count('Down'), Disabled: count('Disabled') };
};

/** @see RESTful API interface description, 3.8 */
export const STATISTICS_COMMANDS: Commands = {
  stats: reads(stats),
  vstotals: reads((_call, { configuration }) => {
    const { virtualServices } = configuration;
    const statuses = (services: readonly VirtualService[]) =>
      services.map((service) => virtualServices.statusOf(service));
    const services = virtualServices.all();
    return data({
      VSTotals: totals(statuses(services.filter(({ master }) => master === undefined))),
      SUBVSTotals: totals(statuses(services.filter(({ master }) => master !== undefined))),
      RSTotals: totals(services.flatMap(({ realServers }) => realServers.map(realServerStatus))),
    });
  }),
};
