import type {
  InterfaceAudited,
  LicenceAudited,
  ServiceAudited,
  UnitAudited,
} from '#domain/audit/unit-audited.ts';
import type { GeoLists } from '#domain/geo/geo-seen.ts';
import type { EpochMs } from '#domain/time.ts';
import { AUDITED_SETTINGS } from '#loadmaster/audited-settings.ts';
import { bounded } from '#loadmaster/bounded.ts';
import type { LoadMasterSession } from '#loadmaster/client.ts';
import { getAwsHaParams } from '#loadmaster/commands/aws-ha.ts';
import { getHaStatus } from '#loadmaster/commands/get.ts';
import { listInterfaces, type NetworkInterface } from '#loadmaster/commands/interfaces.ts';
import { getLicence } from '#loadmaster/commands/licence.ts';
import { getAllSettings } from '#loadmaster/commands/settings.ts';
import { listVirtualServices, type VirtualService } from '#loadmaster/commands/virtual-services.ts';
import { defined } from '#loadmaster/defined.ts';
import { LoadMasterError } from '#loadmaster/error.ts';
import { haStatus, instant, text, words } from '#loadmaster/fields.ts';
import { ifAny } from '#loadmaster/if-any.ts';
import { readGeo } from '#loadmaster/read-geo.ts';

/**
 * Bytes of one unit's answer as JSON, GEO included: a synchronous invocation answers with 6 MB at most, and no unit is to
 * crowd the others out of it. Some thousand virtual services. @see AWS Lambda, Quotas
 */
export const MOST_AUDIT_BYTES = 250_000;

export interface AuditQuestion {
  /** For a pair in a GEO cluster. */
  readonly withGeo: boolean;
  /** Whose time the unit's is held against. */
  readonly now: () => EpochMs;
}

/** Every parameter that is set, as `getAllSettings` gives them. */
type Settings = ReadonlyMap<string, string>;

/**
 * All that an audit judges of a unit, by five calls, and up to six more with GEO. One call more of a unit whose `getall`
 * does not name `hastatus`: whether it does is not published. Throws LoadMasterError, `garbage` where it has no version.
 */
export const readAudit = async (
  session: LoadMasterSession,
  { withGeo, now }: AuditQuestion,
): Promise<UnitAudited> => {
  const all = await getAllSettings(session);
  const askedAt = now();
  const said = instant.parse(all.get('time'));
  const awsHa = await getAwsHaParams(session);
  const seen = {
    haStatus: all.has('hastatus') ? haStatus.parse(all.get('hastatus')) : await getHaStatus(session),
    ...awsHa,
    bootedAt: instant.parse(all.get('boottime')),
    version: versionIn(all),
    clock: said === undefined ? undefined : { said, askedAt },
    ntpHosts: words.parse(all.get('ntphost')),
    settings: auditedIn(all),
    services: (await listVirtualServices(session)).map(toService),
    interfaces: toInterfaces(await listInterfaces(session)),
    licence: await readLicence(session),
    geo: withGeo ? await readGeo(session, listsIn(all)) : undefined,
    certificateExpiresAt: session.certificateExpiresAt(),
  };
  return bounded(defined(seen), MOST_AUDIT_BYTES);
};

const versionIn = (all: Settings): string => {
  const version = text.parse(all.get('version'));
  if (version === undefined) throw new LoadMasterError('garbage', { command: 'getall' });
  return version;
};

/** More than any of them has. */
const SETTING_CHARACTERS = 200;

/** What a unit writes in the place of what it keeps to itself. @see RESTful API, section 3.19.5.1, `backupident` */
const MASKED = /^\*+$/;

const auditedIn = (all: Settings): UnitAudited['settings'] =>
  Object.fromEntries(
    AUDITED_SETTINGS.flatMap((name) => {
      const value = text.parse(all.get(name));
      const isTold = value !== undefined && value.length <= SETTING_CHARACTERS && !MASKED.test(value);
      return isTold ? [[name, value]] : [];
    }),
  );

/** The lists that are set. One that is not named may be empty, or no part of `getall`: it is asked for. */
const listsIn = (all: Settings): Partial<GeoLists> => {
  const list = (name: string): readonly string[] | undefined =>
    all.has(name) ? words.parse(all.get(name)) : undefined;
  return defined({ access: list('geoclients'), partners: list('geopartners') });
};

const toService = ({ name, address, port, protocol, enabled, extraPorts }: VirtualService): ServiceAudited =>
  defined({ name, address, port, protocol, enabled, extraPorts });

/** Units have been seen to show an interface without an address with that of the one before. No two have the same. */
const toInterfaces = (interfaces: readonly NetworkInterface[]): readonly InterfaceAudited[] =>
  interfaces.map(({ id, address, additionalAddresses }, nth) => {
    const isRepeated = interfaces.slice(0, nth).some((earlier) => earlier.address === address);
    return defined({ id, address: isRepeated ? undefined : address, additionalAddresses });
  });

/** A pay-per-use unit may have none to show. */
const readLicence = async (session: LoadMasterSession): Promise<LicenceAudited | undefined> => {
  const licence = await ifAny(getLicence(session));
  if (licence === undefined) return undefined;
  const { status, licensedUntil, supportedUntil } = licence;
  const told = defined({ status, licensedUntil, supportedUntil });
  return Object.keys(told).length === 0 ? undefined : told;
};
