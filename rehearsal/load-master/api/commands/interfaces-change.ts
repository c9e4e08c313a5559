import { done, type Reply, refused, unknownValue } from '#rehearsal/load-master/api/reply.ts';
import { parseFlag } from '#rehearsal/load-master/config/field-values.ts';
import type { Interfaces, NetworkInterface } from '#rehearsal/load-master/config/interfaces.ts';
import { withPrefix } from '#rehearsal/load-master/config/prefixed-address.ts';

type Change = Partial<Omit<NetworkInterface, 'id'>>;

const [LEAST_MTU, MOST_MTU] = [512, 9216];

const changeMtu = (text: string): Change | Reply => {
  const mtu = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return mtu >= LEAST_MTU && mtu <= MOST_MTU ? { mtu } : unknownValue(text);
};

const changeAddress = (text: string): Change | Reply => {
  const address = text.includes('/') ? withPrefix(text) : undefined;
  return address === undefined ? refused('Invalid address format') : { address };
};

const changeGeoTraffic = (text: string): Change | Reply => {
  const geoTraffic = parseFlag(text);
  return geoTraffic === undefined ? unknownValue(text) : { geoTraffic };
};

/** "It cannot be switched off: switch it on for another interface." Which one has it no command shows. */
const staysOn = (text: string): Change | Reply => (parseFlag(text) === true ? {} : unknownValue(text));

const never = (why: string) => (): Reply => refused(why);

/**
 * What can be changed, one thing per call. "The parameters are checked in the order below": the first one given is the
 * one that counts. @see RESTful API interface description, 3.13.2
 */
const CHANGES: readonly (readonly [parameter: string, change: (text: string) => Change | Reply])[] = [
  ['addr', changeAddress],
  ['mtu', changeMtu],
  ['hacheck', staysOn],
  ['clupdate', staysOn],
  ['gwiface', staysOn],
  ['bondmode', never('Bonding is not possible')],
  ['partner', never('Only available in HA mode')],
  ['shared', never('Only available in HA mode')],
  ['adminwuienable', never('Multi-homed WUI is not enabled')],
  ['geotraffic', changeGeoTraffic],
];

/** The first parameter that is given changes the interface. */
export const changeInterface = (
  { id }: NetworkInterface,
  parameters: ReadonlyMap<string, string>,
  interfaces: Interfaces,
): Reply => {
  for (const [parameter, change] of CHANGES) {
    const text = parameters.get(parameter);
    if (text === undefined) continue;
    const outcome = change(text);
    if ('kind' in outcome) return outcome;
    interfaces.change(id, outcome);
    return done();
  }
  return refused('No parameters specified');
};
