import { describe, expect, it } from 'vitest';
import { StoreUnavailableError } from '#control/errors.ts';
import { makeSecret } from '#loadmaster/credentials.ts';
import { sha256Of, TARGET, UNIT, useJobsWorld } from './jobs-world.ts';

const world = useJobsWorld();
const install = (image: { readonly key: string; readonly sha256: string }, target = TARGET) =>
  ({ kind: 'install', image, target }) as const;
const job = () => world.now.records.readJob(UNIT);
const calls = () => world.now.calls.read();
const failsWith = (code: string) => expect.objectContaining({ jobId: 'j1', state: 'failed', code });

describe('installing an image', () => {
  it('checks it, sends it as it is, and records that it is on the unit', async () => {
    const image = await world.now.putImage();
    expect(await world.now.runJob(install(image))).toBe('done');
    expect(world.now.unit.firmware.staged()).toEqual({
      version: TARGET,
      image: { size: 300_000, sha256: image.sha256 },
    });
    expect(await job()).toMatchObject({ jobId: 'j1', kind: 'install', state: 'done' });
    expect(calls()).toEqual({ 's3.HeadObject': 1, 's3.GetObject': 2 });
    expect(world.now.failures).toEqual([]);
  });

  it('does not read what was verified and is still the same object', async () => {
    const image = await world.now.putImage();
    expect(await world.now.run({ kind: 'check-image', image })).toBe('done');
    world.now.calls.reset();
    expect(await world.now.runJob(install(image))).toBe('done');
    expect(calls()).toEqual({ 's3.HeadObject': 1, 's3.GetObject': 1 });
  });

  it('reads again what was replaced after it was verified', async () => {
    const image = await world.now.putImage();
    await world.now.run({ kind: 'check-image', image });
    await world.now.putImage('7.2.61.1.24110.RELEASE', { key: image.key });
    expect(await world.now.runJob(install(image))).toBe('failed');
    expect(await job()).toEqual(failsWith('image-checksum'));
    expect(world.now.unit.firmware.staged()).toBeUndefined();
  });

  it('sends nothing else when it is replaced between the check and the upload', async () => {
    const image = await world.now.putImage();
    const { bucket } = world.now;
    const seen = await bucket.head(image.key);
    await world.now.putImage('7.2.61.1.24110.RELEASE', { key: image.key });
    const late = { ...bucket, head: async () => seen };
    await world.now.records.beginCheck(image, 0).then(async (beginning) => {
      if (beginning.kind !== 'begun' || seen === 'missing') throw new Error('no check');
      await world.now.records.endCheck(image, { ...beginning.record, verified: seen });
    });
    expect(await world.now.runJob(install(image), 'j1', { bucket: late })).toBe('failed');
    expect(await job()).toEqual(failsWith('image-unread'));
    expect(world.now.unit.firmware.staged()).toBeUndefined();
  });

  it('is done once, however often it is delivered', async () => {
    const image = await world.now.putImage();
    let again: unknown;
    const resolve = async () => {
      // While the first delivery is at work.
      again ??= await world.now.records.begin(UNIT, {
        jobId: 'j1',
        kind: 'install',
        at: world.now.scheduler.now(),
      });
      return { appliance: world.now.pair.units.first };
    };
    expect(await world.now.runJob(install(image), 'j1', { resolve })).toBe('done');
    expect(again).toEqual({ kind: 'known' });
    const uploads = () => world.now.wired.accessLog.entries().length;
    const before = { uploads: uploads(), record: await job(), calls: calls() };
    expect(await world.now.runJob(install(image))).toBe('known');
    expect({ uploads: uploads(), record: await job(), calls: calls() }).toEqual(before);
  });

  it('waits for another job of the unit', async () => {
    const image = await world.now.putImage();
    await world.now.records.begin(UNIT, { jobId: 'j0', kind: 'backup', at: world.now.scheduler.now() });
    expect(await world.now.runJob(install(image))).toBe('busy');
    expect(await job()).toMatchObject({ jobId: 'j0', state: 'running' });
    expect(calls()).toEqual({});
  });
});

describe('what is not installed', () => {
  it('has another checksum', async () => {
    const image = await world.now.putImage();
    expect(await world.now.runJob(install({ ...image, sha256: 'ab'.repeat(32) }))).toBe('failed');
    expect(await job()).toEqual(failsWith('image-checksum'));
    expect(world.now.unit.firmware.staged()).toBeUndefined();
    expect(world.now.failures).toEqual([{ ...UNIT, kind: 'install', jobId: 'j1', code: 'image-checksum' }]);
  });

  it('is not there', async () => {
    const image = { key: `images/${TARGET}-64bit.patch`, sha256: sha256Of(Buffer.of()) };
    expect(await world.now.runJob(install(image))).toBe('failed');
    expect(await job()).toEqual(failsWith('image-missing'));
  });

  it('is cut short on its way from S3 to the unit', async () => {
    const image = await world.now.putImage();
    await world.now.run({ kind: 'check-image', image });
    world.now.faults.inject({
      service: 's3',
      operation: 'GetObject',
      fault: { kind: 'cut-body', afterBytes: 200_000 },
    });
    expect(await world.now.runJob(install(image))).toBe('failed');
    expect(await job()).toEqual(failsWith('image-unread'));
    expect(world.now.unit.firmware.staged()).toBeUndefined();
  });

  it.each([
    { what: 'S3 fails', fault: { kind: 'error', code: 'InternalError', httpStatus: 500, message: 'no' } },
    { what: 'S3 denies', fault: { kind: 'error', code: 'AccessDenied', httpStatus: 403, message: 'no' } },
    { what: 'S3 drops the connection', fault: { kind: 'drop-request' } },
  ] as const)('cannot be read: $what', async ({ fault }) => {
    const image = await world.now.putImage();
    world.now.faults.inject({ service: 's3', operation: 'HeadObject', fault });
    expect(await world.now.runJob(install(image))).toBe('failed');
    expect(await job()).toEqual(failsWith('image-unread'));
  });

  it('is no image to the unit, whose words stay in the log', async () => {
    const bytes = Buffer.from('not an image');
    const image = { key: `images/${TARGET}-64bit.patch`, sha256: sha256Of(bytes) };
    const open = async function* () {
      yield bytes;
    };
    await world.now.s3.put('firmware', image.key, { size: bytes.length, sha256: image.sha256, open });
    expect(await world.now.runJob(install(image))).toBe('failed');
    expect(await job()).toEqual(failsWith('loadmaster-command'));
    expect(await job()).not.toHaveProperty('said');
    expect(world.now.failures).toMatchObject([{ command: 'installpatch', said: 'Invalid patch file' }]);
  });

  it('meets a unit that reboots in the middle', async () => {
    const image = await world.now.putImage();
    const { bucket, unit } = world.now;
    const open: typeof bucket.open = (key, seen) => {
      const source = bucket.open(key, seen);
      const bytes = async function* () {
        for await (const chunk of source.bytes) {
          yield chunk;
          unit.reboot();
        }
      };
      return { ...source, bytes: bytes() };
    };
    await world.now.run({ kind: 'check-image', image });
    expect(await world.now.runJob(install(image), 'j1', { bucket: { ...bucket, open } })).toBe('failed');
    expect(await job()).toEqual(failsWith('loadmaster-unreachable'));
    expect(unit.firmware.staged()).toBeUndefined();
  });

  it('is kept from a unit that refuses the credentials', async () => {
    const image = await world.now.putImage();
    world.now.credentials = {
      ...world.now.credentials,
      kind: 'password',
      user: 'bal',
      password: makeSecret('wrong'),
    };
    expect(await world.now.runJob(install(image))).toBe('failed');
    expect(await job()).toEqual(failsWith('loadmaster-auth'));
    expect(world.now.forgotten).toEqual(['lm/dublin-1']);
  });

  it.each([
    { what: 'no such pair', code: 'unit-not-declared', resolve: async () => undefined },
    {
      what: 'a table that does not answer',
      code: 'estate-unread',
      resolve: () => Promise.reject(new StoreUnavailableError()),
    },
  ])('has no unit to go to: $what', async ({ code, resolve }) => {
    const image = await world.now.putImage();
    expect(await world.now.runJob(install(image), 'j1', { resolve })).toBe('failed');
    expect(await job()).toEqual(failsWith(code));
  });

  it('has no credentials to go with', async () => {
    const image = await world.now.putImage();
    const credentials = {
      read: async () => ({ kind: 'missing', code: 'credentials-unavailable' }) as const,
      forget: () => undefined,
    };
    expect(await world.now.runJob(install(image), 'j1', { credentials })).toBe('failed');
    expect(await job()).toEqual(failsWith('credentials-unavailable'));
  });

  it('is not known to be verified, because the table does not answer', async () => {
    const image = await world.now.putImage();
    const records = { ...world.now.records, readCheck: () => Promise.reject(new StoreUnavailableError()) };
    expect(await world.now.runJob(install(image), 'j1', { records })).toBe('failed');
    expect(await job()).toEqual(failsWith('estate-unread'));
  });

  it('lets a bug be seen', async () => {
    const image = await world.now.putImage();
    const resolve = () => Promise.reject(new TypeError('ours'));
    await expect(world.now.runJob(install(image), 'j1', { resolve })).rejects.toThrow(TypeError);
  });
});

describe('the floor below which a unit is lost', () => {
  const OLD = '7.2.35.2.10000.RELEASE';

  it('holds for an image that is verified, named and asked for', async () => {
    const image = await world.now.putImage(OLD);
    expect(await world.now.run({ kind: 'check-image', image })).toBe('done');
    expect(await world.now.runJob(install(image, OLD))).toBe('failed');
    expect(await job()).toEqual(failsWith('brick-floor'));
    expect(world.now.unit.firmware.staged()).toBeUndefined();
  });

  it('is not gone round by a name', async () => {
    const image = await world.now.putImage(OLD);
    expect(await world.now.runJob(install(image))).toBe('failed');
    expect(await job()).toEqual(failsWith('wrong-image'));
    expect(world.now.unit.firmware.staged()).toBeUndefined();
  });
});

describe('a unit that does not say what it runs', () => {
  const odd = useJobsWorld('unknown');

  it.each([TARGET, '7.2.35.2.10000.RELEASE'])('gets nothing: %s', async (version) => {
    const image = await odd.now.putImage(version);
    expect(await odd.now.runJob(install(image, version))).toBe('failed');
    expect(await odd.now.records.readJob(UNIT)).toEqual(failsWith('version-unread'));
    expect(odd.now.unit.firmware.staged()).toBeUndefined();
  });
});

describe('a unit below the floor', () => {
  const old = useJobsWorld('7.2.30.1.9000.RELEASE');

  it('goes where it has been', async () => {
    const version = '7.2.35.2.10000.RELEASE';
    const image = await old.now.putImage(version);
    expect(await old.now.runJob(install(image, version))).toBe('done');
    expect(old.now.unit.firmware.staged()?.version).toBe(version);
  });
});
