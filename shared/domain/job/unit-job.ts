import type { FirmwareImage } from '#domain/firmware/firmware-order.ts';
import type { GeoLists } from '#domain/geo/geo-seen.ts';
import type { EpochMs } from '#domain/time.ts';

/**
 * What is done to a unit that takes minutes, or that no command of the unit shows afterwards. It is asked for and goes
 * its own way; whoever did it writes down what came of it, and that record is what is seen of it (docs/adr/0010).
 */
export type UnitJob =
  /** A backup into the firmware bucket, read back and compared. */
  | { readonly kind: 'backup' }
  /** The image goes onto the unit; it takes effect with the next reboot. */
  | { readonly kind: 'install'; readonly image: FirmwareImage; readonly target: string }
  /** The version the unit ran before becomes the one that the next reboot starts. */
  | { readonly kind: 'restore-previous'; readonly target: string }
  /** The secret that is declared for the pair. */
  | { readonly kind: 'set-partner-secret' }
  /** A backup, then the GEO lists, access first; read back. A list that is absent is left as it is. */
  | { readonly kind: 'set-geo-lists'; readonly lists: Partial<GeoLists> };

export type UnitJobKind = UnitJob['kind'];

/** The last record of a unit's jobs. */
export interface JobSeen {
  /** Chosen by whoever asked. */
  readonly jobId: string;
  readonly kind: UnitJobKind;
  /** `running`: it was begun and nobody has written down its end; that may never come. */
  readonly state: 'running' | 'done' | 'failed';
  readonly at: EpochMs;
  /** Why it failed. */
  readonly code?: string;
  /** Of several things to be done, the one that failed; what comes before it was done. */
  readonly failedAt?: 'backup' | 'access' | 'partners';
  /** Of a backup: its key in the firmware bucket. */
  readonly key?: string;
}
