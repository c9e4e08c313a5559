import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { expect, it } from 'vitest';
import { makeRegionClients } from '#rehearsal/functions/clients.ts';
import type { FunctionHost, FunctionSurroundings } from '#rehearsal/functions/function-host.ts';
import { Neighbourhood } from '#rehearsal/load-master/partner/neighbourhood.ts';
import { makeNetwork } from '#rehearsal/network.ts';
import { VirtualScheduler } from '#rehearsal/virtual-scheduler.ts';
import { firmwareBucketOf, startRegion } from '#rehearsal/world/wire-region.ts';
import { REGION, START_AT } from '../wired-region.ts';

const NO_FUNCTIONS: FunctionHost = {
  apiUrl: '',
  invoke: async () => undefined,
  stop: async () => undefined,
  close: async () => undefined,
};

it('the functions of a region are told of its S3, and share its bucket with the world', async () => {
  const told: FunctionSurroundings[] = [];
  const region = await startRegion({
    region: REGION,
    regionIndex: 0,
    pairs: [],
    standalones: [],
    scheduler: new VirtualScheduler(START_AT),
    random: () => 0,
    network: makeNetwork(),
    neighbourhood: new Neighbourhood(),
    table: {
      endpoint: 'http://127.0.0.1:9',
      tableName: 'none',
      writes: () => 0,
      onWritten: () => undefined,
      stop: async () => undefined,
    },
    rules: [],
    hostFunctions: async (surroundings) => {
      told.push(surroundings);
      return NO_FUNCTIONS;
    },
    timing: {},
    listeners: { onDelivered: () => undefined, onDefect: (defect) => expect.unreachable(String(defect)) },
  });
  const [surroundings] = told;
  if (surroundings === undefined) return expect.unreachable();
  expect(surroundings).toMatchObject({
    s3Endpoint: region.s3.url,
    firmwareBucket: 'understudy-firmware-eu-west-1',
  });
  expect(region.firmwareBucket).toBe(firmwareBucketOf(REGION));
  const clients = makeRegionClients(surroundings);
  const object = { Bucket: surroundings.firmwareBucket, Key: 'image' };
  await clients.s3.send(new PutObjectCommand({ ...object, Body: 'bytes' }));
  const { Body } = await clients.s3.send(new GetObjectCommand(object));
  expect(await Body?.transformToString()).toBe('bytes');
  expect(region.s3.keys(region.firmwareBucket)).toEqual(['image']);
  expect(region.cloud.calls.read()).toEqual({ 's3.PutObject': 1, 's3.GetObject': 1 });
  clients.destroy();
  await region.stop();
  await expect(fetch(region.s3.url)).rejects.toThrow();
});
