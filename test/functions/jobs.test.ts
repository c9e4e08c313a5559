import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Context } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type S3Endpoint, startS3Endpoint } from '#rehearsal/aws-wire/s3/endpoint.ts';
import { makeApiFaults, makeCallCounters } from '#rehearsal/cloud/api/faults.ts';
import { makeUnit } from '#rehearsal/load-master/unit.ts';
import { type WiredUnit, wireUnit } from '#rehearsal/load-master/wire/wired-unit.ts';
import { makeNetwork } from '#rehearsal/network.ts';
import { RealScheduler } from '#rehearsal/real-scheduler.ts';
import { makeDynamoJobRecords } from '#store/dynamo/job-records.ts';
import { makeDynamoPairStore } from '#store/dynamo/pair-store.ts';
import { declaredPair, declaredStandalone } from '../loadmaster/declared-pair.ts';
import { sha256Of } from '../loadmaster/jobs/jobs-world.ts';
import { type LocalDynamo, startLocalDynamo } from '../store/local-table.ts';

const FIRST = { pairId: 'dublin-1', unit: 'first' } as const;
const BUCKET = 'understudy-firmware';
const PASSWORD = 'p"ss w\\rd-Zx9';
const PARTNER_SECRET = 'geheim-Zx9-geheim';
const TARGET = '7.2.62.0.25000.RELEASE';
const KEY = `images/${TARGET}.patch`;
const context = { functionName: 'jobs', awsRequestId: 'r-1' } as Context;

const secrets = mockClient(SecretsManagerClient);
let dynamo: LocalDynamo;
let s3: S3Endpoint;
let wired: WiredUnit;
let records: ReturnType<typeof makeDynamoJobRecords>;
let handler: typeof import('#functions/jobs.ts').handler;
let lines: string[];

const scheduler = new RealScheduler(1);

const startUnit = async () => {
  const network = makeNetwork();
  const address = '10.0.1.4';
  const cloudHa = { mode: 'single', preferFirst: true, allInterfaces: false } as const;
  const version = '7.2.60.0.22525.RELEASE';
  const behaviour = { patchSeconds: 0 };
  const unit = makeUnit({ name: 'first', address, cloudHa, version, behaviour }, scheduler, () => undefined);
  const setup = { users: { bal: PASSWORD }, serialNumber: '1182772', servicePort: 443 };
  const made = await wireUnit(unit, setup, { network, scheduler });
  const management = `https://127.0.0.1:${network.resolve(address, 8443)}`;
  return { made, endpoint: { management, certificateSha256: made.certificate.sha256 } };
};

/** The function as deployed: its own composition, against the wires of DynamoDB, S3 and a unit. */
beforeAll(async () => {
  const [local, bucket, unit] = await Promise.all([
    startLocalDynamo(),
    startS3Endpoint({
      cloud: { region: 'eu-west-1', faults: makeApiFaults(scheduler, () => 0), calls: makeCallCounters() },
      scheduler,
      buckets: [BUCKET],
      onDefect: (error) => {
        throw error;
      },
    }),
    startUnit(),
  ]);
  [dynamo, s3, wired] = [local, bucket, unit.made];
  const client = dynamo.client();
  const tableName = await dynamo.createTable();
  records = makeDynamoJobRecords({ client, tableName, region: 'eu-west-1' });
  const pair = {
    ...declaredPair({ first: unit.endpoint, second: unit.endpoint }),
    partnerSecret: 'understudy/dublin-1/partner',
  };
  await makeDynamoPairStore({ client, tableName }).writeEstate(pair.region, {
    pairs: [pair],
    standalones: [declaredStandalone(unit.endpoint)],
  });
  const endpoint = await client.config.endpoint?.();
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', `http://${endpoint?.hostname}:${endpoint?.port}`);
  vi.stubEnv('AWS_ENDPOINT_URL_S3', s3.url);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('TABLE_NAME', tableName);
  vi.stubEnv('FIRMWARE_BUCKET', BUCKET);
  vi.stubEnv('UNDERSTUDY_LOCAL', 'true');
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
  ({ handler } = await import('#functions/jobs.ts'));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  wired.stop();
  scheduler.stop();
  await Promise.all([dynamo.stop(), s3.stop()]);
});

beforeEach(() => {
  lines = [];
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, method).mockImplementation((...line) => void lines.push(line.join(' ')));
  }
  secrets.reset();
  secrets.on(GetSecretValueCommand).callsFake(({ SecretId }) => ({
    SecretString: SecretId.endsWith('/partner')
      ? PARTNER_SECRET
      : JSON.stringify({ user: 'bal', password: PASSWORD }),
    VersionId: 'v1',
  }));
});
afterEach(() => vi.restoreAllMocks());

const run = (jobId: string, job: object) => handler({ kind: 'unit-job', ...FIRST, jobId, job }, context);

const putImage = async () => {
  const bytes = Buffer.concat([
    Buffer.from(`UNDERSTUDY-REHEARSAL-PATCH ${TARGET}\n`),
    Buffer.alloc(200_000, 'padding '),
  ]);
  const sha256 = sha256Of(bytes);
  const open = async function* () {
    yield bytes;
  };
  await s3.put(BUCKET, KEY, { size: bytes.length, sha256, open });
  return { key: KEY, sha256 };
};

describe('the function for jobs', () => {
  it('checks an image and installs it', async () => {
    const image = await putImage();
    expect(await handler({ kind: 'check-image', image }, context)).toBe('done');
    expect((await records.readCheck(image))?.check).toMatchObject({ state: 'done' });
    expect(await run('i1', { kind: 'install', image, target: TARGET })).toBe('done');
    expect(await records.readJob(FIRST)).toMatchObject({ jobId: 'i1', state: 'done' });
    expect(wired.unit.firmware.staged()?.image?.sha256).toBe(image.sha256);
  });

  it('makes a backup', async () => {
    expect(await run('b1', { kind: 'backup' })).toBe('done');
    expect(s3.keys(BUCKET, 'backups/')).toEqual([(await records.readJob(FIRST))?.key]);
  });

  it('sets GEO lists, of a standalone as well', async () => {
    const lists = { access: ['10.0.3.4', '10.9.0.1'], partners: ['10.9.0.1'] };
    const solo = { pairId: 'solo-1', unit: 'standalone' } as const;
    const request = { kind: 'unit-job', ...solo, jobId: 'g1', job: { kind: 'set-geo-lists', lists } };
    expect(await handler(request, context)).toBe('done');
    const { settings } = wired.management;
    expect(settings.text('geoclients')).toBe(lists.access.join());
    expect(settings.text('geopartners')).toBe(lists.partners.join());
    const [key] = s3.keys(BUCKET, 'backups/solo-1/standalone/');
    expect(await records.readJob(solo)).toMatchObject({ jobId: 'g1', state: 'done', key });
  });

  it('does a job once', async () => {
    expect(await run('s1', { kind: 'set-partner-secret' })).toBe('done');
    expect(wired.management.partnerSecret()).toBe(PARTNER_SECRET);
    const before = wired.accessLog.entries().length;
    expect(await run('s1', { kind: 'set-partner-secret' })).toBe('known');
    expect(wired.accessLog.entries().length).toBe(before);
  });

  it('logs and counts what failed under its code', async () => {
    expect(await run('r1', { kind: 'restore-previous', target: '7.2.58.0' })).toBe('failed');
    const entries = lines.map((line) => JSON.parse(line));
    const { pairId, unit } = FIRST;
    expect(entries.find(({ level }) => level === 'WARN')).toMatchObject({
      pairId,
      unit,
      jobId: 'r1',
      kind: 'restore-previous',
      code: 'no-such-previous',
    });
    expect(entries.find(({ _aws }) => _aws !== undefined)).toMatchObject({
      code: 'no-such-previous',
      JobFailures: 1,
    });
  });

  it('says of every job what became of it, and nothing secret', async () => {
    await run('s2', { kind: 'set-partner-secret' });
    await run('s2', { kind: 'set-partner-secret' });
    const said = lines.map((line) => JSON.parse(line)).filter(({ level }) => level === 'INFO');
    expect(said.map(({ jobId, became }) => [jobId, became])).toEqual([
      ['s2', 'done'],
      ['s2', 'known'],
    ]);
    for (const secret of [PASSWORD, JSON.stringify(PASSWORD).slice(1, -1), PARTNER_SECRET])
      expect(lines.join('\n')).not.toContain(secret);
  });

  it.each([
    {
      what: 'an address',
      event: { kind: 'unit-job', ...FIRST, jobId: 'x', job: { kind: 'backup' }, management: 'x' },
    },
    { what: 'another key', event: { kind: 'check-image', image: { key: 'x', sha256: 'ab'.repeat(32) } } },
    { what: 'nothing', event: undefined },
  ])('refuses a request with $what', async ({ event }) => {
    const before = wired.accessLog.entries().length;
    await expect(handler(event, context)).rejects.toMatchObject({ name: '$ZodError' });
    expect(wired.accessLog.entries().length).toBe(before);
  });
});
