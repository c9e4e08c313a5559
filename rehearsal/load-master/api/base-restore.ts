import type {
  BaseConfiguration,
  UnitConfiguration,
} from '#rehearsal/load-master/config/unit-configuration.ts';
import type { LoadMasterUnit } from '#rehearsal/load-master/types.ts';

/**
 * A base configuration that was restored acts when the unit has booted the next time. The latest wins.
 * @see High Availability, Feature Description
 */
export class BaseRestore {
  readonly #unit: LoadMasterUnit;
  readonly #configuration: UnitConfiguration;
  #forget: (() => void) | undefined;

  constructor(unit: LoadMasterUnit, configuration: UnitConfiguration) {
    this.#unit = unit;
    this.#configuration = configuration;
  }

  atBoot(base: BaseConfiguration): void {
    this.#forget?.();
    let wentDown = false;
    this.#forget = this.#unit.onChange(() => {
      const machine = this.#unit.machine();
      wentDown ||= machine !== 'up' && machine !== 'hung';
      if (!wentDown || machine !== 'up') return;
      this.#forget?.();
      this.#configuration.restore({ base });
    });
  }
}
