import { otherUnit, type Pair, UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import { targetGroupName } from '#domain/pair/evidence.ts';
import { misfitOf } from '#domain/pair/misfit.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import type { Situation } from '#domain/pair/state.ts';

/*
 * What to check first, in the order in which the LoadMaster manuals troubleshoot: is the unit up, is it set up for HA,
 * does the load balancer reach its health check port, do the units see one another. What was seen already is said.
 */

type Check = (seen: PairSeen, pair: Pair, unit: UnitName) => readonly string[];

const instanceChecks: Check = (seen, pair, unit) => {
  const { instance } = seen.units[unit];
  if (instance.kind === 'unread' || instance.value.state === 'running') return [];
  return [`${unit} (${pair.units[unit].instanceId}) is ${instance.value.state}: start it`];
};

const targetChecks: Check = (seen, pair, unit) =>
  pair.targetGroups.flatMap((arn) => {
    const target = seen.units[unit].targets[arn];
    if (target?.kind !== 'read') return [];
    const group = targetGroupName(arn);
    const { reason } = target.value;
    if (reason === 'Target.NotRegistered') return [`${unit} is not registered in ${group}: register it`];
    if (reason === 'Target.NotInUse')
      return [`no listener leads to ${group}, or ${unit}'s zone is not enabled for the load balancer`];
    return [];
  });

const roleChecks: Check = (seen, pair, unit) => {
  const { loadMaster } = seen.units[unit];
  if (loadMaster.kind === 'unread')
    return loadMaster.code === 'not-asked'
      ? []
      : [`the LoadMaster of ${unit} was not read (${loadMaster.code})`];
  const { haStatus, healthPort } = loadMaster.value;
  const { port } = pair.healthCheck;
  if (haStatus === 'not-configured') return [`HA is not configured on ${unit}: set its HA mode and partner`];
  if (healthPort !== undefined && healthPort !== port)
    return [`${unit} answers health checks on port ${healthPort}, the estate says ${port}`];
  if (haStatus === 'passive')
    return [
      `no health check has reached ${unit} since it booted: check the health check of the target groups (HTTP, port ${port}, path /) and that the security group of ${unit} lets the load balancer in on ${port}`,
    ];
  return [];
};

const misfitChecks: Check = (seen, pair, unit) => {
  switch (misfitOf(seen, pair, unit)) {
    case 'wrong-partner':
      return [
        `the partner configured on ${unit} is not ${pair.units[otherUnit(unit)].address}: correct the unit or the estate`,
      ];
    case 'wrong-designation':
      return [`the HA mode configured on ${unit} is not its own: correct the unit or the estate`];
    case undefined:
      return [];
  }
};

const GENERAL: Readonly<Partial<Record<Situation, string>>> = {
  'no-active':
    'check that the load balancer reaches the health check port of both units from its subnets, and their HA pages; while no unit answers 200 it sends traffic to every target',
  'dual-active':
    'check that one unit is set to HA mode First and the other to Second, and that they reach one another on the health check port and on 6973/tcp',
  unconnected: 'check that a listener leads to every target group and that both units are registered in them',
};

/**
 * What to check, most telling first: what was seen to be wrong with either unit, then what is worth a look anyhow.
 * @see LoadMaster HA for AWS, sections 6 and 8; High Availability, Feature Description, section 9
 */
export const checksFor = (situation: Situation, seen: PairSeen, pair: Pair): readonly string[] => {
  const general = GENERAL[situation];
  if (general === undefined) return [];
  const all = [instanceChecks, targetChecks, misfitChecks, roleChecks];
  const found = all.flatMap((check) => UNIT_NAMES.flatMap((unit) => check(seen, pair, unit)));
  return [...new Set(found), general];
};
