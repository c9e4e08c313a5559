import type { ConfigurationSection } from '#rehearsal/load-master/config/configuration-section.ts';

/** A certificate that somebody installed under a name of their own. The unit's own one is not among them. */
export interface InstalledCertificate {
  readonly name: string;
  /** PEM: the certificate alone, without its key. */
  readonly pem: string;
}

/** The TLS certificates of one unit. */
export class Certificates implements ConfigurationSection<readonly InstalledCertificate[]> {
  #all: readonly InstalledCertificate[] = [];
  readonly #changed: () => void;

  /** `changed` is called after every change. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  all(): readonly InstalledCertificate[] {
    return this.#all;
  }

  find(name: string): InstalledCertificate | undefined {
    return this.#all.find((one) => one.name === name);
  }

  /** In the place of one with the same name. */
  put(certificate: InstalledCertificate): void {
    this.restore([...this.#without(certificate.name), certificate]);
  }

  /** False when there is none. */
  delete(name: string): boolean {
    if (this.find(name) === undefined) return false;
    this.restore(this.#without(name));
    return true;
  }

  snapshot(): readonly InstalledCertificate[] {
    return structuredClone(this.#all);
  }

  restore(all: readonly InstalledCertificate[]): void {
    this.#all = structuredClone(all);
    this.#changed();
  }

  #without(name: string): readonly InstalledCertificate[] {
    return this.#all.filter((one) => one.name !== name);
  }
}
