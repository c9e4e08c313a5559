import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** The checksum algorithms of S3 that are served; CRC32 is the SDKs' default. */
export type ChecksumAlgorithm = 'crc32' | 'sha256';

export const CHECKSUM_ALGORITHMS: readonly ChecksumAlgorithm[] = ['crc32', 'sha256'];

export type DigestValues = Readonly<Record<ChecksumAlgorithm | 'md5', Buffer>>;

/** Everything S3 may be asked to compare a body with, computed while it passes. */
export class Digests {
  readonly #md5 = createHash('md5');
  readonly #sha256 = createHash('sha256');
  #crc32 = 0;

  update(chunk: Buffer): this {
    this.#md5.update(chunk);
    this.#sha256.update(chunk);
    this.#crc32 = crc32(chunk, this.#crc32);
    return this;
  }

  /** Once, at the end. */
  values(): DigestValues {
    const crc = Buffer.alloc(4);
    crc.writeUInt32BE(this.#crc32);
    return { md5: this.#md5.digest(), sha256: this.#sha256.digest(), crc32: crc };
  }
}

export const checksumHeader = (algorithm: ChecksumAlgorithm): string => `x-amz-checksum-${algorithm}`;
