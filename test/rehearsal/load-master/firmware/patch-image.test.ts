import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patchImage, patchVersion } from '#rehearsal/load-master/firmware/patch-image.ts';

const VERSION = '7.2.61.1.24109.RELEASE';

const read = async (image: AsyncIterable<Buffer>): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of image) chunks.push(chunk);
  return Buffer.concat(chunks);
};

describe('patchImage', () => {
  it('has the size asked for, whatever it is, and names its version', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 64, max: 300_000 }), async (size) => {
        const image = await read(patchImage(VERSION, size));
        expect(image.length).toBe(size);
        expect(patchVersion(image)).toBe(VERSION);
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    { version: '7.2', size: 1000 },
    { version: `${VERSION}\n`, size: 1000 },
    { version: VERSION, size: 10 },
  ])('is refused for %o', async ({ version, size }) => {
    await expect(read(patchImage(version, size))).rejects.toThrow(RangeError);
  });
});

describe('patchVersion', () => {
  it.each([
    '',
    'PATCH 7.2.61.1\n',
    'UNDERSTUDY-REHEARSAL-PATCH 7.2.61.1',
    'UNDERSTUDY-REHEARSAL-PATCH 7.2.61\n',
    ' UNDERSTUDY-REHEARSAL-PATCH 7.2.61.1\n',
  ])('%j is no image', (text) => {
    expect(patchVersion(Buffer.from(text))).toBeUndefined();
  });
});
