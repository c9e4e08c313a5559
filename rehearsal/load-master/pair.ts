import type { UnitName } from '#domain/estate/estate.ts';
import type { CloudHa, LoadMasterUnit, UnitSetup } from '#rehearsal/load-master/types.ts';
import { makeUnit } from '#rehearsal/load-master/unit.ts';
import type { Probe } from '#rehearsal/network.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';

/** The customary health-check port. @see LoadMaster HA for AWS, section 6.1 */
export const CUSTOMARY_HEALTH_PORT = 8444;

/** What a pair leaves out, its units have as `UnitSetup` says. */
export interface PairSetup extends Pick<UnitSetup, 'version' | 'platform' | 'behaviour'> {
  readonly addresses: Readonly<Record<UnitName, string>>;
  /** Names shown and served; `first` and `second` where left out. */
  readonly names?: Readonly<Record<UnitName, string>>;
  /** Prefer First on both units unless false. */
  readonly preferFirst?: boolean;
  readonly healthPort?: number;
}

export type LoadMasterPair = Readonly<Record<UnitName, LoadMasterUnit>>;

/** Two units configured as each other's partner, as the manual's section 6.2 leaves them: both still unconnected. */
export const makePair = (setup: PairSetup, scheduler: Scheduler, probe: Probe): LoadMasterPair => {
  const { addresses, names, preferFirst = true, healthPort = CUSTOMARY_HEALTH_PORT, ...rest } = setup;
  const make = (unit: UnitName, partner: UnitName): LoadMasterUnit => {
    const cloudHa: CloudHa = {
      mode: unit,
      partner: addresses[partner],
      healthPort,
      preferFirst,
      allInterfaces: false,
    };
    return makeUnit(
      { ...rest, name: names?.[unit] ?? unit, address: addresses[unit], cloudHa },
      scheduler,
      probe,
    );
  };
  return { first: make('first', 'second'), second: make('second', 'first') };
};

/** A Probe that asks the models themselves: for worlds in virtual time. An address nobody has is a timeout. */
export const probeOf =
  (units: () => Iterable<LoadMasterUnit>): Probe =>
  ({ address, port }, done) => {
    for (const unit of units()) {
      if (unit.address === address) return done(unit.healthAnswer(port));
    }
    done({ kind: 'timeout' });
  };
