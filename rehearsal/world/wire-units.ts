import { UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import { type Relay, startRelay, type Way } from '#rehearsal/data-path/relay.ts';
import { DEFAULT_BEHAVIOUR } from '#rehearsal/load-master/behaviour.ts';
import { FIRST_WITH_PARTNER_SECRET } from '#rehearsal/load-master/firmware/first-version-of.ts';
import { hasFeature } from '#rehearsal/load-master/firmware/version.ts';
import { type LoadMasterPair, makePair } from '#rehearsal/load-master/pair.ts';
import { gatePolls } from '#rehearsal/load-master/partner/gated-polls.ts';
import type { Neighbourhood, NetworkPlace } from '#rehearsal/load-master/partner/neighbourhood.ts';
import { type LinkState, linkBetween } from '#rehearsal/load-master/partner/partner-link.ts';
import type { LoadMasterUnit } from '#rehearsal/load-master/types.ts';
import { makeHttpProbe } from '#rehearsal/load-master/wire/http-probe.ts';
import { type WiredUnit, wireUnit } from '#rehearsal/load-master/wire/wired-unit.ts';
import type { Network } from '#rehearsal/network.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';
import type { UnitPlace } from '#rehearsal/world/addresses.ts';
import { DEFAULT_PAIR, type PairSpec } from '#rehearsal/world/estate-spec.ts';
import { unitsPreferFirst } from '#rehearsal/world/own-preference.ts';
import { MANAGEMENT_PORT, SERVICE_PORT } from '#rehearsal/world/ports.ts';
import type { SecurityGroups } from '#rehearsal/world/security-groups.ts';

/**
 * The two LoadMasters of a pair on their ports, set up so that an audit has nothing to say of them: alike in all that
 * partners have in common, with NTP, one-armed, licensed for a year, their certificates valid for many.
 */
export interface WireUnits {
  readonly units: LoadMasterPair;
  readonly wired: Readonly<Record<UnitName, WiredUnit>>;
  /** The management endpoint of each unit: stays the same when the unit reboots and listens elsewhere. */
  readonly management: Readonly<Record<UnitName, string>>;
  /** What is kept in Secrets Manager for each unit. */
  readonly secrets: Readonly<Record<UnitName, string>>;
  /** What the units of the pair are to have in common. */
  readonly partnerSecret: string;
  /** How the units stand to one another beyond their health ports. */
  link(): LinkState;
  stop(): Promise<void>;
}

/** How one port of a unit is reached: a dead machine answers nothing, a living one refuses. */
export const wayTo = (unit: LoadMasterUnit, port: number, network: Network): Way => {
  const localPort = network.resolve(unit.address, port);
  if (localPort !== undefined) return { kind: 'open', localPort };
  const isDead = unit.machine() === 'off' || unit.machine() === 'crashed';
  return { kind: isDead ? 'no-answer' : 'refused' };
};

/** Firmware that knows the secret came up with it; earlier firmware has none. */
export const hasPartnerSecret = ({ version = DEFAULT_PAIR.version }: Pick<PairSpec, 'version'>): boolean =>
  hasFeature(version, FIRST_WITH_PARTNER_SECRET);

/** GEO partners need the same one, as the units of a pair do. @see Updating the LoadMaster Software, "Set the Partner Shared Secret" */
export const partnerSecretOf = ({ id, geoCluster }: Pick<PairSpec, 'id' | 'geoCluster'>): string =>
  `partner-secret-of-${geoCluster ?? id}`;

/** The regions' networks are not peered for units that have public addresses. */
export const networkPlaceOf = (region: string, publicAddress: string | undefined): NetworkPlace => ({
  network: region,
  ...(publicAddress === undefined ? {} : { publicAddress }),
});

const READ_ONLY_USER = 'onlooker';

const secretsOf = (
  { credentials = DEFAULT_PAIR.credentials }: PairSpec,
  passwords: Readonly<Record<UnitName, string>>,
): WireUnits['secrets'] => {
  const user = credentials === 'read-only' ? READ_ONLY_USER : 'bal';
  const secret = (unit: UnitName): string =>
    JSON.stringify({ user, password: `${passwords[unit]}${credentials === 'wrong' ? '!' : ''}` });
  return { first: secret('first'), second: secret('second') };
};

/** Nothing answers there: what is behind a unit is not simulated. */
const REAL_SERVER = { address: '10.255.0.10', port: 8080, fields: {} };

/** The virtual service that the load balancer's clients reach, at the unit's own address. */
const addService = ({ unit, management }: WiredUnit, name: string): void => {
  const { virtualServices } = management.configuration;
  const service = virtualServices.add({
    address: unit.address,
    port: String(SERVICE_PORT),
    protocol: 'tcp',
    fields: { NickName: name },
    realServers: [],
  });
  virtualServices.addRealServer(service, REAL_SERVER);
};

interface Surroundings {
  readonly network: Network;
  readonly neighbourhood: Neighbourhood;
  readonly securityGroups: SecurityGroups;
  readonly scheduler: Scheduler;
}

const both = async <T>(make: (unit: UnitName) => Promise<T>): Promise<Readonly<Record<UnitName, T>>> => {
  const [first, second] = await Promise.all(UNIT_NAMES.map(make));
  if (first === undefined || second === undefined) throw new Error('a pair has two units');
  return { first, second };
};

export const startUnits = async (
  spec: PairSpec,
  places: Readonly<Record<UnitName, UnitPlace>>,
  { network, neighbourhood, securityGroups, scheduler }: Surroundings,
): Promise<WireUnits> => {
  const link = (): LinkState => {
    const [first, second] = UNIT_NAMES.map((unit) => neighbourhood.find(places[unit].address));
    return first === undefined || second === undefined ? 'down' : linkBetween(first, second);
  };
  const polls = securityGroups.between('partner', makeHttpProbe(network, scheduler, 'LoadMaster'), scheduler);
  const behaviour = { ...DEFAULT_BEHAVIOUR, ...(spec.behaviour ?? DEFAULT_PAIR.behaviour) };
  const units = makePair(
    {
      addresses: { first: places.first.address, second: places.second.address },
      preferFirst: unitsPreferFirst(spec.preferred ?? DEFAULT_PAIR.preferred, spec.failback),
      version: spec.version ?? DEFAULT_PAIR.version,
      ...(spec.platform === undefined ? {} : { platform: spec.platform }),
      behaviour,
    },
    scheduler,
    behaviour.secretGatesPolling ? gatePolls(polls, link) : polls,
  );
  const passwords = { first: `first of ${spec.id}`, second: `second of ${spec.id}` };
  const partnerSecret = partnerSecretOf(spec);
  const wired = await both((unit) =>
    wireUnit(
      units[unit],
      {
        users: {
          bal: passwords[unit],
          [READ_ONLY_USER]: { password: passwords[unit], permissions: 'read-only' },
        },
        serialNumber: String(1_182_772 + UNIT_NAMES.indexOf(unit)),
        servicePort: SERVICE_PORT,
        ...(hasPartnerSecret(spec) ? { partnerSecret } : {}),
        neighbourhood,
        place: networkPlaceOf(spec.region, spec.publicAddresses?.[unit]),
      },
      { network, scheduler },
    ),
  );
  for (const unit of UNIT_NAMES) addService(wired[unit], spec.id);
  const relays: Readonly<Record<UnitName, Relay>> = await both((unit) =>
    startRelay(() => wayTo(units[unit], MANAGEMENT_PORT, network)),
  );
  const url = (unit: UnitName): string => `https://127.0.0.1:${relays[unit].port}`;
  return {
    units,
    wired,
    management: { first: url('first'), second: url('second') },
    secrets: secretsOf(spec, passwords),
    partnerSecret,
    link,
    stop: async () => {
      for (const unit of UNIT_NAMES) wired[unit].stop();
      await Promise.all(UNIT_NAMES.map((unit) => relays[unit].close()));
    },
  };
};
