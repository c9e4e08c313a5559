import { isDeepStrictEqual } from 'node:util';
import type { EpochMs } from '#domain/time.ts';
import { Settings } from '#rehearsal/load-master/api/parameters.ts';
import { Certificates, type InstalledCertificate } from '#rehearsal/load-master/config/certificates.ts';
import type { ConfigurationSection } from '#rehearsal/load-master/config/configuration-section.ts';
import { Geo, type GeoConfiguration } from '#rehearsal/load-master/config/geo.ts';
import { Interfaces, type NetworkInterface } from '#rehearsal/load-master/config/interfaces.ts';
import { type Route, Routes } from '#rehearsal/load-master/config/routes.ts';
import type { VirtualService } from '#rehearsal/load-master/config/virtual-service.ts';
import { VirtualServices } from '#rehearsal/load-master/config/virtual-services.ts';

/** Values by parameter name, as text. */
export type SettingTexts = Readonly<Record<string, string>>;

/**
 * What belongs to one unit and never goes to its partner: addresses, host name, name server, default gateway,
 * additional routes, interface settings, the administrative certificate. @see LoadMaster HA for AWS, section 4
 */
export interface OwnConfiguration {
  readonly settings: SettingTexts;
  readonly interfaces: readonly NetworkInterface[];
  readonly routes: readonly Route[];
}

/** The "base" part of a backup. */
export interface BaseConfiguration {
  /** Settings that partners have alike. */
  readonly settings: SettingTexts;
  /** Left out of what partners synchronise: `restore` then leaves the unit's own as it is. */
  readonly own?: OwnConfiguration;
}

/** Everything that can be configured, as plain data. */
export interface ConfigurationSnapshot {
  readonly base: BaseConfiguration;
  readonly virtualServices: readonly VirtualService[];
  readonly geo: GeoConfiguration;
  /** Synchronised between partners, but in no backup: those are made with `backupcert`. */
  readonly certificates: readonly InstalledCertificate[];
}

/** What a restore writes: parts that are left out stay as they are. */
export type ConfigurationParts = Partial<ConfigurationSnapshot>;

/** What the active unit sends its partner: everything but what belongs to it alone. */
export const synchronisedParts = ({ base, ...rest }: ConfigurationSnapshot): ConfigurationParts => ({
  base: { settings: base.settings },
  ...rest,
});

export interface UnitConfigurationSetup {
  /** Of eth0, without its prefix. */
  readonly address: string;
  /** Settings that differ from a fresh unit's, by parameter name. */
  readonly settings: SettingTexts;
  readonly now: () => EpochMs;
  /** Called after every change of a setting. */
  readonly settingsChanged: () => void;
}

const PREFIX = 24;

/** Nothing is changed by what is there already: a partner sends everything every time. */
const put = <State>(section: ConfigurationSection<State>, state: State | undefined): void => {
  if (state !== undefined && !isDeepStrictEqual(section.snapshot(), state)) section.restore(state);
};

/** The configuration of one unit: a record per concern, and all of it at once as plain data. */
export class UnitConfiguration {
  readonly settings: Settings;
  readonly interfaces: Interfaces;
  readonly routes: Routes;
  readonly virtualServices: VirtualServices;
  readonly certificates: Certificates;
  readonly geo = new Geo();
  readonly #geoSection: ConfigurationSection<GeoConfiguration> = {
    snapshot: () => structuredClone(this.geo.read()),
    restore: (geo) => this.geo.change(structuredClone(geo), this.#now()),
  };
  readonly #now: () => EpochMs;
  #changedAt: EpochMs;

  constructor({ address, settings, now, settingsChanged }: UnitConfigurationSetup) {
    this.#now = now;
    this.#changedAt = now();
    const changed = () => this.#noteChange();
    this.settings = new Settings(settings, () => {
      changed();
      settingsChanged();
    });
    this.interfaces = new Interfaces(`${address}/${PREFIX}`, changed);
    this.routes = new Routes(changed);
    this.virtualServices = new VirtualServices(changed);
    this.certificates = new Certificates(changed);
  }

  /** When it was changed last, by whomever. */
  changedAt(): EpochMs {
    return Math.max(this.#changedAt, this.geo.changedAt() ?? 0);
  }

  snapshot(): ConfigurationSnapshot {
    return {
      base: {
        settings: this.#settingTexts(false),
        own: {
          settings: this.#settingTexts(true),
          interfaces: this.interfaces.snapshot(),
          routes: this.routes.snapshot(),
        },
      },
      virtualServices: this.virtualServices.snapshot(),
      geo: this.#geoSection.snapshot(),
      certificates: this.certificates.snapshot(),
    };
  }

  /** Puts the given parts in the place of what is there. */
  restore({ base, virtualServices, geo, certificates }: ConfigurationParts): void {
    if (base !== undefined) this.#restoreBase(base);
    put(this.virtualServices, virtualServices);
    put(this.#geoSection, geo);
    put(this.certificates, certificates);
  }

  #restoreBase({ settings, own }: BaseConfiguration): void {
    this.#setAll(settings);
    if (own === undefined) return;
    this.#setAll(own.settings);
    put(this.interfaces, own.interfaces);
    put(this.routes, own.routes);
  }

  #settingTexts(local: boolean): SettingTexts {
    const names = this.settings.names().filter((name) => this.settings.isLocal(name) === local);
    return Object.fromEntries(names.map((name) => [name, this.settings.text(name)]));
  }

  #setAll(settings: SettingTexts): void {
    for (const [name, text] of Object.entries(settings))
      if (this.settings.text(name) !== text) this.settings.set(name, text);
  }

  #noteChange(): void {
    this.#changedAt = this.#now();
  }
}
