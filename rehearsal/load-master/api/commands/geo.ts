import { clockText } from '#rehearsal/load-master/api/clock-text.ts';
import {
  type Command,
  type Commands,
  changesConfiguration,
  reads,
} from '#rehearsal/load-master/api/command.ts';
import { addressesIn } from '#rehearsal/load-master/api/geo-access.ts';
import { data, done, type Fields } from '#rehearsal/load-master/api/reply.ts';
import type { GeoFqdn } from '#rehearsal/load-master/config/geo.ts';

const turn = (enabled: boolean): Command =>
  changesConfiguration((_call, { geo, scheduler }) => {
    geo.change({ enabled }, scheduler.now());
    return done();
  });

/** Nobody asks a simulated unit's DNS. */
const noRequests = ({ name, maps }: GeoFqdn): Fields => ({
  fqdn: `${name}.`,
  Map: maps.map(({ address }) => ({ addr: address, rps: 0, total: 0 })),
});

/** GEO as a whole. @see LoadMaster API v2 documentation, "GEO" */
export const GEO_COMMANDS: Commands = {
  enablegeo: turn(true),
  disablegeo: turn(false),

  isgeoenabled: reads((_call, { geo }) => {
    const text = geo.read().enabled ? 'GEO is enabled' : 'GEO is disabled';
    return data({ Data: text }, { '#text': text });
  }),

  geostats: reads((_call, { geo, unit }) => {
    const bootTime = clockText(unit.bootedAt());
    const changedAt = geo.changedAt();
    return data({
      GSLBServiceStatus: {
        BootTime: bootTime,
        LastConfiguration: changedAt === undefined ? bootTime : clockText(changedAt),
      },
      FQDNStatistics: { FQDN: geo.read().fqdns.map(noRequests) },
    });
  }),

  /** The names of a partner's fields are not published. */
  getgeopartnerstatus: reads((_call, { settings, geoPartnerStatus }) => {
    const partners = addressesIn(settings.text('geopartners'));
    const shown = partners.map((address) => ({ IPAddress: address, Status: geoPartnerStatus(address) }));
    return shown.length === 0 ? data({}) : data({ GeoPartners: { Partner: shown } });
  }),
};
