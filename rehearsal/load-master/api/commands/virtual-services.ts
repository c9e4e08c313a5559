import { isIP } from 'node:net';
import {
  type CommandCall,
  type CommandContext,
  type Commands,
  changesConfiguration,
  reads,
} from '#rehearsal/load-master/api/command.ts';
import {
  chooseService,
  isPort,
  isServicePort,
  readAddress,
} from '#rehearsal/load-master/api/commands/virtual-services-choice.ts';
import {
  asV1,
  SERVICE_FIELDS,
  serviceFields,
} from '#rehearsal/load-master/api/commands/virtual-services-fields.ts';
import { listField } from '#rehearsal/load-master/api/list-field.ts';
import { data, done, type Reply, refused, unknownValue } from '#rehearsal/load-master/api/reply.ts';
import { type FieldValues, parseFields } from '#rehearsal/load-master/config/field-values.ts';
import type { VirtualService } from '#rehearsal/load-master/config/virtual-service.ts';

/** The service's fields side by side, without a list around it. */
const shown = (service: VirtualService, { configuration, unit }: CommandContext): Reply => {
  const { virtualServices } = configuration;
  return data(
    serviceFields(service, virtualServices, unit.behaviour.singleElementLists),
    asV1(serviceFields(service, virtualServices, 'array')),
  );
};

const list = (_call: CommandCall, { configuration, unit }: CommandContext): Reply => {
  const { virtualServices } = configuration;
  const shape = unit.behaviour.singleElementLists;
  const fields = (singleElement: 'array' | 'object') =>
    virtualServices.all().map((service) => serviceFields(service, virtualServices, singleElement));
  return data(listField('VS', fields(shape), shape), listField('VS', fields('array').map(asV1), 'array'));
};

/** Ports or ranges of them, as in `81,90-95`. */
const arePorts = (text: string): boolean =>
  text === '' || text.split(/[\s,]+/).every((range) => range.split('-', 2).every(isPort));

const readFields = (
  parameters: CommandCall['parameters'],
): { readonly fields: FieldValues } | { readonly refusal: Reply } => {
  const read = parseFields(SERVICE_FIELDS, parameters);
  if ('unacceptable' in read) return { refusal: unknownValue(read.unacceptable) };
  const { ExtraPorts } = read.fields;
  return typeof ExtraPorts === 'string' && !arePorts(ExtraPorts)
    ? { refusal: unknownValue(ExtraPorts) }
    : read;
};

const add = ({ parameters }: CommandCall, context: CommandContext): Reply => {
  const { virtualServices } = context.configuration;
  const read = readAddress(parameters);
  if ('refusal' in read) return read.refusal;
  const set = readFields(parameters);
  if ('refusal' in set) return set.refusal;
  if (virtualServices.at(read.address) !== undefined) return refused('VS already exists');
  return shown(virtualServices.add({ ...read.address, fields: set.fields, realServers: [] }), context);
};

/** Where the service listens after the change, or the value that is no address or port. */
const movedAddress = (
  { address, port }: VirtualService,
  parameters: CommandCall['parameters'],
): { readonly address: string; readonly port: string } | { readonly refusal: Reply } => {
  const newAddress = parameters.get('vsaddress') ?? address;
  const newPort = parameters.get('vsport') ?? port;
  if (newAddress !== address && isIP(newAddress) === 0) return { refusal: refused('Invalid address') };
  if (newPort !== port && !isServicePort(newPort)) return { refusal: unknownValue(newPort) };
  return { address: newAddress, port: newPort };
};

const modify = ({ parameters }: CommandCall, context: CommandContext): Reply => {
  const { virtualServices } = context.configuration;
  const choice = chooseService(parameters, virtualServices);
  if ('refusal' in choice) return choice.refusal;
  const { service } = choice;
  const set = readFields(parameters);
  if ('refusal' in set) return set.refusal;
  const moved = movedAddress(service, parameters);
  if ('refusal' in moved) return moved.refusal;
  const changed = { ...service, ...moved, fields: { ...service.fields, ...set.fields } };
  const other = virtualServices.at(changed);
  if (other !== undefined && changed.master === undefined && other.index !== service.index)
    return refused('VS already exists');
  virtualServices.replace(changed);
  if (parameters.has('createsubvs')) virtualServices.addSubService(changed);
  return shown(changed, context);
};

/** @see RESTful API interface description, "Virtual Services" */
export const VIRTUAL_SERVICE_COMMANDS: Commands = {
  listvs: reads(list),
  showvs: reads(({ parameters }, context) => {
    const choice = chooseService(parameters, context.configuration.virtualServices);
    return 'refusal' in choice ? choice.refusal : shown(choice.service, context);
  }),
  addvs: changesConfiguration(add),
  modvs: changesConfiguration(modify),
  delvs: changesConfiguration(({ parameters }, { configuration }) => {
    const choice = chooseService(parameters, configuration.virtualServices);
    if ('refusal' in choice) return choice.refusal;
    configuration.virtualServices.delete(choice.service.index);
    return done();
  }),
};
