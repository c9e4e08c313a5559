import type { UnitName } from '#domain/estate/estate.ts';
import { type DurationMs, type EpochMs, MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import type { CloudHa } from '#rehearsal/load-master/types.ts';
import { makeUnitCertificate } from '#rehearsal/load-master/wire/certificate.ts';
import {
  type Break,
  type BreakPlace,
  type Breaks,
  now,
  until,
  untilRole,
} from '#rehearsal/scenarios/audit-break.ts';
import { declareOtherwise } from '#rehearsal/scenarios/audit-course.ts';
import { rememberedState } from '#rehearsal/scenarios/conditions.ts';

/* What can be wrong about the high availability of the units. */

/** A unit of it is rebooted too often. It waits to return, so that its units are asked at every look. */
export const RESTLESS = 'restless';

const REBOOTS = 4;
const PACIFIED_FOR_MS: DurationMs = 5 * MINUTE_MS;

/** The settings as they are; mended by setting them back. */
const otherHa = (words: string, unit: UnitName, change: Partial<CloudHa>): Break => ({
  words,
  happen: ({ wired }) => {
    const before = wired[unit].unit.cloudHa();
    wired[unit].unit.configureHa(change);
    return () => wired[unit].unit.configureHa(before);
  },
});

/** A unit tells the time of its boot in whole seconds. */
const bootsKnown = async ({ stage, pair }: BreakPlace, since: EpochMs): Promise<number> => {
  const boots = (await rememberedState(stage, pair.id))?.boots.first ?? [];
  return boots.filter((at) => at >= since - SECOND_MS).length;
};

/** Each as soon as the control plane knows of the one before: by what it has watched it calls a unit pacified. */
const rebootTooOften = async (place: BreakPlace): Promise<void> => {
  const { unit } = place.wired.first;
  const since = now(place);
  for (let reboots = 1; reboots <= REBOOTS; reboots += 1) {
    unit.reboot();
    await until(place, 'it is up again', () => unit.machine() === 'up');
    if (place.stage.hasControlPlane)
      await until(place, `boot ${reboots} is known`, async () => (await bootsKnown(place, since)) >= reboots);
  }
};

export const HA_BREAKS: Breaks = {
  'certificate-pin': {
    words: 'the standby shows another certificate, as after a restore',
    happen: async ({ wired: { second } }) => {
      second.showCertificate(await makeUnitCertificate(second.unit.address));
      return () => second.showCertificate(second.certificate);
    },
  },
  'ha-modes': otherHa('the second unit is set to First HA Mode as well', 'second', { mode: 'first' }),
  roles: {
    words: 'the second unit does not reach the first, and takes over beside it',
    happen: async (place) => {
      const { securityGroups } = place.one.region;
      const { address } = place.pair.units.first;
      securityGroups.close(address, 'partner');
      await untilRole(place, 'second', 'active');
      return async () => {
        securityGroups.open(address, 'partner');
        place.wired.second.unit.reboot();
        await untilRole(place, 'second', 'standby');
      };
    },
  },
  unconnected: {
    words: 'the standby has rebooted, and no health check reaches it',
    happen: async (place) => {
      const { securityGroups } = place.one.region;
      const { unit } = place.wired.second;
      securityGroups.close(unit.address, 'load-balancer');
      unit.reboot();
      await until(place, 'it is up again', () => unit.machine() === 'up');
      return async () => {
        securityGroups.open(unit.address, 'load-balancer');
        await untilRole(place, 'second', 'standby');
      };
    },
  },
  pacified: {
    words: 'a standby reboots four times within five minutes',
    pairId: RESTLESS,
    happen: async (place) => {
      await rebootTooOften(place);
      return async () => {
        place.wired.first.unit.clearPacification();
        await untilRole(place, 'first', 'standby');
        await place.stage.wait(PACIFIED_FOR_MS);
      };
    },
  },
  partners: otherHa('the first unit has somebody else for its partner', 'first', { partner: '10.1.1.250' }),
  'partner-secret': {
    words: 'nobody has declared the partner secret',
    happen: async ({ stage, pair }) => {
      await declareOtherwise(stage, pair.id, ({ partnerSecret: _, ...declared }) => declared);
      return () => declareOtherwise(stage, pair.id, (declared) => declared);
    },
  },
  'health-port': otherHa('the standby answers health checks on another port', 'second', { healthPort: 8446 }),
  'all-interfaces': {
    words: 'the standby gets a second interface, and answers health checks on the first alone',
    happen: (place) => {
      const { interfaces } = place.wired.second.management.configuration;
      const before = interfaces.snapshot();
      interfaces.add('10.1.12.10/24');
      return () => interfaces.restore(before);
    },
  },
  preference: otherHa('the standby is set to Prefer First by hand', 'second', { preferFirst: true }),
};
