import { refusal } from '#rehearsal/aws-wire/s3/refusals.ts';

/** An HTTP request whose body has yet to be read, once and in pieces. */
export interface S3Request {
  readonly method: string;
  /** As sent: `/<bucket>/<key>?<query>`. */
  readonly target: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: AsyncIterable<Buffer>;
  readonly requestId: string;
  /** Whether whoever asked has closed the connection. */
  readonly hasLeft: () => boolean;
}

/** What a request is about, in path-style addressing. */
export interface Resource {
  readonly bucket: string;
  /** Empty for the bucket itself. */
  readonly key: string;
}

const LONGEST_KEY_BYTES = 1024;

const pathOf = (target: string): string => target.split('?', 1)[0] ?? '';

export const queryOf = (target: string): URLSearchParams =>
  new URLSearchParams(target.slice(pathOf(target).length));

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) throw refusal('InvalidURI');
    throw error;
  }
};

/** @throws CloudError for a path that cannot be decoded, and for a key over 1,024 bytes */
export const resourceOf = (target: string): Resource => {
  const [, bucket = '', ...rest] = pathOf(target).split('/');
  const key = decoded(rest.join('/'));
  if (Buffer.byteLength(key) > LONGEST_KEY_BYTES) throw refusal('KeyTooLongError');
  return { bucket: decoded(bucket), key };
};
