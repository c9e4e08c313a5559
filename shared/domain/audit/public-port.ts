import { fixBy, fixUnit, notNow } from '#domain/audit/fix.ts';
import {
  type Entrance,
  type Entrances,
  entrancesTo,
  everybodyIn,
  prefixListWords,
} from '#domain/audit/ingress.ts';
import type { Judged } from '#domain/audit/judge.ts';
import { judgeInstances } from '#domain/audit/judge-instances.ts';
import type { Fault, Fix, Verdict } from '#domain/audit/rule.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import type { UnitName } from '#domain/estate/estate.ts';

/** A port of a unit that is not to be open to everybody. */
export type PrivatePort = (snapshot: PairSnapshot, unit: UnitName) => number;

const isToEverybody = (entrance: Entrance): boolean => everybodyIn(entrance).length > 0;

const openingWords = (entrance: Entrance): string =>
  `${everybodyIn(entrance).join(' and ')} (${entrance.securityGroup})`;

const judgeEntrances = (entrances: Entrances): Judged => {
  const { port, open, unread } = entrances;
  const openings = open.filter(isToEverybody);
  if (openings.length > 0)
    return {
      seen: `${port}/tcp open to ${openings.map(openingWords).join(', ')}`,
      expected: `${port}/tcp open to known networks only`,
    };
  const doubts = [...unread, ...prefixListWords(entrances)];
  return doubts.length === 0 ? undefined : { unknown: doubts.join(', ') };
};

/** Each unit by whether a port of it is open to everybody. */
export const judgePrivate = (snapshot: PairSnapshot, port: PrivatePort): Verdict =>
  judgeInstances(snapshot, snapshot.aws.instances, (instance, unit) =>
    judgeEntrances(entrancesTo(snapshot, instance, port(snapshot, unit))),
  );

/** Somebody is let in besides everybody: nobody is locked out by the end of that. */
export const othersAreLetIn = ({ open }: Entrances): boolean =>
  open.some(
    (entrance) =>
      entrance.permission.groups.length > 0 ||
      entrance.permission.prefixLists.length > 0 ||
      entrance.permission.cidrs.length > everybodyIn(entrance).length,
  );

const isForThePortAlone =
  (port: number) =>
  ({ permission: { protocol, fromPort, toPort } }: Entrance): boolean =>
    protocol === 'tcp' && fromPort === port && toPort === port;

/** Takes one network of everybody's away at a time, where no other port is opened by the same permission. */
const close = ({ open, port }: Entrances): Fix => {
  const openings = open.filter(isToEverybody);
  const wider = openings.find((entrance) => !isForThePortAlone(port)(entrance));
  if (wider !== undefined)
    return notNow(`what opens it in ${wider.securityGroup} opens more than port ${port}: narrow it by hand`);
  const [opening] = openings;
  const [cidr] = opening === undefined ? [] : everybodyIn(opening);
  if (opening === undefined || cidr === undefined) return notNow('it is not open to everybody');
  const ingress = { protocol: 'tcp', fromPort: port, toPort: port, from: { cidr } };
  return fixBy({ kind: 'revoke-ingress', securityGroup: opening.securityGroup, ingress });
};

/** Closes the port, unless `refuse` says why not. */
export const fixPrivate = (
  snapshot: PairSnapshot,
  fault: Fault,
  port: PrivatePort,
  refuse: (entrances: Entrances) => string | undefined = () => undefined,
): Fix =>
  fixUnit(fault, (unit) => {
    const instance = snapshot.aws.instances[snapshot.pair.units[unit].instanceId];
    if (instance?.kind !== 'read') return notNow('the instance was not read');
    const entrances = entrancesTo(snapshot, instance.value, port(snapshot, unit));
    const why = refuse(entrances);
    return why === undefined ? close(entrances) : notNow(why);
  });
