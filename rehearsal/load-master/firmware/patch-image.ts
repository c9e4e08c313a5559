/**
 * Firmware for the rehearsal: a first line that names the version, then padding. The vendor's images are signed and
 * a unit takes nothing else; a simulated unit takes these and nothing else.
 */
const MARK = 'UNDERSTUDY-REHEARSAL-PATCH';

const FIRST_LINE = new RegExp(`^${MARK} (\\d{1,5}(?:\\.\\d{1,5}){3}[\\w.-]{0,40})\\n`);

/** Longer than any first line. */
const LONGEST_FIRST_LINE = 128;

const PADDING = Buffer.alloc(64 * 1024, 'padding ');

/**
 * An image of exactly `size` bytes for `version` (four numbers, then build and suffix if any), in pieces.
 * @throws RangeError when the version is not one, or `size` leaves no room for the first line
 */
export async function* patchImage(version: string, size: number): AsyncGenerator<Buffer> {
  const firstLine = Buffer.from(`${MARK} ${version}\n`);
  if (patchVersion(firstLine) !== version) throw new RangeError(`not a version: ${version}`);
  if (size < firstLine.length) throw new RangeError(`an image has at least ${firstLine.length} bytes`);
  yield firstLine;
  for (let left = size - firstLine.length; left > 0; left -= PADDING.length)
    yield PADDING.subarray(0, Math.min(left, PADDING.length));
}

/** The version an image is of, by its beginning; undefined for anything that is not an image. */
export const patchVersion = (beginning: Buffer): string | undefined =>
  FIRST_LINE.exec(beginning.subarray(0, LONGEST_FIRST_LINE).toString('latin1'))?.[1];
