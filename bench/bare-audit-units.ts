import type { Appliance } from '#domain/estate/estate.ts';
import { isObject } from '#loadmaster/lower-keys.ts';
import { UNIT_PASSWORD, UNIT_USER } from './audited-pairs.ts';
import { makeBareCalls } from './bare-calls.ts';

/** Besides, where `getall` does not name it. */
const IF_NOT_NAMED = ['hastatus', 'geoclients', 'geopartners'] as const;

/** What an audit asks a unit in a GEO cluster. */
const COMMANDS = [
  'getawshaparams',
  'listvs',
  'showiface',
  'licenseinfo',
  'isgeoenabled',
  'getgeopartnerstatus',
  'listclusters',
  'listfqdns',
] as const;

const bodyOf = (question: Readonly<Record<string, string>>): string =>
  JSON.stringify({ ...question, apiuser: UNIT_USER, apipass: UNIT_PASSWORD });

/** The questions of an audit on a connection of their own, one after the other. */
export const bareAuditUnit = async (unit: Appliance): Promise<void> => {
  const bare = makeBareCalls(unit);
  try {
    const all = await bare.call(bodyOf({ cmd: 'getall' }));
    const unnamed = IF_NOT_NAMED.filter((name) => !(isObject(all) && name in all));
    for (const param of unnamed) await bare.call(bodyOf({ cmd: 'get', param }));
    for (const cmd of COMMANDS) await bare.call(bodyOf({ cmd }));
  } finally {
    bare.close();
  }
};
