import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Context } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeDynamoPairStore } from '#store/dynamo/pair-store.ts';
import { declaredPair, declaredStandalone } from '../loadmaster/declared-pair.ts';
import { json, PASSWORD, type ScriptedUnit, startScriptedUnit } from '../loadmaster/scripted-unit.ts';
import { type LocalDynamo, startLocalDynamo } from '../store/local-table.ts';

const FIRST = { pairId: 'dublin-1', unit: 'first' } as const;
const ENROL = {
  kind: 'enrol',
  management: 'https://10.9.9.9:8443',
  certificateSha256: 'ab'.repeat(32),
  credentials: 'understudy/dublin-1',
} as const;
const context = { functionName: 'loadmaster', awsRequestId: 'r-1' } as Context;

const secrets = mockClient(SecretsManagerClient);
let dynamo: LocalDynamo;
let table: DynamoDBClient;
let first: ScriptedUnit;
let second: ScriptedUnit;
let handler: typeof import('#functions/loadmaster.ts').handler;
let lines: string[];

/** The function as deployed: its own composition, against DynamoDB's and the units' wires. */
beforeAll(async () => {
  [dynamo, first, second] = await Promise.all([startLocalDynamo(), startScriptedUnit(), startScriptedUnit()]);
  const client = dynamo.client();
  table = client;
  const tableName = await dynamo.createTable();
  const pair = declaredPair({ first: first.endpoint, second: second.endpoint });
  await makeDynamoPairStore({ client, tableName }).writeEstate(pair.region, {
    pairs: [pair],
    standalones: [declaredStandalone(first.endpoint)],
  });
  const endpoint = await client.config.endpoint?.();
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', `http://${endpoint?.hostname}:${endpoint?.port}`);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('TABLE_NAME', tableName);
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
  ({ handler } = await import('#functions/loadmaster.ts'));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([dynamo.stop(), first.stop(), second.stop()]);
});

beforeEach(() => {
  lines = [];
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, method).mockImplementation((...line) => void lines.push(line.join(' ')));
  }
  secrets.reset();
  secrets.on(GetSecretValueCommand).resolves({
    SecretString: JSON.stringify({ user: 'understudy', password: PASSWORD }),
    VersionId: 'v1',
  });
  first.script = (_call, response) =>
    json(response, 200, {
      code: 200,
      hastatus: 'Active',
      boottime: 'unset',
      HaMode: 'master',
      Port: '8444',
      status: 'ok',
    });
  second.script = (call, response) =>
    json(response, 422, { code: 422, message: `no: ${JSON.stringify(call)}`, status: 'fail' });
});
afterEach(() => vi.restoreAllMocks());

describe('the gateway function', () => {
  it('reads units named by pair and designation', async () => {
    const event = {
      kind: 'read-status',
      units: [FIRST, { ...FIRST, unit: 'second' }, { ...FIRST, pairId: 'other' }],
    };
    expect(await handler(event, context)).toEqual([
      { kind: 'read', value: { haStatus: 'active', designation: 'first', healthPort: 8444 } },
      { kind: 'unread', code: 'loadmaster-refused' },
      { kind: 'unread', code: 'gateway-error' },
    ]);
  });

  it('reads what a firmware plan needs', async () => {
    first.script = (_call, response) =>
      json(response, 200, { code: 200, version: '7.2.60.0.22525.RELEASE', status: 'ok' });
    const event = { kind: 'read-firmware', units: [FIRST, { ...FIRST, unit: 'second' }] };
    expect(await handler(event, context)).toEqual([
      { kind: 'read', value: { version: '7.2.60.0.22525.RELEASE', servicesUp: 0, servicesTotal: 0 } },
      { kind: 'unread', code: 'loadmaster-refused' },
    ]);
  });

  it('reads GEO of units and standalones', async () => {
    first.script = (call, response) =>
      json(response, 200, {
        code: 200,
        status: 'ok',
        ...(call.cmd === 'isgeoenabled' && { Data: 'GEO is enabled' }),
        ...(call.param !== undefined && { [call.param]: '10.0.1.4' }),
      });
    const SOLO = { pairId: 'solo-1', unit: 'standalone' };
    const units = [SOLO, { ...FIRST, unit: 'second' }, { ...SOLO, pairId: 'dublin-1' }];
    expect(await handler({ kind: 'read-geo', units }, context)).toEqual([
      {
        kind: 'read',
        value: {
          enabled: true,
          access: ['10.0.1.4'],
          partners: ['10.0.1.4'],
          partnerStatus: [],
          clusters: [],
          mapped: [],
        },
      },
      { kind: 'unread', code: 'loadmaster-refused' },
      { kind: 'unread', code: 'gateway-error' },
    ]);
  });

  it('reads what an audit judges', async () => {
    const version = '7.2.60.0.22525.RELEASE';
    const time = 'Thu, 28 May 26 11:22:37 UTC';
    first.script = (_call, response) =>
      json(response, 200, { code: 200, status: 'ok', version, time, hastatus: 'Active', HaMode: 'master' });
    const units = [FIRST, { ...FIRST, unit: 'second' }].map((unit) => ({ ...unit, withGeo: false }));
    const said = Date.parse('2026-05-28T11:22:37Z');
    // Within five seconds.
    const askedAt = expect.closeTo(Date.now(), -4);
    expect(await handler({ kind: 'read-audit', units }, context)).toMatchObject([
      { kind: 'read', value: { haStatus: 'active', version, services: [], clock: { said, askedAt } } },
      { kind: 'unread', code: 'loadmaster-refused' },
    ]);
  });

  it('performs a command', async () => {
    expect(await handler({ kind: 'perform', unit: FIRST, command: { kind: 'reboot' } }, context)).toEqual({
      kind: 'done',
    });
    expect(first.received.at(-1)).toMatchObject({ cmd: 'reboot', apiuser: 'understudy' });
  });

  it('logs and counts a failure under its exact code, without credentials', async () => {
    const unit = { ...FIRST, unit: 'second' } as const;
    const outcome = await handler({ kind: 'perform', unit, command: { kind: 'shutdown' } }, context);
    expect(outcome).toEqual({ kind: 'failed', code: 'loadmaster-command' });
    const log = lines.map((line) => JSON.parse(line)).find((line) => line.level === 'WARN');
    expect(log).toMatchObject({
      pairId: 'dublin-1',
      unit: 'second',
      code: 'loadmaster-command',
      command: 'shutdown',
    });
    const metric = lines.map((line) => JSON.parse(line)).find((line) => line._aws !== undefined);
    expect(metric).toMatchObject({ code: 'loadmaster-command', LoadMasterFailures: 1 });
    expect(lines.join('\n')).not.toContain(JSON.stringify(PASSWORD).slice(1, -1));
    expect(lines.join('\n')).not.toContain(PASSWORD);
  });

  it.each([
    { what: 'read-certificate', event: (management: string) => ({ kind: 'read-certificate', management }) },
    { what: 'enrol', event: (management: string) => ({ ...ENROL, management }) },
  ])('connects to private addresses only, for $what', async ({ event }) => {
    const before = first.connections();
    const answer = await handler(event(first.endpoint.management), context);
    expect(answer).toEqual({ kind: 'failed', code: 'management-not-private' });
    expect(first.connections()).toBe(before);
    const log = lines.map((line) => JSON.parse(line)).find((line) => line.level === 'WARN');
    expect(log).toMatchObject({ code: 'management-not-private', management: first.endpoint.management });
  });

  it('keeps the calls of each unit, and what it refused, in the table', async () => {
    const { host } = new URL(second.endpoint.management);
    second.script = (_call, response) => json(response, 401, { code: 401, message: 'no', status: 'fail' });
    const unit = { ...FIRST, unit: 'second' } as const;
    const answer = await handler({ kind: 'perform', unit, command: { kind: 'reboot' } }, context);
    expect(answer).toEqual({ kind: 'failed', code: 'loadmaster-auth' });
    const Key = { PK: { S: `UNIT#eu-west-1#${host}` }, SK: { S: 'CALLS' } };
    const { Item } = await table.send(new GetItemCommand({ TableName: process.env.TABLE_NAME, Key }));
    expect(Item).toMatchObject({ refusedVersion: { S: 'v1' }, refusals: { N: '1' } });
    expect(Number(Item?.taken?.N)).toBeGreaterThan(0);
  });

  it.each([
    {
      what: 'an address',
      event: { kind: 'read-status', units: [{ ...FIRST, management: 'https://10.9.9.9' }] },
    },
    {
      what: 'an address beside',
      event: { kind: 'read-status', units: [FIRST], management: 'https://10.9.9.9' },
    },
    {
      what: 'a key of the table',
      event: { kind: 'read-status', units: [{ ...FIRST, pairId: 'dublin-1#STATE' }] },
    },
    { what: 'a third unit', event: { kind: 'read-status', units: [{ ...FIRST, unit: 'third' }] } },
    {
      what: 'an image',
      event: { kind: 'read-firmware', units: [FIRST], image: 's3://images/patch' },
    },
    { what: 'another command', event: { kind: 'perform', unit: FIRST, command: { kind: 'factoryreset' } } },
    {
      what: 'a command with more',
      event: { kind: 'perform', unit: FIRST, command: { kind: 'reboot', cmd: 'set' } },
    },
    {
      what: 'no port',
      event: { kind: 'perform', unit: FIRST, command: { kind: 'set-health-port', port: 0 } },
    },
    { what: 'another request', event: { kind: 'set', param: 'enableapi' } },
    { what: 'another secret', event: { ...ENROL, credentials: 'production/database' } },
    { what: 'a secret of the same beginning', event: { ...ENROL, credentials: 'understudy-prod/x' } },
    { what: 'a pin of another form', event: { ...ENROL, certificateSha256: 'AB'.repeat(32) } },
    { what: 'credentials themselves', event: { ...ENROL, password: 'secret' } },
    { what: 'nothing', event: undefined },
  ])('refuses a request with $what', async ({ event }) => {
    const before = first.connections();
    await expect(handler(event, context)).rejects.toMatchObject({ name: '$ZodError' });
    expect(first.connections()).toBe(before);
  });
});
