import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { Uint8ArrayBlobAdapter } from '@smithy/core/serde';
import type { Context } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { GeoStore, PairStore } from '#control/ports.ts';
import type { GeoSeen } from '#domain/geo/geo-seen.ts';
import { makeDynamoGeoStore } from '#store/dynamo/geo-store.ts';
import { makeDynamoPairStore } from '#store/dynamo/pair-store.ts';
import { SAMPLE_PAIR } from '../../docs/state-samples.ts';
import { pairIn, standaloneIn } from '../control/geo/lagging-regions.ts';
import { type LocalDynamo, startLocalDynamo } from '../store/local-table.ts';

const { region } = SAMPLE_PAIR;
const PAIR = pairIn(region, 1);
const ALONE = standaloneIn(region, 1);
const context = { functionName: 'geo-sync', awsRequestId: 'r-1' } as Context;

/** Units that have nothing in their lists. */
const EMPTY: GeoSeen = {
  enabled: true,
  access: [],
  partners: [],
  partnerStatus: [],
  clusters: [],
  mapped: [],
};

const lambda = mockClient(LambdaClient);
const bus = mockClient(EventBridgeClient);
const others = [mockClient(EC2Client), mockClient(ElasticLoadBalancingV2Client)];
let dynamo: LocalDynamo;
let pairs: PairStore;
let geo: GeoStore;
let handler: typeof import('#functions/geo-sync.ts').handler;
let lines: string[];

/** The function as deployed: its own composition, against DynamoDB's wire. */
beforeAll(async () => {
  dynamo = await startLocalDynamo();
  const client = dynamo.client();
  const tableName = await dynamo.createTable();
  pairs = makeDynamoPairStore({ client, tableName });
  geo = makeDynamoGeoStore({ client, tableName });
  await pairs.writeEstate(region, { pairs: [PAIR], standalones: [ALONE] });
  const endpoint = await client.config.endpoint?.();
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', `http://${endpoint?.hostname}:${endpoint?.port}`);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  vi.stubEnv('AWS_REGION', region);
  vi.stubEnv('TABLE_NAME', tableName);
  vi.stubEnv('BUS_NAME', 'understudy');
  vi.stubEnv('GATEWAY_FUNCTION', 'loadmaster');
  vi.stubEnv('JOBS_FUNCTION', 'jobs');
  vi.stubEnv('HOME_REGION', region);
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
  ({ handler } = await import('#functions/geo-sync.ts'));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await dynamo.stop();
});

beforeEach(() => {
  lines = [];
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, method).mockImplementation((...line) => void lines.push(line.join(' ')));
  }
  bus.reset();
  bus.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
  const throttled = Object.assign(new Error('Rate exceeded'), { name: 'Throttling', $metadata: {} });
  for (const client of others) client.rejects(throttled);
  lambda.reset();
  lambda.on(InvokeCommand).callsFake(({ FunctionName, Payload }) => {
    if (FunctionName === 'jobs') return { StatusCode: 202 };
    const { units } = JSON.parse(String(Payload)) as { readonly units: readonly unknown[] };
    const answer = units.map(() => ({ kind: 'read', value: EMPTY }));
    return { StatusCode: 200, Payload: Uint8ArrayBlobAdapter.fromString(JSON.stringify(answer)) };
  });
});
afterEach(() => vi.restoreAllMocks());

const event = (source: string, detailType: string, detail: object) => ({
  version: '0',
  id: 'e-1',
  source,
  'detail-type': detailType,
  time: '2026-05-01T10:00:00Z',
  region,
  resources: [],
  detail,
});

const invoked = (functionName: string): readonly unknown[] =>
  lambda
    .commandCalls(InvokeCommand, { FunctionName: functionName })
    .map(({ args: [{ input }] }) => JSON.parse(String(input.Payload)));

const told = (): readonly unknown[] =>
  bus
    .commandCalls(PutEventsCommand)
    .flatMap(({ args: [{ input }] }) => input.Entries ?? [])
    .map(({ EventBusName, DetailType, Detail }) => [EventBusName, DetailType, JSON.parse(Detail ?? '')]);

describe('the function for GEO', () => {
  it('looks at the region’s members through the gateway, and has a standalone’s lists set by the function for jobs', async () => {
    const ends = await handler(event('aws.events', 'Scheduled Event', {}), context);
    expect(ends).toEqual([{ end: 'done', what: 'GEO members as declared: 0 of 2' }]);
    expect(invoked('loadmaster')).toEqual([
      {
        kind: 'read-geo',
        units: [
          { pairId: 'p1', unit: 'first' },
          { pairId: 'p1', unit: 'second' },
          { pairId: 's1', unit: 'standalone' },
        ],
      },
    ]);
    expect(invoked('jobs')).toMatchObject([
      { kind: 'unit-job', pairId: 's1', unit: 'standalone', job: { kind: 'set-geo-lists' } },
    ]);
    const { reports } = await geo.readGeo();
    expect(reports).toMatchObject([
      {
        region,
        version: 1,
        members: { p1: { state: 'drifted', wantsTurn: true }, s1: { state: 'syncing' } },
      },
    ]);
    expect(lines.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ message: 'event', trigger: 'sweep', service: 'geo-sync' }),
    );
  });

  it('gives turns, for it is in the home region, and orders the pair that has its own', async () => {
    const { turns } = await geo.readGeo();
    expect(turns).toMatchObject({ region, clusters: { shop: { number: 1, pairId: 'p1' } } });
    const what = { region, what: 'turns' };
    await handler(event('understudy', 'Geo Changed', what), context);
    expect(told()).toMatchObject([
      ['understudy', 'Geo Requested', { pairId: 'p1', orderId: 'geo/shop/1', master: 'first' }],
    ]);
  });

  it('works on the pair that it is ordered to: by looks of its own, and not by taking targets out', async () => {
    const order = {
      pairId: 'p1',
      orderId: 'geo/shop/1',
      cluster: 'shop',
      master: 'first',
      access: ['10.1.1.5'],
      partners: [],
      notAfter: '2020-01-01T00:00:00Z',
      why: 'understudy: partners-missing',
    };
    const [end] = await handler(event('understudy', 'Geo Requested', order), context);
    expect(end).toMatchObject({ end: 'done', what: expect.stringContaining('p1: ') });
    expect((await pairs.readState(region, 'p1'))?.geo.last).toMatchObject({ orderId: 'geo/shop/1' });
  });

  it('leaves to others what is theirs', async () => {
    const other = event('understudy', 'Pair Continue', { pairId: 'p1', concern: 'drain' });
    expect(await handler(other, context)).toEqual([{ end: 'skipped', reason: 'not-for-this-function' }]);
  });

  it.each(['JOBS_FUNCTION', 'HOME_REGION'])('does not start without %s', async (name) => {
    const value = process.env[name];
    vi.resetModules();
    vi.stubEnv(name, '');
    await expect(import('#functions/geo-sync.ts')).rejects.toMatchObject({ issues: [{ path: [name] }] });
    vi.stubEnv(name, value);
  });
});
