import { isIP } from 'node:net';
import {
  type Command,
  type CommandCall,
  type CommandContext,
  type Commands,
  changesConfiguration,
  reads,
} from '#rehearsal/load-master/api/command.ts';
import {
  anyText,
  changedFields,
  type GeoField,
  initialFields,
  numberIn,
  oneOf,
  yesOrNo,
} from '#rehearsal/load-master/api/geo-field.ts';
import { inShape, NO_GEO_DATA } from '#rehearsal/load-master/api/geo-reply.ts';
import {
  data,
  done,
  doneSaying,
  type Fields,
  missing,
  type Reply,
  refused,
} from '#rehearsal/load-master/api/reply.ts';
import { type GeoCluster, type GeoFields, withEntry } from '#rehearsal/load-master/config/geo.ts';

const NAME: GeoField = { parameter: 'name', field: 'Name', initial: '', normal: anyText(127) };

const FIELDS: readonly GeoField[] = [
  NAME,
  { parameter: 'checker', field: 'Checker', initial: 'none', normal: oneOf('none', 'tcp', 'icmp') },
  { parameter: 'checkerport', field: 'CheckerPort', initial: '80', normal: numberIn(1, 65530) },
  {
    parameter: 'type',
    field: 'Type',
    initial: 'default',
    normal: oneOf('default', 'remoteLM', 'localLM'),
  },
  { parameter: 'enable', field: 'Enable', initial: 'Y', normal: yesOrNo },
];

/** Seconds of arc. */
const LOCATION: readonly GeoField[] = [
  {
    parameter: 'latsecs',
    field: 'LocationLatitude',
    initial: '0',
    normal: numberIn(-90 * 3600, 90 * 3600),
  },
  {
    parameter: 'longsecs',
    field: 'LocationLongitude',
    initial: '0',
    normal: numberIn(-180 * 3600, 180 * 3600),
  },
];

/** The documents of 2022 call it `id`, the later ones and the PowerShell module `ip`. */
const addressOf = ({ parameters }: CommandCall): string | undefined =>
  parameters.get('ip') ?? parameters.get('id');

const show = ({ index, address, fields }: GeoCluster): Fields => ({
  Index: String(index),
  // Whether a unit can reach its clusters is not simulated.
  Status: fields.Enable === 'Y' ? 'Up' : 'Down',
  ClusterVSAddress: [],
  IPAddress: address,
  ...fields,
});

/** Runs on the cluster the call names. */
const onCluster =
  (run: (cluster: GeoCluster, call: CommandCall, context: CommandContext) => Reply): Command['run'] =>
  (call, context) => {
    const address = addressOf(call);
    if (address === undefined) return missing('ip');
    const cluster = context.geo.read().clusters.find((candidate) => candidate.address === address);
    return cluster === undefined ? NO_GEO_DATA : run(cluster, call, context);
  };

const replace = (cluster: GeoCluster, fields: GeoFields, { geo, scheduler }: CommandContext): void => {
  const changed = { ...cluster, fields: { ...cluster.fields, ...fields } };
  const clusters = geo.read().clusters.map((other) => (other === cluster ? changed : other));
  geo.change({ clusters }, scheduler.now());
};

const change = (cluster: GeoCluster, { parameters }: CommandCall, context: CommandContext): Reply => {
  const changed = changedFields(FIELDS, parameters);
  if ('refusal' in changed) return changed.refusal;
  replace(cluster, changed.fields, context);
  return done();
};

const move = (cluster: GeoCluster, { parameters }: CommandCall, context: CommandContext): Reply => {
  const absent = LOCATION.find(({ parameter }) => !parameters.has(parameter));
  if (absent !== undefined) return missing(absent.parameter);
  const changed = changedFields(LOCATION, parameters);
  if ('refusal' in changed) return changed.refusal;
  replace(cluster, changed.fields, context);
  return doneSaying('Cluster location updated');
};

/** What a cluster begins with; a person gives it its name and then its type. */
export const newClusterFields = (name: string): GeoFields => ({
  ...initialFields([...FIELDS, ...LOCATION]),
  [NAME.field]: name,
});

const add: Command['run'] = (call, { geo, scheduler }) => {
  const address = call.parameters.get('ip');
  const name = call.parameters.get('name');
  if (address === undefined) return missing('ip');
  if (name === undefined) return missing('name');
  if (isIP(address) === 0) return refused('Invalid address');
  const { clusters } = geo.read();
  if (clusters.some((cluster) => cluster.address === address)) return refused('Cluster already exists');
  const entry = { address, fields: newClusterFields(name) };
  geo.change({ clusters: withEntry(clusters, entry) }, scheduler.now());
  return done();
};

/** @see RESTful API interface description, 3.7.2 */
export const GEO_CLUSTER_COMMANDS: Commands = {
  listclusters: reads((_call, { geo, unit }) =>
    data(inShape('cluster', geo.read().clusters.map(show), unit.behaviour)),
  ),
  showcluster: reads(
    onCluster((cluster, _call, { unit }) => data(inShape('cluster', [show(cluster)], unit.behaviour))),
  ),
  addcluster: changesConfiguration(add),
  modcluster: changesConfiguration(onCluster(change)),
  clustchangeloc: changesConfiguration(onCluster(move)),
  delcluster: changesConfiguration(
    onCluster((cluster, _call, { geo, scheduler }) => {
      const clusters = geo.read().clusters.filter((other) => other !== cluster);
      geo.change({ clusters }, scheduler.now());
      return doneSaying('Cluster deleted');
    }),
  ),
};
