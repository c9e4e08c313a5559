import { watch } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { refusalOf } from '../refusal.ts';
import { BUCKET, type S3Rig, someBytes, startS3, weigh } from './s3-rig.ts';

const object = { Bucket: BUCKET, Key: 'image' };

let parent: string;
let rig: S3Rig;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'understudy-spool-'));
  vi.stubEnv('TMPDIR', parent);
  rig = await startS3();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rig[Symbol.asyncDispose]();
  expect(rig.defects).toEqual([]);
  expect(await readdir(parent)).toEqual([]);
  await rm(parent, { recursive: true });
});

const directory = async (): Promise<string> => {
  const [name = ''] = await readdir(parent);
  return join(parent, name);
};

const files = async (): Promise<number> => (await readdir(await directory())).length;

/** When there are so many: looks at every change. */
const untilFiles = async (count: number): Promise<void> => {
  const reached = Promise.withResolvers<void>();
  const look = () => files().then((now) => now === count && reached.resolve(), reached.reject);
  const watcher = watch(await directory(), look);
  look();
  await reached.promise.finally(() => watcher.close());
};

const put = (Body: Buffer) => rig.s3.send(new PutObjectCommand({ ...object, Body }));

it('an object has one file, until it is replaced or deleted', async () => {
  await put(Buffer.from('one'));
  await put(Buffer.from('two'));
  expect(await files()).toBe(1);
  await rig.s3.send(new DeleteObjectCommand(object));
  expect(await files()).toBe(0);
});

it('a file stays for as long as somebody reads it', async () => {
  await put(someBytes(24 * 1024 * 1024));
  const { Body } = await rig.s3.send(new GetObjectCommand(object));
  await rig.s3.send(new DeleteObjectCommand(object));
  expect(await files()).toBe(1);
  await weigh(Body as Readable);
  await untilFiles(0);
});

it('nothing remains of a body that was refused', async () => {
  const body = Readable.from([Buffer.alloc(9000)]);
  await refusalOf(rig.s3.send(new PutObjectCommand({ ...object, Body: body, ContentLength: 9001 })));
  expect(await files()).toBe(0);
});

it('nor of one whose sender went away, which is no defect', async () => {
  const arrival = Promise.withResolvers<void>();
  const sender = new AbortController();
  const body = new Readable({
    read() {
      this.push(Buffer.alloc(64 * 1024));
      arrival.resolve();
    },
  });
  const command = new PutObjectCommand({ ...object, Body: body, ContentLength: 2 ** 32 });
  const call = rig.s3.send(command, { abortSignal: sender.signal });
  await arrival.promise;
  await untilFiles(1);
  sender.abort();
  await expect(call).rejects.toThrow();
  body.destroy();
  await untilFiles(0);
});

it('nor of the parts of an upload that was aborted', async () => {
  const { UploadId } = await rig.s3.send(new CreateMultipartUploadCommand(object));
  for (const PartNumber of [1, 2, 2])
    await rig.s3.send(new UploadPartCommand({ ...object, UploadId, PartNumber, Body: 'part' }));
  expect(await files()).toBe(2);
  await rig.s3.send(new AbortMultipartUploadCommand({ ...object, UploadId }));
  expect(await files()).toBe(0);
});

it('nor of a part that comes after its upload was aborted', async () => {
  const { UploadId } = await rig.s3.send(new CreateMultipartUploadCommand(object));
  const Body = new Readable({ read: () => undefined });
  const part = new UploadPartCommand({ ...object, UploadId, PartNumber: 1, Body, ContentLength: 16_384 });
  const refused = refusalOf(rig.s3.send(part));
  Body.push(Buffer.alloc(8192));
  await untilFiles(1);
  await rig.s3.send(new AbortMultipartUploadCommand({ ...object, UploadId }));
  Body.push(Buffer.alloc(8192));
  Body.push(null);
  expect(await refused).toMatchObject({ name: 'NoSuchUpload', status: 404 });
  expect(await files()).toBe(0);
});

it('what the world declares has none', async () => {
  await rig.put(BUCKET, 'image', {
    size: 1,
    sha256: '0'.repeat(64),
    open: async function* () {
      yield Buffer.alloc(1);
    },
  });
  expect(await files()).toBe(0);
});
