import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { refusalOf } from '../refusal.ts';
import { BUCKET, startS3 } from './s3-rig.ts';

const object = { Bucket: BUCKET, Key: 'image' };
const put = () => new PutObjectCommand({ ...object, Body: 'bytes' });

describe('faults of S3', () => {
  it('an error instead of an answer, after which an SDK tries again', async () => {
    await using rig = await startS3();
    const fault = {
      kind: 'error',
      code: 'SlowDown',
      httpStatus: 503,
      message: 'Please reduce your request rate.',
    } as const;
    rig.cloud.faults.inject({ service: 's3', operation: 'PutObject', fault, times: 2 });
    expect(await refusalOf(rig.s3.send(put()))).toMatchObject({ name: 'SlowDown', status: 503 });
    const { $metadata } = await rig.client({ maxAttempts: 2 }).send(put());
    expect($metadata.attempts).toBe(2);
    expect(rig.cloud.calls.read()).toEqual({ 's3.PutObject': 3 });
  });

  it('a dropped request was never served', async () => {
    await using rig = await startS3();
    rig.cloud.faults.inject({ service: 's3', fault: { kind: 'drop-request' } });
    await expect(rig.s3.send(put())).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(rig.keys(BUCKET)).toEqual([]);
  });

  it('a dropped reply was', async () => {
    await using rig = await startS3();
    rig.cloud.faults.inject({ service: 's3', fault: { kind: 'drop-reply' } });
    await expect(rig.s3.send(put())).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(rig.keys(BUCKET)).toEqual(['image']);
  });

  it('a delayed call is served when its time has come', async () => {
    await using rig = await startS3();
    const arrival = Promise.withResolvers<void>();
    const { after } = rig.scheduler;
    rig.scheduler.after = (delayMs, task) => {
      if (delayMs === 4321) arrival.resolve();
      return after.call(rig.scheduler, delayMs, task);
    };
    rig.cloud.faults.inject({ service: 's3', fault: { kind: 'delay', delayMs: 4321 } });
    const call = rig.s3.send(put());
    await arrival.promise;
    expect(rig.keys(BUCKET)).toEqual([]);
    rig.scheduler.advance(4321);
    await call;
    expect(rig.keys(BUCKET)).toEqual(['image']);
  });

  it('a defect of the simulator is a 500 for the caller and is told', async () => {
    await using rig = await startS3();
    const defect = new Error('broken on purpose');
    rig.cloud.faults.next = () => {
      throw defect;
    };
    const call = rig.s3.send(new GetObjectCommand(object));
    expect(await refusalOf(call)).toMatchObject({ name: 'InternalError', status: 500 });
    expect(rig.defects).toEqual([defect]);
  });
});

it('every call is counted, the refused ones too', async () => {
  await using rig = await startS3();
  await refusalOf(rig.s3.send(new HeadObjectCommand(object)));
  await rig.s3.send(put());
  expect(rig.cloud.calls.read()).toEqual({ 's3.HeadObject': 1, 's3.PutObject': 1 });
});

it('stop() ends the connections that clients keep open', async () => {
  const rig = await startS3();
  await rig.s3.send(put());
  await rig[Symbol.asyncDispose]();
  await expect(fetch(rig.url)).rejects.toThrow();
});
