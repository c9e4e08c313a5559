import { isIP } from 'node:net';
import {
  type CommandCall,
  type CommandContext,
  type Commands,
  changesConfiguration,
  reads,
} from '#rehearsal/load-master/api/command.ts';
import {
  REAL_SERVER_FIELDS,
  realServerFields,
} from '#rehearsal/load-master/api/commands/real-servers-fields.ts';
import { chooseService, isPort } from '#rehearsal/load-master/api/commands/virtual-services-choice.ts';
import { asV1 } from '#rehearsal/load-master/api/commands/virtual-services-fields.ts';
import { listField } from '#rehearsal/load-master/api/list-field.ts';
import { data, done, missing, type Reply, refused, unknownValue } from '#rehearsal/load-master/api/reply.ts';
import { parseFields } from '#rehearsal/load-master/config/field-values.ts';
import type { RealServer, VirtualService } from '#rehearsal/load-master/config/virtual-service.ts';

const UNKNOWN_SERVER = refused('Unknown RS');

interface Choice {
  readonly service: VirtualService;
  readonly server: RealServer;
}

/** A list even of the one server there is to show. */
const shown = ({ service, server }: Choice, { unit }: CommandContext): Reply => {
  const fields = [realServerFields(service, server)];
  return data(
    listField('Rs', fields, unit.behaviour.singleElementLists),
    listField('Rs', fields.map(asV1), 'array'),
  );
};

const readServer = (
  parameters: CommandCall['parameters'],
): { readonly address: string; readonly port: number } | { readonly refusal: Reply } => {
  for (const name of ['rs', 'rsport']) if (!parameters.has(name)) return { refusal: missing(name) };
  const address = parameters.get('rs') ?? '';
  const port = parameters.get('rsport') ?? '';
  if (isIP(address) === 0) return { refusal: refused('Invalid address') };
  return isPort(port) ? { address, port: Number(port) } : { refusal: unknownValue(port) };
};

const serverAt = ({ realServers }: VirtualService, address: string, port: number): RealServer | undefined =>
  realServers.find((server) => server.address === address && server.port === port);

/** The server of a call's service, by its index (`rs=!1`, not without the mark) or its address; or the refusal. */
const choose = (
  { parameters }: CommandCall,
  { configuration }: CommandContext,
): Choice | { readonly refusal: Reply } => {
  const choice = chooseService(parameters, configuration.virtualServices);
  if ('refusal' in choice) return choice;
  const { service } = choice;
  const index = /^!(\d{1,9})$/.exec(parameters.get('rs') ?? '')?.[1];
  const read = index === undefined ? readServer(parameters) : undefined;
  if (read !== undefined && 'refusal' in read) return read;
  const server =
    read === undefined
      ? service.realServers.find((one) => one.index === Number(index))
      : serverAt(service, read.address, read.port);
  return server === undefined ? { refusal: UNKNOWN_SERVER } : { service, server };
};

const add = ({ parameters }: CommandCall, context: CommandContext): Reply => {
  const { virtualServices } = context.configuration;
  const choice = chooseService(parameters, virtualServices);
  if ('refusal' in choice) return choice.refusal;
  const { service } = choice;
  const read = readServer(parameters);
  if ('refusal' in read) return read.refusal;
  const set = parseFields(REAL_SERVER_FIELDS, parameters);
  if ('unacceptable' in set) return unknownValue(set.unacceptable);
  if (serverAt(service, read.address, read.port) !== undefined) return refused('RS already exists');
  return shown({ service, server: virtualServices.addRealServer(service, { ...read, ...set }) }, context);
};

const modify = (call: CommandCall, context: CommandContext): Reply => {
  const choice = choose(call, context);
  if ('refusal' in choice) return choice.refusal;
  const { service, server } = choice;
  const set = parseFields(REAL_SERVER_FIELDS, call.parameters);
  if ('unacceptable' in set) return unknownValue(set.unacceptable);
  const newPort = call.parameters.get('newport') ?? String(server.port);
  if (!isPort(newPort)) return unknownValue(newPort);
  const other = serverAt(service, server.address, Number(newPort));
  if (other !== undefined && other.index !== server.index) return refused('RS already exists');
  const changed = { ...server, port: Number(newPort), fields: { ...server.fields, ...set.fields } };
  context.configuration.virtualServices.replace({
    ...service,
    realServers: service.realServers.map((one) => (one.index === server.index ? changed : one)),
  });
  return shown({ service, server: changed }, context);
};

const remove = (call: CommandCall, context: CommandContext): Reply => {
  const choice = choose(call, context);
  if ('refusal' in choice) return choice.refusal;
  const { service, server } = choice;
  context.configuration.virtualServices.replace({
    ...service,
    realServers: service.realServers.filter((one) => one.index !== server.index),
  });
  return done();
};

/** Every server with the address of `rs`, behind whichever service. */
const enable = (Enable: boolean) =>
  changesConfiguration(({ parameters }, { configuration }) => {
    const { virtualServices } = configuration;
    const address = parameters.get('rs');
    if (address === undefined) return missing('rs');
    const having = virtualServices
      .all()
      .filter(({ realServers }) => realServers.some((server) => server.address === address));
    for (const service of having) {
      const realServers = service.realServers.map((server) =>
        server.address === address ? { ...server, fields: { ...server.fields, Enable } } : server,
      );
      virtualServices.replace({ ...service, realServers });
    }
    return having.length > 0 ? done() : UNKNOWN_SERVER;
  });

/** @see RESTful API interface description, "Real Servers" */
export const REAL_SERVER_COMMANDS: Commands = {
  addrs: changesConfiguration(add),
  showrs: reads((call, context) => {
    const choice = choose(call, context);
    return 'refusal' in choice ? choice.refusal : shown(choice, context);
  }),
  modrs: changesConfiguration(modify),
  delrs: changesConfiguration(remove),
  enablers: enable(true),
  disablers: enable(false),
};
