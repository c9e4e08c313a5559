import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gatewayClientConfig } from '#aws/gateway.ts';
import { makeFirmwareImages, makeUnitJobs } from '#aws/unit-jobs.ts';
import { DamagedItemError, StoreUnavailableError } from '#control/errors.ts';
import type { UnitJob } from '#domain/job/unit-job.ts';
import type { JobRecords } from '#loadmaster/jobs/job-records.ts';
import { makeMemoryJobRecords } from '#store/memory/job-records.ts';

const FIRST = { pairId: 'dublin-1', unit: 'first' } as const;
const SECOND = { pairId: 'dublin-1', unit: 'second' } as const;
const IMAGE = { key: 'images/7.2.61.1', sha256: 'ab'.repeat(32) };
const TARGET = '7.2.61.1';

/** A Lambda endpoint that answers as a test says; the SDK's client is the real one. */
let status: number | 'reset';
let requests: { readonly url: string; readonly type: unknown; readonly body: unknown }[];
let endpoint: string;
let records: JobRecords;

const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    const type = request.headers['x-amz-invocation-type'];
    requests.push({ url: request.url ?? '', type, body: JSON.parse(body) });
    if (status === 'reset') request.socket.destroy();
    else response.writeHead(status).end(status >= 400 ? '{}' : '');
  });
});

beforeEach(async () => {
  status = 202;
  requests = [];
  records = makeMemoryJobRecords();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
});

const options = (over: Partial<JobRecords> = {}) => ({
  client: new LambdaClient({
    ...gatewayClientConfig,
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  }),
  functionName: 'understudy-jobs',
  records: { ...records, ...over },
});

describe('handing a job over', () => {
  it.each<UnitJob>([
    { kind: 'backup' },
    { kind: 'install', image: IMAGE, target: TARGET },
    { kind: 'restore-previous', target: TARGET },
    { kind: 'set-partner-secret' },
    { kind: 'set-geo-lists', lists: { access: ['10.0.1.5'], partners: [] } },
  ])('is one asynchronous invocation: $kind', async (job) => {
    expect(await makeUnitJobs(options()).begin(FIRST, 'j1', job)).toEqual({ kind: 'done' });
    expect(requests).toEqual([
      {
        url: '/2015-03-31/functions/understudy-jobs/invocations',
        type: 'Event',
        body: { kind: 'unit-job', ...FIRST, jobId: 'j1', job },
      },
    ]);
  });

  it('has an image checked in the same way', async () => {
    expect(await makeFirmwareImages(options()).beginCheck(IMAGE)).toEqual({ kind: 'done' });
    expect(requests).toMatchObject([{ type: 'Event', body: { kind: 'check-image', image: IMAGE } }]);
  });

  it.each([200, 404, 429, 500, 'reset'] as const)(
    'is not done, and not repeated, when Lambda answers %s',
    async (answer) => {
      status = answer;
      const failed = { kind: 'failed', code: 'gateway-error' };
      expect(await makeUnitJobs(options()).begin(FIRST, 'j1', { kind: 'backup' })).toEqual(failed);
      expect(await makeFirmwareImages(options()).beginCheck(IMAGE)).toEqual(failed);
      expect(requests).toHaveLength(2);
    },
  );

  it('lets a bug be seen', async () => {
    const lambda = mockClient(LambdaClient);
    lambda.on(InvokeCommand).rejects(new TypeError('ours'));
    await expect(makeUnitJobs(options()).begin(FIRST, 'j1', { kind: 'backup' })).rejects.toThrow(TypeError);
    lambda.restore();
  });
});

describe('what is seen of jobs', () => {
  it('is their last record, or that there is none', async () => {
    await records.begin(FIRST, { jobId: 'j1', kind: 'backup', at: 7 });
    expect(await makeUnitJobs(options()).readJobs([SECOND, FIRST])).toEqual([
      { kind: 'read', value: 'none' },
      { kind: 'read', value: { jobId: 'j1', kind: 'backup', state: 'running', at: 7 } },
    ]);
  });

  it('is of standalones, too, and says where a job failed', async () => {
    const SOLO = { pairId: 'solo-1', unit: 'standalone' } as const;
    const begun = await records.begin(SOLO, { jobId: 'j1', kind: 'set-geo-lists', at: 7 });
    if (begun.kind !== 'begun') throw new Error(begun.kind);
    const job = {
      ...begun.record.job,
      state: 'failed',
      code: 'geo-list-too-long',
      failedAt: 'partners',
    } as const;
    await records.end(SOLO, { ...begun.record, job });
    expect(await makeUnitJobs(options()).readJobs([FIRST, SOLO])).toEqual([
      { kind: 'read', value: 'none' },
      { kind: 'read', value: job },
    ]);
  });

  it('is the check of an image, or that there is none', async () => {
    const images = makeFirmwareImages(options());
    expect(await images.readCheck(IMAGE)).toEqual({ kind: 'read', value: 'none' });
    await records.beginCheck(IMAGE, 7);
    expect(await images.readCheck(IMAGE)).toEqual({ kind: 'read', value: { state: 'running', at: 7 } });
  });

  it.each([
    { error: new StoreUnavailableError(), code: 'aws-error' },
    { error: new DamagedItemError('JOB#dublin-1#first LAST'), code: 'gateway-error' },
  ])('is $code after $error.name, for that unit alone', async ({ error, code }) => {
    const readJob: JobRecords['readJob'] = async ({ unit }) => {
      if (unit === 'first') throw error;
      return undefined;
    };
    expect(await makeUnitJobs(options({ readJob })).readJobs([FIRST, SECOND])).toEqual([
      { kind: 'unread', code },
      { kind: 'read', value: 'none' },
    ]);
    const images = makeFirmwareImages(options({ readCheck: () => Promise.reject(error) }));
    expect(await images.readCheck(IMAGE)).toEqual({ kind: 'unread', code });
  });

  it('does not hide a bug', async () => {
    const readJob = () => Promise.reject(new TypeError('ours'));
    await expect(makeUnitJobs(options({ readJob })).readJobs([FIRST])).rejects.toThrow(TypeError);
  });
});
