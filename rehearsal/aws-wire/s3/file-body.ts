import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { ObjectBody } from '#rehearsal/aws-wire/s3/object.ts';

/** Bytes in files, one behind the other: the parts of a multipart upload are never copied into one. */
export class FileBody implements ObjectBody {
  readonly paths: readonly string[];
  readonly size: number;
  #readers = 0;
  #isDiscarded = false;

  constructor(paths: readonly string[], size: number) {
    this.paths = paths;
    this.size = size;
  }

  /** Counted from here on: a reader gets all the bytes, also of an object that is replaced meanwhile. */
  open(): AsyncIterable<Buffer> {
    this.#readers += 1;
    return this.#read();
  }

  async discard(): Promise<void> {
    this.#isDiscarded = true;
    await this.#sweep();
  }

  async *#read(): AsyncGenerator<Buffer> {
    try {
      for (const path of this.paths) yield* createReadStream(path);
    } finally {
      this.#readers -= 1;
      await this.#sweep();
    }
  }

  async #sweep(): Promise<void> {
    if (!this.#isDiscarded || this.#readers > 0) return;
    for (const path of this.paths) await rm(path, { force: true });
  }
}
