import {
  CHECKSUM_ALGORITHMS,
  type ChecksumAlgorithm,
  checksumHeader,
  type DigestValues,
} from '#rehearsal/aws-wire/s3/digests.ts';
import { refusal } from '#rehearsal/aws-wire/s3/refusals.ts';

/** What a request says of its payload, before and behind it. */
export interface Claims {
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** By lower-case name. */
  readonly trailers: ReadonlyMap<string, string>;
}

/** A payload that is what the request said. */
export interface Verified {
  readonly md5: Buffer;
  /** The one the request named, if any. */
  readonly checksum: { readonly algorithm: ChecksumAlgorithm; readonly value: Buffer } | undefined;
}

const MD5_BYTES = 16;

const checkMd5 = (claimed: string | undefined, { md5 }: DigestValues): void => {
  if (claimed === undefined) return;
  const expected = Buffer.from(claimed, 'base64');
  if (expected.length !== MD5_BYTES) throw refusal('InvalidDigest');
  if (!expected.equals(md5))
    throw refusal('BadDigest', 'The Content-MD5 you specified did not match what we received.');
};

/** Other values than a hash (`UNSIGNED-PAYLOAD`, `STREAMING-...`) say how the payload is signed, not what it is. */
const checkSignedHash = (claimed: string | undefined, { sha256 }: DigestValues): void => {
  if (claimed !== undefined && /^[\da-f]{64}$/.test(claimed) && claimed !== sha256.toString('hex'))
    throw refusal('XAmzContentSHA256Mismatch');
};

const claimOf = ({ headers, trailers }: Claims, algorithm: ChecksumAlgorithm): string | undefined => {
  const name = checksumHeader(algorithm);
  const isTrailer = headers['x-amz-trailer']?.toLowerCase() === name;
  if (isTrailer && !trailers.has(name)) throw refusal('MalformedTrailerError');
  return headers[name] ?? trailers.get(name);
};

/** @throws CloudError for anything that a request says of its payload and that is not so */
export const checkPayload = (claims: Claims, values: DigestValues): Verified => {
  checkMd5(claims.headers['content-md5'], values);
  checkSignedHash(claims.headers['x-amz-content-sha256'], values);
  let checksum: Verified['checksum'];
  for (const algorithm of CHECKSUM_ALGORITHMS) {
    const claimed = claimOf(claims, algorithm);
    if (claimed === undefined) continue;
    if (claimed !== values[algorithm].toString('base64'))
      throw refusal(
        'BadDigest',
        `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
      );
    checksum = { algorithm, value: values[algorithm] };
  }
  return { md5: values.md5, checksum };
};
