import {
  type CommandCall,
  type CommandContext,
  type Commands,
  changesUnit,
  reads,
} from '#rehearsal/load-master/api/command.ts';
import { changeInterface } from '#rehearsal/load-master/api/commands/interfaces-change.ts';
import { listField } from '#rehearsal/load-master/api/list-field.ts';
import {
  data,
  done,
  type Fields,
  missing,
  type Reply,
  refused,
  unknownValue,
} from '#rehearsal/load-master/api/reply.ts';
import type { NetworkInterface } from '#rehearsal/load-master/config/interfaces.ts';
import { withPrefix } from '#rehearsal/load-master/config/prefixed-address.ts';

/** The vendor's documents name it `interface`, its own client `iface`. */
const idText = ({ parameters }: CommandCall): string | undefined =>
  parameters.get('interface') ?? parameters.get('iface');

/** The interface a call is about, or the refusal. */
const chosen = (
  call: CommandCall,
  { configuration }: CommandContext,
): { readonly found: NetworkInterface } | { readonly refusal: Reply } => {
  const id = idText(call);
  if (id === undefined) return { refusal: missing('interface') };
  const found = /^\d{1,3}$/.test(id) ? configuration.interfaces.find(Number(id)) : undefined;
  return found === undefined ? { refusal: unknownValue(id) } : { found };
};

const fieldsOf = ({ id, address, mtu, additionalAddresses, geoTraffic }: NetworkInterface): Fields => ({
  Id: id,
  IPAddress: address,
  Mtu: String(mtu),
  ...(additionalAddresses.length === 0 ? {} : { AdditionalAddresses: additionalAddresses }),
  InterfaceType: 'Port',
  GeoTrafficEnable: geoTraffic,
  DefaultInterface: id === 0,
});

const show = (call: CommandCall, context: CommandContext): Reply => {
  const { configuration, unit } = context;
  const choice = idText(call) === undefined ? undefined : chosen(call, context);
  if (choice !== undefined && 'refusal' in choice) return choice.refusal;
  const shown = (choice === undefined ? configuration.interfaces.all() : [choice.found]).map(fieldsOf);
  return data(
    listField('Interface', shown, unit.behaviour.singleElementLists),
    listField('Interface', shown, 'array'),
  );
};

/** `addr` is added to the interface's further addresses or taken from them. */
const changeAdditional = (call: CommandCall, context: CommandContext, adds: boolean): Reply => {
  const choice = chosen(call, context);
  if ('refusal' in choice) return choice.refusal;
  const text = call.parameters.get('addr');
  if (text === undefined) return missing('addr');
  const { id, additionalAddresses } = choice.found;
  const address = withPrefix(text);
  if (address === undefined) return refused('Invalid address');
  if (additionalAddresses.includes(address) === adds)
    return refused(adds ? 'Address already exists' : 'Unknown address');
  context.configuration.interfaces.change(id, {
    additionalAddresses: adds
      ? [...additionalAddresses, address]
      : additionalAddresses.filter((other) => other !== address),
  });
  return done();
};

/** @see RESTful API interface description, 3.13.2 */
export const INTERFACE_COMMANDS: Commands = {
  showiface: reads(show),
  modiface: changesUnit((call, context) => {
    const choice = chosen(call, context);
    return 'refusal' in choice
      ? choice.refusal
      : changeInterface(choice.found, call.parameters, context.configuration.interfaces);
  }),
  addadditional: changesUnit((call, context) => changeAdditional(call, context, true)),
  deladditional: changesUnit((call, context) => changeAdditional(call, context, false)),
};
