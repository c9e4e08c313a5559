import { fixBy, fixUnit, notNow } from '#domain/audit/fix.ts';
import {
  type Admission,
  admissionOf,
  type Caller,
  type Entrances,
  entrancesTo,
  letsInCidr,
} from '#domain/audit/ingress.ts';
import type { Judged } from '#domain/audit/judge.ts';
import { judgeInstances } from '#domain/audit/judge-instances.ts';
import type { Fault, Fix, Verdict } from '#domain/audit/rule.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import type { UnitName } from '#domain/estate/estate.ts';

/** A port of a unit, and who has to be let in to it. */
export interface Needed {
  readonly port: (snapshot: PairSnapshot) => number;
  readonly callers: (snapshot: PairSnapshot, unit: UnitName) => readonly Caller[];
}

interface Tried {
  readonly caller: Caller;
  readonly admission: Admission;
}

const tryAll = (entrances: Entrances, callers: readonly Caller[]): readonly Tried[] =>
  callers.map((caller) => ({ caller, admission: admissionOf(entrances, caller) }));

const shutOut = (tried: readonly Tried[]): readonly Caller[] =>
  tried.filter(({ admission }) => admission === 'shut out').map(({ caller }) => caller);

const judgeTried = (port: number, tried: readonly Tried[]): Judged => {
  const names = shutOut(tried).map(({ name }) => name);
  if (names.length > 0) {
    const whom = names.join(' and ');
    return { seen: `${port}/tcp closed to ${whom}`, expected: `${port}/tcp open to ${whom}` };
  }
  const doubts = tried.flatMap(({ caller, admission }) =>
    typeof admission === 'string' ? [] : [`${caller.name}: ${admission.unknown}`],
  );
  return doubts.length === 0 ? undefined : { unknown: doubts.join('; ') };
};

/** Each unit by whether its security groups let its callers in. */
export const judgeLetIn = (snapshot: PairSnapshot, { port, callers }: Needed): Verdict =>
  judgeInstances(snapshot, snapshot.aws.instances, (instance, unit) => {
    const entrances = entrancesTo(snapshot, instance, port(snapshot));
    return judgeTried(entrances.port, tryAll(entrances, callers(snapshot, unit)));
  });

/** One caller, one network at a time: the next audit finds what is left. */
export const fixLetIn = (snapshot: PairSnapshot, fault: Fault, { port, callers }: Needed): Fix =>
  fixUnit(fault, (unit) => {
    const instance = snapshot.aws.instances[snapshot.pair.units[unit].instanceId];
    if (instance?.kind !== 'read') return notNow('the instance was not read');
    const entrances = entrancesTo(snapshot, instance.value, port(snapshot));
    const [caller] = shutOut(tryAll(entrances, callers(snapshot, unit)));
    const from = caller?.letInBy.find((way) => 'group' in way || !letsInCidr(entrances, way.cidr));
    const [securityGroup] = instance.value.securityGroups;
    if (from === undefined || securityGroup === undefined)
      return notNow('there is no security group to let it in by');
    const ports = { fromPort: entrances.port, toPort: entrances.port };
    return fixBy({ kind: 'allow-ingress', securityGroup, ingress: { protocol: 'tcp', ...ports, from } });
  });
