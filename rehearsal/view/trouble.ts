import type { UnitName } from '#domain/estate/estate.ts';
import { callApi } from '#rehearsal/view/call-api.ts';
import { rollOut } from '#rehearsal/view/roll-out.ts';
import type { WirePair } from '#rehearsal/world/wire-pair.ts';
import type { WireRegion } from '#rehearsal/world/wire-region.ts';

/** The unit that the next key is about. */
export interface Chosen {
  readonly region: WireRegion;
  readonly pair: WirePair;
  readonly unit: UnitName;
}

/** Causes something and says what. Throws Error with AWS's words, or the model's, when it cannot be. */
export type Trouble = (chosen: Chosen) => string | Promise<string>;

const idOf = ({ pair, unit }: Chosen): string => pair.pair.units[unit].instanceId;

const nameOf = ({ pair, unit }: Chosen): string => `${pair.pair.id} ${unit}`;

const order = async (
  chosen: Chosen,
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  body: object,
): Promise<string> => (await callApi(chosen, method, path, body)).words;

const repair: Trouble = (chosen) => {
  const { ec2 } = chosen.region.cloud;
  const machine = chosen.pair.units[chosen.unit];
  const state = ec2.find(idOf(chosen))?.state;
  if (state === 'stopped') ec2.start([idOf(chosen)]);
  else if (state !== 'running')
    throw new Error(`${nameOf(chosen)} is ${state ?? 'terminated'}: gone for good`);
  else if (machine.machine() === 'hung') machine.resume();
  else ec2.repair(idOf(chosen));
  return `${nameOf(chosen)} is on its way back`;
};

const scaleIn: Trouble = (chosen) => {
  if (chosen.pair.autoScalingGroup === undefined)
    throw new Error(`${chosen.pair.pair.id} is in no Auto Scaling group`);
  chosen.region.cloud.autoScaling.terminateInstanceInGroup(idOf(chosen), true);
  return `Auto Scaling terminates ${nameOf(chosen)}; its hook waits`;
};

const terminateBehindOurBack: Trouble = (chosen) => {
  const { ec2 } = chosen.region.cloud;
  if (chosen.pair.spec.spot === undefined) ec2.setDisableApiTermination(idOf(chosen), false);
  ec2.terminate([idOf(chosen)]);
  return `somebody terminated ${nameOf(chosen)}`;
};

/** By key. */
export const TROUBLES: Readonly<Record<string, Trouble>> = {
  k: (chosen) => {
    chosen.region.cloud.ec2.crash(idOf(chosen));
    return `${nameOf(chosen)} is dead; EC2 goes on calling it running`;
  },
  g: (chosen) => {
    chosen.pair.units[chosen.unit].hang();
    return `${nameOf(chosen)} hangs`;
  },
  r: repair,
  i: (chosen) => {
    chosen.region.cloud.ec2.interruptSpot(idOf(chosen), 'terminate');
    return `AWS takes ${nameOf(chosen)} away in two minutes`;
  },
  x: terminateBehindOurBack,
  t: (chosen) =>
    order(chosen, 'POST', `/pairs/${chosen.pair.pair.id}/units/${chosen.unit}/drain`, {
      release: 'terminate',
      why: 'asked for in the live view',
    }),
  o: (chosen) =>
    order(chosen, 'POST', `/pairs/${chosen.pair.pair.id}/switchover`, {
      to: chosen.unit,
      why: 'asked for in the live view',
    }),
  f: rollOut,
  s: scaleIn,
};

/** Places a hold on the pair, or lifts it. */
export const toggleHold = (chosen: Chosen, isHeld: boolean): Promise<string> => {
  const path = `/pairs/${chosen.pair.pair.id}/hold`;
  const why = 'asked for in the live view';
  return isHeld ? order(chosen, 'DELETE', path, { why }) : order(chosen, 'PUT', path, { why, for: '10m' });
};

/** Has Elastic Load Balancing of the region refuse every call; the returned function ends it. */
export const throttle = ({ cloud }: WireRegion): (() => void) =>
  cloud.faults.inject({
    service: 'elasticloadbalancing',
    fault: { kind: 'error', code: 'Throttling', httpStatus: 400, message: 'Rate exceeded' },
  });
