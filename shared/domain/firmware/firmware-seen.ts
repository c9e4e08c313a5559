import type { UnitName } from '#domain/estate/estate.ts';
import type { PairSeen, Reading } from '#domain/pair/seen.ts';
import type { EpochMs } from '#domain/time.ts';

/** What a unit says of its firmware, and of what it is there for. */
export interface FirmwareSeen {
  /** As the unit writes it, for example `7.2.54.12.22642.RELEASE`. */
  readonly version: string;
  /** The version that a restore would bring back; absent where none is kept. */
  readonly previousVersion?: string;
  /** Firmware released after this may be refused; absent where support has no end, or none is known. */
  readonly supportedUntil?: EpochMs;
  readonly servicesUp: number;
  readonly servicesTotal: number;
}

export type FirmwareOfUnits = Readonly<Record<UnitName, Reading<FirmwareSeen>>>;

const NOT_ASKED: Reading<never> = { kind: 'unread', code: 'not-asked' };

/** What a look says of the firmware of both units; not asked, where nobody asked the units. */
export const firmwareOf = ({ firmware }: PairSeen): FirmwareOfUnits => ({
  first: firmware?.first.firmware ?? NOT_ASKED,
  second: firmware?.second.firmware ?? NOT_ASKED,
});
