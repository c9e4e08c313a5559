import type { UnitName } from '#domain/estate/estate.ts';
import { UNIT_NAMES } from '#domain/estate/estate.ts';
import type { Break, BreakPlace, Breaks, Mend } from '#rehearsal/scenarios/audit-break.ts';

/* What can be wrong about virtual services and settings. */

/** The units do not synchronise for as long as it lasts: the active one would put the standby right. */
export const whileApart = async (
  { wired }: BreakPlace,
  happen: () => Mend | Promise<Mend>,
): Promise<Mend> => {
  wired.second.management.setSyncPortOpen(false);
  const mend = await happen();
  return async () => {
    await mend();
    wired.second.management.setSyncPortOpen(true);
  };
};

/** At the unit's own address. */
const addService = ({ wired }: BreakPlace, unit: UnitName, port: number): Mend => {
  const { virtualServices } = wired[unit].management.configuration;
  const { index } = virtualServices.add({
    address: wired[unit].unit.address,
    port: String(port),
    protocol: 'tcp',
    fields: { NickName: `on ${port}` },
    realServers: [],
  });
  return () => virtualServices.delete(index);
};

/** On both units, as the synchronisation leaves it. */
const serviceOn = (port: number): Break => ({
  words: `a virtual service is added on port ${port}`,
  happen: (place) => {
    const mends = UNIT_NAMES.map((unit) => addService(place, unit, port));
    return async () => {
      for (const mend of mends) await mend();
    };
  },
});

/** Of the standby alone. */
export const otherSetting = (words: string, name: string, value: string): Break => ({
  words,
  happen: (place) =>
    whileApart(place, () => {
      const { settings } = place.wired.second.management;
      const before = settings.text(name);
      if (!settings.set(name, value)) throw new Error(`${name} cannot be ${value}`);
      return () => void settings.set(name, before);
    }),
});

export const SERVICE_BREAKS: Breaks = {
  'no-service-on-health-port': serviceOn(8444),
  'no-service-on-sync-port': serviceOn(6973),
  'no-service-on-ssh-port': serviceOn(22),
  'services-equal': {
    words: 'a virtual service is on the standby alone, and nothing synchronises',
    happen: (place) => whileApart(place, () => addService(place, 'second', 9_443)),
  },
  'settings-equal': otherSetting('a setting of the standby is another one', 'cachesize', '200'),
  'api-settings': otherSetting('session management is off on the standby', 'sessioncontrol', 'no'),
  ntp: otherSetting('the standby has no NTP host', 'ntphost', ''),
};
