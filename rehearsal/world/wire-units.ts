import { UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import { type Relay, startRelay, type Way } from '#rehearsal/data-path/relay.ts';
import { type LoadMasterPair, makePair } from '#rehearsal/load-master/pair.ts';
import type { LoadMasterUnit } from '#rehearsal/load-master/types.ts';
import { makeHttpProbe } from '#rehearsal/load-master/wire/http-probe.ts';
import { type WiredUnit, wireUnit } from '#rehearsal/load-master/wire/wired-unit.ts';
import type { Network } from '#rehearsal/network.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';
import type { UnitPlace } from '#rehearsal/world/addresses.ts';
import { DEFAULT_PAIR, type PairSpec } from '#rehearsal/world/estate-spec.ts';

/** The two LoadMasters of a pair on their ports. */
export interface WireUnits {
  readonly units: LoadMasterPair;
  readonly wired: Readonly<Record<UnitName, WiredUnit>>;
  /** The management endpoint of each unit: stays the same when the unit reboots and listens elsewhere. */
  readonly management: Readonly<Record<UnitName, string>>;
  /** The password of `bal`. */
  readonly passwords: Readonly<Record<UnitName, string>>;
  stop(): Promise<void>;
}

export const SERVICE_PORT = 443;
export const MANAGEMENT_PORT = 8443;
const VERSION = '7.2.61.1.24109.RELEASE';

/** How one port of a unit is reached: a dead machine answers nothing, a living one refuses. */
export const wayTo = (unit: LoadMasterUnit, port: number, network: Network): Way => {
  const localPort = network.resolve(unit.address, port);
  if (localPort !== undefined) return { kind: 'open', localPort };
  const isDead = unit.machine() === 'off' || unit.machine() === 'crashed';
  return { kind: isDead ? 'no-answer' : 'refused' };
};

interface Surroundings {
  readonly network: Network;
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
  { network, scheduler }: Surroundings,
): Promise<WireUnits> => {
  const units = makePair(
    {
      addresses: { first: places.first.address, second: places.second.address },
      preferFirst: (spec.preferred ?? DEFAULT_PAIR.preferred) === 'first',
      behaviour: spec.behaviour ?? DEFAULT_PAIR.behaviour,
    },
    scheduler,
    makeHttpProbe(network, scheduler, 'LoadMaster'),
  );
  const passwords = { first: `first of ${spec.id}`, second: `second of ${spec.id}` };
  const wired = await both((unit) =>
    wireUnit(
      units[unit],
      {
        users: { bal: passwords[unit] },
        serialNumber: String(1_182_772 + UNIT_NAMES.indexOf(unit)),
        version: VERSION,
        servicePort: SERVICE_PORT,
      },
      { network, scheduler },
    ),
  );
  const relays: Readonly<Record<UnitName, Relay>> = await both((unit) =>
    startRelay(() => wayTo(units[unit], MANAGEMENT_PORT, network)),
  );
  const url = (unit: UnitName): string => `https://127.0.0.1:${relays[unit].port}`;
  return {
    units,
    wired,
    management: { first: url('first'), second: url('second') },
    passwords,
    stop: async () => {
      for (const unit of UNIT_NAMES) wired[unit].stop();
      await Promise.all(UNIT_NAMES.map((unit) => relays[unit].close()));
    },
  };
};
