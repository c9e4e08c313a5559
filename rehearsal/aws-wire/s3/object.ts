import type { EpochMs } from '#domain/time.ts';
import type { ChecksumAlgorithm } from '#rehearsal/aws-wire/s3/digests.ts';

/** An object the world declares: neither disk nor memory holds it, its bytes are made again for everyone who reads. */
export interface DeclaredObject {
  readonly size: number;
  /** In hexadecimal. */
  readonly sha256: string;
  /** Exactly `size` bytes, the same every time. */
  open(): AsyncIterable<Buffer>;
}

/** The bytes of an object, wherever they are. */
export interface ObjectBody {
  readonly size: number;
  open(): AsyncIterable<Buffer>;
}

export interface ObjectChecksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64; of the checksums of the parts, with `-<number of parts>` behind it, where it is composite. */
  readonly value: string;
  readonly type: 'FULL_OBJECT' | 'COMPOSITE';
}

/** What a request said of an object when it was put, and what an answer says again. */
export interface ObjectHeaders {
  readonly contentType: string;
  /** `x-amz-meta-*` by header name. */
  readonly metadata: Readonly<Record<string, string>>;
}

export interface StoredObject extends ObjectHeaders {
  readonly body: ObjectBody;
  /** Without its quotes. */
  readonly etag: string;
  readonly lastModified: EpochMs;
  readonly checksum: ObjectChecksum | undefined;
  /** Lets go of what holds the bytes, as soon as nobody reads them any more. */
  discard(): Promise<void>;
}

/** S3's own where none was given. */
const DEFAULT_CONTENT_TYPE = 'binary/octet-stream';

export const NO_HEADERS: ObjectHeaders = { contentType: DEFAULT_CONTENT_TYPE, metadata: {} };

export const objectHeadersOf = (headers: Readonly<Record<string, string | undefined>>): ObjectHeaders => ({
  contentType: headers['content-type'] ?? DEFAULT_CONTENT_TYPE,
  metadata: Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      name.startsWith('x-amz-meta-') && value !== undefined ? [[name, value]] : [],
    ),
  ),
});

export const declaredObject = (declared: DeclaredObject, now: EpochMs): StoredObject => ({
  ...NO_HEADERS,
  body: declared,
  // An entity tag is the MD5 of the bytes for some objects and an opaque value for all others; it looks the same.
  etag: declared.sha256.slice(0, 32),
  lastModified: now,
  checksum: {
    algorithm: 'sha256',
    value: Buffer.from(declared.sha256, 'hex').toString('base64'),
    type: 'FULL_OBJECT',
  },
  discard: async () => undefined,
});
