import { isAtLeast } from '#rehearsal/load-master/firmware/version.ts';

/** "Never downgrade from 7.2.36 or later to an earlier version." @see LoadMaster HA for AWS, section 7 */
const POINT_OF_NO_RETURN = '7.2.36';

/** A version that becomes the running one when the machine starts the next time. */
export interface StagedVersion {
  readonly version: string;
  /** Of the image it came in, for whoever compares: undefined where the unit had it already. */
  readonly image?: { readonly size: number; readonly sha256: string };
}

/** The versions on a unit's disk: the one that runs, one that ran before, one that waits for a reboot. */
export class Firmware {
  #running: string;
  #previous: string | undefined;
  #staged: StagedVersion | undefined;
  #bricked = false;

  constructor(version: string) {
    this.#running = version;
  }

  version(): string {
    return this.#running;
  }

  /** The only version that can be restored; undefined before the first installation. */
  previous(): string | undefined {
    return this.#previous;
  }

  /** No command of a unit shows it. */
  staged(): StagedVersion | undefined {
    return this.#staged;
  }

  /** The latest to be staged wins. */
  stage(staged: StagedVersion): void {
    this.#staged = staged;
  }

  /** What starting the machine does. False when it cannot start any more, now and ever. */
  activate(): boolean {
    const { version } = this.#staged ?? { version: this.#running };
    this.#bricked ||= isAtLeast(this.#running, POINT_OF_NO_RETURN) && !isAtLeast(version, POINT_OF_NO_RETURN);
    if (this.#staged !== undefined) this.#previous = this.#running;
    this.#running = version;
    this.#staged = undefined;
    return !this.#bricked;
  }
}
