import type { StoredObject } from '#rehearsal/aws-wire/s3/object.ts';
import { refusal } from '#rehearsal/aws-wire/s3/refusals.ts';
import { Uploads } from '#rehearsal/aws-wire/s3/uploads.ts';

/** The objects of one bucket by key. */
export class Bucket {
  readonly name: string;
  readonly uploads = new Uploads();
  readonly #objects = new Map<string, StoredObject>();

  constructor(name: string) {
    this.name = name;
  }

  find(key: string): StoredObject | undefined {
    return this.#objects.get(key);
  }

  /** @throws CloudError NoSuchKey */
  get(key: string): StoredObject {
    const object = this.find(key);
    if (object === undefined) throw refusal('NoSuchKey');
    return object;
  }

  /** The last to be put wins; readers of the one before still get all of it. */
  async put(key: string, object: StoredObject): Promise<void> {
    const before = this.find(key);
    this.#objects.set(key, object);
    await before?.discard();
  }

  async delete(key: string): Promise<void> {
    const before = this.find(key);
    this.#objects.delete(key);
    await before?.discard();
  }

  /** In the order of their UTF-8 bytes, which is how S3 lists them. */
  keys(prefix: string): readonly string[] {
    return [...this.#objects.keys()]
      .filter((key) => key.startsWith(prefix))
      .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  }
}
