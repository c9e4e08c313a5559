import type { Context } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { estateInDocument } from '#contracts/api/estate-document.ts';
import type { GeoTurns } from '#domain/geo/geo-report.ts';
import { makeDynamoGeoStore } from '#store/dynamo/geo-store.ts';
import { makeDynamoPairStore } from '#store/dynamo/pair-store.ts';
import { makeDynamoRolloutStore } from '#store/dynamo/rollout-store.ts';
import { SAMPLE_PAIR } from '../../docs/state-samples.ts';
import { planned } from '../domain/rollout/rollout-samples.ts';
import { type LocalDynamo, startLocalDynamo } from '../store/local-table.ts';
import { apiEvent, OPERATOR } from './api-event.ts';

const context = { functionName: 'api', awsRequestId: 'request-1' } as Context;

const ROLLOUT = { ...planned([SAMPLE_PAIR]), version: 1 };
const TURN = { number: 1, pairId: 'far', region: 'us-east-1', grantedAt: 1, notAfter: 2 };
const TURNS: GeoTurns = { schemaVersion: 1, version: 1, region: 'eu-central-1', clusters: { shop: TURN } };

const GEO_PAIR = { ...SAMPLE_PAIR, geoCluster: 'shop', geoMaster: 'first' } as const;
const GEO_ESTATE = estateInDocument([GEO_PAIR], []);

let dynamo: LocalDynamo;
let handler: typeof import('#functions/api.ts').handler;
let lines: string[];

/** The function as deployed: its own composition, against DynamoDB's wire. */
beforeAll(async () => {
  dynamo = await startLocalDynamo();
  const client = dynamo.client();
  const tableName = await dynamo.createTable();
  const estate = { pairs: [SAMPLE_PAIR], standalones: [] };
  await makeDynamoPairStore({ client, tableName }).writeEstate(SAMPLE_PAIR.region, estate);
  await makeDynamoRolloutStore({ client, tableName }).claimRollout(ROLLOUT);
  await makeDynamoGeoStore({ client, tableName }).claimTurns(TURNS);
  const endpoint = await client.config.endpoint?.();
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', `http://${endpoint?.hostname}:${endpoint?.port}`);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  vi.stubEnv('AWS_REGION', SAMPLE_PAIR.region);
  vi.stubEnv('TABLE_NAME', tableName);
  vi.stubEnv('BUS_NAME', 'understudy');
  vi.stubEnv('GATEWAY_FUNCTION', 'loadmaster');
  vi.stubEnv('HOME_REGION', 'eu-central-1');
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  ({ handler } = await import('#functions/api.ts'));
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
});
afterEach(() => vi.restoreAllMocks());

describe('the API function', () => {
  it('places a hold in the table, and logs the order and the answer', async () => {
    const asked = { body: { why: 'change 4711', for: '2h' } };
    const { statusCode } = await handler(apiEvent('PUT /pairs/pair-a/hold', asked), context);
    expect(statusCode).toBe(200);
    const listed = await handler(apiEvent('GET /pairs'), context);
    expect(JSON.parse(listed.body ?? '')).toMatchObject({ pairs: [{ hold: { by: OPERATOR } }] });
    const logged = lines.map((line) => JSON.parse(line));
    expect(logged).toContainEqual(
      expect.objectContaining({ message: 'ordered', operation: 'holdPair', by: OPERATOR }),
    );
    expect(logged).toContainEqual(expect.objectContaining({ message: 'answered', status: 200 }));
  });

  it('takes nobody’s word but IAM’s for who asks', async () => {
    const asked = { as: null, headers: { 'x-understudy-operator': 'root' } };
    expect(await handler(apiEvent('GET /pairs', asked), context)).toMatchObject({ statusCode: 403 });
  });

  it.each(['pair-a#STATE', 'pair-a#', '#'])('finds no pair under the key %s', async (key) => {
    const { body } = await handler(apiEvent(`GET /pairs/${key}`), context);
    expect(JSON.parse(body ?? '').code).toBe('unknown-pair');
  });

  it('keeps rollouts in its table', async () => {
    const { body } = await handler(apiEvent('GET /rollouts'), context);
    expect(JSON.parse(body ?? '')).toMatchObject({ rollouts: [{ id: ROLLOUT.id }], damaged: [] });
  });

  it('keeps GEO in its table, and leaves turns to the home region that it is told', async () => {
    await handler(apiEvent('PUT /estate', { body: GEO_ESTATE }), context);
    const { body } = await handler(apiEvent('GET /geo'), context);
    expect(JSON.parse(body ?? '')).toMatchObject({
      homeRegion: 'eu-central-1',
      damaged: [],
      clusters: [{ cluster: 'shop', turn: { pairId: 'far' }, members: [{ id: 'pair-a' }] }],
    });
    const refused = await handler(apiEvent('DELETE /geo/turns/shop', { body: { why: 'x' } }), context);
    expect(JSON.parse(refused.body ?? '').code).toBe('not-home-region');
  });

  it.each(['20260501-100000-4f2a#', '20260501-100000-4f2a$', '#'])(
    'finds no rollout under the key %s',
    async (key) => {
      const { body } = await handler(apiEvent(`GET /rollouts/${key}`), context);
      expect(JSON.parse(body ?? '').code).toBe('unknown-rollout');
    },
  );

  it('serves the published description', async () => {
    const { body } = await handler(apiEvent('GET /openapi.json'), context);
    expect(JSON.parse(body ?? '')).toMatchObject({ openapi: '3.1.0', paths: { '/pairs': {} } });
  });

  it('logs what went wrong and does not tell it', async () => {
    await dynamo.stop();
    const { statusCode, body } = await handler(apiEvent('GET /pairs'), context);
    expect({ statusCode, code: JSON.parse(body ?? '').code }).toEqual({ statusCode: 500, code: 'internal' });
    expect(lines.join('\n')).toContain('the table did not answer');
    dynamo = await startLocalDynamo();
  });
});
