import { describe, expect, it } from 'vitest';
import { StoreUnavailableError } from '#control/errors.ts';
import { useJobsWorld } from './jobs-world.ts';

const world = useJobsWorld();
const read = async (image: Parameters<typeof world.now.records.readCheck>[0]) =>
  (await world.now.records.readCheck(image))?.check;

describe('checking an image', () => {
  it('reads all of it once and records how large it is', async () => {
    const image = await world.now.putImage();
    expect(await world.now.run({ kind: 'check-image', image })).toBe('done');
    expect(await read(image)).toEqual({ state: 'done', at: expect.any(Number), bytes: 300_000 });
    expect(world.now.calls.read()).toEqual({ 's3.HeadObject': 1, 's3.GetObject': 1 });
  });

  it('that has not changed since asks only whether it has', async () => {
    const image = await world.now.putImage();
    await world.now.run({ kind: 'check-image', image });
    world.now.calls.reset();
    expect(await world.now.run({ kind: 'check-image', image })).toBe('done');
    expect(world.now.calls.read()).toEqual({ 's3.HeadObject': 1 });
    expect(await read(image)).toMatchObject({ state: 'done', bytes: 300_000 });
  });

  it('does not go on holding for what was replaced', async () => {
    const image = await world.now.putImage();
    await world.now.run({ kind: 'check-image', image });
    await world.now.putImage('7.2.62.0.25000.RELEASE', { key: image.key });
    expect(await world.now.run({ kind: 'check-image', image })).toBe('failed');
    const record = await world.now.records.readCheck(image);
    expect(record?.check).toMatchObject({ state: 'failed', code: 'image-checksum' });
    expect(record).not.toHaveProperty('verified');
  });

  it('is not begun while the same one is under way', async () => {
    const image = await world.now.putImage();
    await world.now.records.beginCheck(image, world.now.scheduler.now());
    expect(await world.now.run({ kind: 'check-image', image })).toBe('known');
    expect(world.now.calls.read()).toEqual({});
  });

  it('fails for another checksum, and says so', async () => {
    const image = { ...(await world.now.putImage()), sha256: 'ab'.repeat(32) };
    expect(await world.now.run({ kind: 'check-image', image })).toBe('failed');
    expect(await read(image)).toMatchObject({ state: 'failed', code: 'image-checksum' });
    expect(world.now.failures).toEqual([{ kind: 'check-image', key: image.key, code: 'image-checksum' }]);
  });

  it('fails for what is not there', async () => {
    const image = { key: 'images/7.2.61.1', sha256: 'ab'.repeat(32) };
    expect(await world.now.run({ kind: 'check-image', image })).toBe('failed');
    expect(await read(image)).toMatchObject({ state: 'failed', code: 'image-missing' });
  });

  it.each([
    { what: 'cut short', operation: 'GetObject', fault: { kind: 'cut-body', afterBytes: 299_999 } },
    { what: 'refused', operation: 'GetObject', fault: { kind: 'drop-request' } },
    {
      what: 'denied',
      operation: 'HeadObject',
      fault: { kind: 'error', code: 'AccessDenied', httpStatus: 403, message: 'no' },
    },
  ] as const)('fails for what is $what', async ({ operation, fault }) => {
    const image = await world.now.putImage();
    world.now.faults.inject({ service: 's3', operation, fault });
    expect(await world.now.run({ kind: 'check-image', image })).toBe('failed');
    expect(await read(image)).toMatchObject({ state: 'failed', code: 'image-unread' });
  });

  it('throws when there is no record to begin with', async () => {
    const image = await world.now.putImage();
    const records = { ...world.now.records, beginCheck: () => Promise.reject(new StoreUnavailableError()) };
    await expect(world.now.run({ kind: 'check-image', image }, { records })).rejects.toThrow(
      StoreUnavailableError,
    );
    expect(world.now.calls.read()).toEqual({});
  });
});
