import { isIP } from 'node:net';
import {
  type CommandCall,
  type CommandContext,
  type Commands,
  changesConfiguration,
} from '#rehearsal/load-master/api/command.ts';
import { onFqdn, replaceFqdn } from '#rehearsal/load-master/api/commands/geo-fqdns.ts';
import { MOST_ADDRESSES, TOO_MANY_ADDRESSES } from '#rehearsal/load-master/api/geo-access.ts';
import {
  anyText,
  changedFields,
  type GeoField,
  initialFields,
  numberIn,
  oneOf,
  yesOrNo,
} from '#rehearsal/load-master/api/geo-field.ts';
import { NO_GEO_DATA } from '#rehearsal/load-master/api/geo-reply.ts';
import { done, missing, type Reply, refused, unknownValue } from '#rehearsal/load-master/api/reply.ts';
import { type GeoFqdn, type GeoMap, withEntry } from '#rehearsal/load-master/config/geo.ts';

const CHECKERS = oneOf('none', 'icmp', 'tcp', 'clust', 'http', 'https');

/** `MapAddress` is read as `MappedAddress`: the published names do differ. */
const FIELDS: readonly GeoField[] = [
  { parameter: 'cluster', field: 'Cluster', initial: '0', normal: numberIn(0, 65535) },
  { parameter: 'checker', field: 'Checker', initial: 'icmp', normal: CHECKERS },
  { parameter: 'checkerport', field: 'CheckerPort', initial: '80', normal: numberIn(1, 65530) },
  { parameter: 'weight', field: 'Weight', initial: '1000', normal: numberIn(1, 65535) },
  { parameter: 'mapaddress', field: 'MappedAddress', initial: '', normal: anyText(45) },
  { parameter: 'mapport', field: 'MappedPort', initial: '0', normal: numberIn(0, 65530) },
  { parameter: 'enable', field: 'Enable', initial: 'Y', normal: yesOrNo },
];

type OnMap = (map: GeoMap, fqdn: GeoFqdn, call: CommandCall, context: CommandContext) => Reply;

const onMap = (run: OnMap) =>
  onFqdn((fqdn, call, context) => {
    const address = call.parameters.get('ip');
    if (address === undefined) return missing('ip');
    const map = fqdn.maps.find((candidate) => candidate.address === address);
    return map === undefined ? NO_GEO_DATA : run(map, fqdn, call, context);
  });

/** `clust`: the number of a cluster. */
const add = (fqdn: GeoFqdn, { parameters }: CommandCall, context: CommandContext): Reply => {
  const address = parameters.get('ip');
  const cluster = parameters.get('clust') ?? '0';
  if (address === undefined) return missing('ip');
  if (isIP(address) === 0) return refused('Invalid address');
  if (!isCluster(cluster, context)) return unknownValue(cluster);
  if (fqdn.maps.some((map) => map.address === address)) return refused('Address already exists');
  if (fqdn.maps.length >= MOST_ADDRESSES) return TOO_MANY_ADDRESSES;
  const fields = { ...initialFields(FIELDS), Cluster: cluster };
  replaceFqdn(fqdn, { maps: withEntry(fqdn.maps, { address, fields }) }, context);
  return done();
};

const isCluster = (index: string, { geo }: CommandContext): boolean =>
  index === '0' || geo.read().clusters.some((cluster) => String(cluster.index) === index);

const change: OnMap = (map, fqdn, { parameters }, context) => {
  const changed = changedFields(FIELDS, parameters);
  if ('refusal' in changed) return changed.refusal;
  const { Cluster: cluster = '0' } = changed.fields;
  if (!isCluster(cluster, context)) return unknownValue(cluster);
  const fields = { ...map.fields, ...changed.fields };
  const maps = fqdn.maps.map((other) => (other === map ? { ...map, fields } : other));
  replaceFqdn(fqdn, { maps }, context);
  return done();
};

const remove: OnMap = (map, fqdn, _call, context) => {
  replaceFqdn(fqdn, { maps: fqdn.maps.filter((other) => other !== map) }, context);
  return done();
};

/** @see RESTful API interface description, 3.7.1 */
export const GEO_MAP_COMMANDS: Commands = {
  addmap: changesConfiguration(onFqdn(add)),
  modmap: changesConfiguration(onMap(change)),
  delmap: changesConfiguration(onMap(remove)),
};
