import {
  type Command,
  type CommandCall,
  type CommandContext,
  type Commands,
  changesConfiguration,
  reads,
} from '#rehearsal/load-master/api/command.ts';
import {
  changedFields,
  type GeoField,
  initialFields,
  numberIn,
  oneOf,
  yesOrNo,
} from '#rehearsal/load-master/api/geo-field.ts';
import { inShape, NO_GEO_DATA } from '#rehearsal/load-master/api/geo-reply.ts';
import { data, done, type Fields, missing, type Reply, refused } from '#rehearsal/load-master/api/reply.ts';
import type { GeoFqdn, GeoMap } from '#rehearsal/load-master/config/geo.ts';

const CRITERIA = oneOf('rr', 'wrr', 'fw', 'rsr', 'prx', 'lb', 'all');

const FIELDS: readonly GeoField[] = [
  { parameter: 'selectioncriteria', field: 'SelectionCriteria', initial: 'rr', normal: CRITERIA },
  { parameter: 'failtime', field: 'FailTime', initial: '0', normal: numberIn(0, 1440) },
  {
    parameter: 'siterecoverymode',
    field: 'SiteRecoveryMode',
    initial: 'auto',
    normal: oneOf('auto', 'manual'),
  },
  { parameter: 'failover', field: 'failover', initial: 'N', normal: yesOrNo },
  { parameter: 'publicrequestvalue', field: 'publicRequestValue', initial: '0', normal: numberIn(0, 3) },
  { parameter: 'privaterequestvalue', field: 'privateRequestValue', initial: '0', normal: numberIn(0, 3) },
  { parameter: 'localsettings', field: 'LocalSettings', initial: '0', normal: numberIn(0, 1) },
  { parameter: 'localttl', field: 'LocalTTL', initial: '10', normal: numberIn(1, 86400) },
  { parameter: 'localsticky', field: 'LocalSticky', initial: '60', normal: numberIn(0, 86400) },
  { parameter: 'unanimouschecks', field: 'UnanimousChecks', initial: '0', normal: numberIn(0, 1) },
];

/** A host name of at least two labels. */
const NAME = /^(?=.{3,253}$)(?:[a-z\d_*](?:[a-z\d_-]{0,61}[a-z\d])?\.)+[a-z\d-]{2,63}$/i;

const withoutDot = (name: string): string => name.replace(/\.$/, '');

const showMap =
  (clusterNames: ReadonlyMap<string, string>) =>
  ({ index, address, fields }: GeoMap): Fields => ({
    Status: fields.Enable === 'Y' ? 'Up' : 'Down',
    Index: String(index),
    IPAddress: address,
    ...fields,
    // Set by number, read by name.
    Cluster: clusterNames.get(fields.Cluster ?? '') ?? '',
  });

const show = ({ name, fields, maps }: GeoFqdn, { geo, unit }: CommandContext): Fields => {
  const clusterNames = new Map(
    geo.read().clusters.map((cluster) => [String(cluster.index), cluster.fields.Name ?? '']),
  );
  return {
    FullyQualifiedDomainName: `${name}.`,
    ...fields,
    ...inShape('Map', maps.map(showMap(clusterNames)), unit.behaviour),
  };
};

type OnFqdn = (fqdn: GeoFqdn, call: CommandCall, context: CommandContext) => Reply;

/** Runs on the name the call gives, with or without the dot. */
export const onFqdn =
  (run: OnFqdn): Command['run'] =>
  (call, context) => {
    const name = call.parameters.get('fqdn');
    if (name === undefined) return missing('fqdn');
    const fqdn = context.geo.read().fqdns.find((candidate) => candidate.name === withoutDot(name));
    return fqdn === undefined ? NO_GEO_DATA : run(fqdn, call, context);
  };

export const replaceFqdn = (
  fqdn: GeoFqdn,
  change: Partial<GeoFqdn>,
  { geo, scheduler }: CommandContext,
): void => {
  const fqdns = geo.read().fqdns.map((other) => (other === fqdn ? { ...fqdn, ...change } : other));
  geo.change({ fqdns }, scheduler.now());
};

const add: Command['run'] = ({ parameters }, { geo, scheduler }) => {
  const name = withoutDot(parameters.get('fqdn') ?? '');
  if (name === '') return missing('fqdn');
  if (!NAME.test(name)) return refused('Invalid FQDN');
  const { fqdns } = geo.read();
  if (fqdns.some((fqdn) => fqdn.name === name)) return refused('FQDN already exists');
  geo.change({ fqdns: [...fqdns, { name, fields: initialFields(FIELDS), maps: [] }] }, scheduler.now());
  return done();
};

const change: OnFqdn = (fqdn, { parameters }, context) => {
  const changed = changedFields(FIELDS, parameters);
  if ('refusal' in changed) return changed.refusal;
  replaceFqdn(fqdn, { fields: { ...fqdn.fields, ...changed.fields } }, context);
  return done();
};

const remove: OnFqdn = (fqdn, _call, { geo, scheduler }) => {
  geo.change({ fqdns: geo.read().fqdns.filter((other) => other !== fqdn) }, scheduler.now());
  return done();
};

/** @see RESTful API interface description, 3.7.1 */
export const GEO_FQDN_COMMANDS: Commands = {
  listfqdns: reads((_call, context) => {
    const all = context.geo.read().fqdns.map((fqdn) => show(fqdn, context));
    return data(inShape('fqdn', all, context.unit.behaviour));
  }),
  showfqdn: reads(
    onFqdn((fqdn, _call, context) => data(inShape('fqdn', [show(fqdn, context)], context.unit.behaviour))),
  ),
  addfqdn: changesConfiguration(add),
  modfqdn: changesConfiguration(onFqdn(change)),
  delfqdn: changesConfiguration(onFqdn(remove)),
};
