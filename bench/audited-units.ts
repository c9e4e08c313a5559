import { type Pair, UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import { membersIn } from '#domain/geo/declaration.ts';
import { allLists, type UnitExpected } from '#domain/geo/lists.ts';
import type { UnitEndpoint } from '#loadmaster/transport.ts';
import { newClusterFields } from '#rehearsal/load-master/api/commands/geo-clusters.ts';
import { CUSTOMARY_HEALTH_PORT, makePair, probeOf } from '#rehearsal/load-master/pair.ts';
import { Neighbourhood } from '#rehearsal/load-master/partner/neighbourhood.ts';
import { type WiredUnit, wireUnit } from '#rehearsal/load-master/wire/wired-unit.ts';
import { makeNetwork, type Network } from '#rehearsal/network.ts';
import { RealScheduler } from '#rehearsal/real-scheduler.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';
import { DEFAULT_PAIR } from '#rehearsal/world/estate-spec.ts';
import { LISTENER_PORTS, MANAGEMENT_PORT, SERVICE_PORT } from '#rehearsal/world/ports.ts';
import { setGeo } from '#rehearsal/world/unit-geo.ts';
import { auditedPair, UNIT_PASSWORD, UNIT_USER } from './audited-pairs.ts';

/** What `getall` does not name has to be asked for: of the two ways, this makes for more calls. */
const MOST_CALLS = { haStatusInGetall: false } as const;

/** One unit on its port, with every command it was given since it was last asked. */
export interface AuditedUnit {
  readonly endpoint: UnitEndpoint;
  takeCommands(): readonly string[];
}

interface Surroundings {
  readonly network: Network;
  readonly scheduler: Scheduler;
  readonly neighbourhood: Neighbourhood;
}

/** One for each listener of the load balancer. */
const addServices = ({ unit, management }: WiredUnit): void => {
  const { virtualServices } = management.configuration;
  for (const port of LISTENER_PORTS) {
    const service = virtualServices.add({
      address: unit.address,
      port: String(port),
      protocol: 'tcp',
      fields: { NickName: `service-${port}` },
      realServers: [],
    });
    virtualServices.addRealServer(service, { address: '10.255.0.10', port: 8080, fields: {} });
  }
};

/** As it is expected to be: whether that is right is for tests to say. */
const setUpGeo = (wired: WiredUnit, { access, partners, remoteClusters }: UnitExpected): void =>
  setGeo(wired, {
    enabled: true,
    ...(access === undefined ? {} : { access }),
    partners,
    clusters: remoteClusters.map((address, at) => ({
      index: at + 1,
      address,
      fields: { ...newClusterFields(address), Type: 'remoteLM' },
    })),
  });

/** With the call limit off: here audits follow one another faster than the schedule has them. */
const watchCalls = ({ management, certificate, unit }: WiredUnit, { network }: Surroundings): AuditedUnit => {
  let commands: string[] = [];
  management.admit = () => true;
  const perform = management.perform.bind(management);
  management.perform = (call) => {
    commands.push(call.command);
    return perform(call);
  };
  return {
    endpoint: {
      management: `https://127.0.0.1:${network.resolve(unit.address, MANAGEMENT_PORT)}`,
      certificateSha256: certificate.sha256,
    },
    takeCommands: () => {
      const taken = commands;
      commands = [];
      return taken;
    },
  };
};

const startPair = async (
  { units: { first, second }, geoCluster = '' }: Pair,
  expected: readonly UnitExpected[],
  around: Surroundings,
): Promise<Readonly<Record<UnitName, AuditedUnit>>> => {
  const units = makePair(
    {
      addresses: { first: first.address, second: second.address },
      preferFirst: false,
      version: DEFAULT_PAIR.version,
      behaviour: MOST_CALLS,
    },
    around.scheduler,
    probeOf(() => [units.first, units.second]),
  );
  const start = async (unit: UnitName): Promise<AuditedUnit> => {
    const setup = {
      users: { [UNIT_USER]: UNIT_PASSWORD },
      serialNumber: '1182772',
      servicePort: SERVICE_PORT,
      partnerSecret: `partner-secret-of-${geoCluster}`,
      neighbourhood: around.neighbourhood,
    };
    const wired = await wireUnit(units[unit], setup, around);
    addServices(wired);
    const geo = expected.find((each) => each.unit === unit);
    if (geo !== undefined) setUpGeo(wired, geo);
    return watchCalls(wired, around);
  };
  const started = { first: await start('first'), second: await start('second') };
  for (const unit of UNIT_NAMES) units[unit].polledByLoadBalancer(CUSTOMARY_HEALTH_PORT);
  return started;
};

/**
 * The units of the pairs of `audited-pairs.ts`, set up so that an audit has nothing to say of them, in real time: their
 * clocks are judged.
 */
export const startAuditedUnits = async (
  pairCount: number,
): Promise<ReadonlyMap<string, Readonly<Record<UnitName, AuditedUnit>>>> => {
  const around = {
    network: makeNetwork(),
    scheduler: new RealScheduler(1),
    neighbourhood: new Neighbourhood(),
  };
  const pairs = Array.from({ length: pairCount }, (_, number) => auditedPair(number, []));
  const expected = new Map(
    [...allLists(membersIn({ pairs, standalones: [] }))].map(([{ id }, lists]) => [id, lists]),
  );
  const started = pairs.map(
    async (pair) => [pair.id, await startPair(pair, expected.get(pair.id) ?? [], around)] as const,
  );
  return new Map(await Promise.all(started));
};
