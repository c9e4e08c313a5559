import { randomUUID } from 'node:crypto';
import type { ChecksumAlgorithm } from '#rehearsal/aws-wire/s3/digests.ts';
import type { ObjectHeaders } from '#rehearsal/aws-wire/s3/object.ts';
import type { Payload } from '#rehearsal/aws-wire/s3/payload.ts';
import { refusal } from '#rehearsal/aws-wire/s3/refusals.ts';

/** A multipart upload under way. */
export interface Upload {
  readonly uploadId: string;
  readonly key: string;
  readonly headers: ObjectHeaders;
  /** What the object's checksum will be of, if anything. */
  readonly algorithm: ChecksumAlgorithm | undefined;
  readonly parts: Map<number, Payload>;
}

/** The multipart uploads of one bucket that are neither completed nor aborted. */
export class Uploads {
  readonly #underway = new Map<string, Upload>();

  begin(begun: Pick<Upload, 'key' | 'headers' | 'algorithm'>): Upload {
    const upload: Upload = { ...begun, uploadId: randomUUID(), parts: new Map() };
    this.#underway.set(upload.uploadId, upload);
    return upload;
  }

  /** @throws CloudError NoSuchUpload */
  get(uploadId: string, key: string): Upload {
    const upload = this.#underway.get(uploadId);
    if (upload?.key !== key) throw refusal('NoSuchUpload');
    return upload;
  }

  /** The last to come wins. @throws CloudError NoSuchUpload where the upload ended while the part was on its way */
  async putPart({ uploadId, parts }: Upload, partNumber: number, part: Payload): Promise<void> {
    if (!this.#underway.has(uploadId)) {
      await part.body.discard();
      throw refusal('NoSuchUpload');
    }
    const before = parts.get(partNumber);
    parts.set(partNumber, part);
    await before?.body.discard();
  }

  /** Forgets the upload and every part but those that are kept. */
  async end({ uploadId, parts }: Upload, kept: ReadonlySet<Payload> = new Set()): Promise<void> {
    this.#underway.delete(uploadId);
    for (const part of parts.values()) if (!kept.has(part)) await part.body.discard();
  }
}
