import { refusal } from '#rehearsal/aws-wire/s3/refusals.ts';

const CRLF = '\r\n';

/** Longer than the header of any chunk and any trailer. */
const LONGEST_LINE_BYTES = 1024;

/** Reads lines and runs of bytes off a stream, and keeps no more of it than the beginning of a line and one piece. */
export class ByteReader {
  readonly #source: AsyncIterator<Buffer>;
  #pending: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Up to the next CR LF, which it leaves out. @throws CloudError IncompleteBody where there is none, or not soon */
  async line(): Promise<string> {
    for (;;) {
      const end = this.#pending.indexOf(CRLF);
      if (end >= 0) return this.#cut(end + CRLF.length).toString('latin1', 0, end);
      if (this.#pending.length > LONGEST_LINE_BYTES) throw refusal('IncompleteBody');
      this.#pending = Buffer.concat([this.#pending, await this.#next()]);
    }
  }

  /** The next `count` bytes, in pieces as they come. Throws IncompleteBody where there are fewer. */
  async *take(count: number): AsyncGenerator<Buffer> {
    for (let left = count; left > 0; ) {
      if (this.#pending.length === 0) this.#pending = await this.#next();
      const piece = this.#cut(left);
      left -= piece.length;
      yield piece;
    }
  }

  /** Whatever is left is somebody else's to read. */
  async release(): Promise<void> {
    await this.#source.return?.();
  }

  #cut(most: number): Buffer {
    const piece = this.#pending.subarray(0, most);
    this.#pending = this.#pending.subarray(piece.length);
    return piece;
  }

  async #next(): Promise<Buffer> {
    const { done, value } = await this.#source.next();
    if (done === true) throw refusal('IncompleteBody');
    return value;
  }
}
