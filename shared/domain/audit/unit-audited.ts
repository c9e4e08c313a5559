import type { GeoSeen } from '#domain/geo/geo-seen.ts';
import type { LoadMasterSeen } from '#domain/pair/seen.ts';
import type { EpochMs } from '#domain/time.ts';

/** A virtual service as rules need it. @see LoadMaster Interface Description, RESTful API, section 3.6.1 */
export interface ServiceAudited {
  readonly name?: string;
  /** Absent for a SubVS. */
  readonly address?: string;
  /** A number, or `*` for every port. */
  readonly port?: string;
  /** `tcp` or `udp`. */
  readonly protocol?: string;
  readonly enabled: boolean;
  /** Further ports, as the unit writes them: `8080-8085,9000`. */
  readonly extraPorts?: string;
}

export interface InterfaceAudited {
  readonly id: number;
  readonly address?: string;
  /** With their prefixes. */
  readonly additionalAddresses: readonly string[];
}

export interface LicenceAudited {
  readonly status?: string;
  /** Absent where it has no end. */
  readonly licensedUntil?: EpochMs;
  /** Absent where there is none. */
  readonly supportedUntil?: EpochMs;
}

/** What one unit says of itself to an audit. What it does not say is absent, which is no answer either way. */
export interface UnitAudited extends LoadMasterSeen {
  /** As the unit writes it. */
  readonly version: string;
  /** Health checks are answered on all interfaces, not on eth0 alone. */
  readonly allInterfaces: boolean;
  /** What its clock said, to the second, and when it was asked. */
  readonly clock?: { readonly said: EpochMs; readonly askedAt: EpochMs };
  /** Hosts it takes the time from. */
  readonly ntpHosts: readonly string[];
  /** Settings that the units of a pair have in common, by their names in lower case. Never a secret. */
  readonly settings: Readonly<Record<string, string>>;
  readonly services: readonly ServiceAudited[];
  readonly interfaces: readonly InterfaceAudited[];
  /** Absent where it has none to show, as a pay-per-use unit may. */
  readonly licence?: LicenceAudited;
  /** Of its management interface. */
  readonly certificateExpiresAt?: EpochMs;
  /** Only where it was asked for: of a pair in a GEO cluster. */
  readonly geo?: GeoSeen;
}
