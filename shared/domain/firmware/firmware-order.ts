import type { EpochMs } from '#domain/time.ts';

/** An image in the firmware bucket of the pair's region. */
export interface FirmwareImage {
  /** Object key; its last part is the vendor's file name, which begins with the version the image is of. */
  readonly key: string;
  /** SHA-256 of the object, 64 hexadecimal digits in lower case, from the checksum file that came with the image. */
  readonly sha256: string;
}

/** A wish to bring both units of one pair to one version. */
export interface FirmwareOrder {
  /** Identity for deduplication: the rollout and the pair. */
  readonly id: string;
  readonly rolloutId: string;
  /** A version as `parseVersion` reads it. */
  readonly target: string;
  /** Absent: each unit goes back to the version that it keeps as its previous one. */
  readonly image?: FirmwareImage;
  /** The window closes: what has changed nothing by then is not begun any more. Absent: any time will do. */
  readonly notAfter?: EpochMs;
  readonly requestedAt: EpochMs;
  /** Who asked and why, for the journal. */
  readonly why: string;
}
