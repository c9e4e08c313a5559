import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RawRequest, send } from './raw-request.ts';
import { startWiredRegion, type WiredRegion } from './wired-region.ts';

let region: WiredRegion;
beforeAll(async () => {
  region = await startWiredRegion();
});
afterAll(() => region[Symbol.asyncDispose]());

const call = (target: string | undefined, body: string, request: RawRequest = { service: 'events' }) =>
  send(region.url, {
    body,
    ...request,
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      ...(target !== undefined && { 'x-amz-target': target }),
      ...request.headers,
    },
  });

const ENTRY = { Source: 's', DetailType: 't', Detail: '{}' };

describe('AWS JSON 1.1', () => {
  it('answers JSON with a request id in the header', async () => {
    const answer = await call(
      'AWSEvents.PutEvents',
      JSON.stringify({ Entries: [{ ...ENTRY, Time: 1772352000 }] }),
    );
    expect(answer).toMatchObject({ status: 200, contentType: 'application/x-amz-json-1.1' });
    expect(answer.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(JSON.parse(answer.body)).toEqual({
      FailedEntryCount: 0,
      Entries: [{ EventId: expect.any(String) }],
    });
    expect(region.putEvents.at(-1)?.event.time).toBe('2026-03-01T08:00:00Z');
  });

  it('ignores members that the operation does not have', async () => {
    const entry = JSON.stringify({ ...ENTRY, Colour: 'red' });
    const body = `{"Entries":[${entry}],"__proto__":{"Entries":1},"Extra":{}}`;
    expect((await call('AWSEvents.PutEvents', body)).status).toBe(200);
  });

  it('spells the message of an error as the model of the service does', async () => {
    const secret = await call('secretsmanager.GetSecretValue', '{"SecretId":"none"}', {
      service: 'secretsmanager',
    });
    expect(secret.status).toBe(400);
    expect(JSON.parse(secret.body)).toEqual({
      __type: 'ResourceNotFoundException',
      Message: "Secrets Manager can't find the specified secret.",
    });
    const events = await call('AWSEvents.PutEvents', '{}');
    expect(JSON.parse(events.body)).toEqual({
      __type: 'ValidationException',
      message:
        "1 validation error detected: Value null at 'entries' failed to satisfy constraint: Member must not be null",
    });
  });

  it.each([
    ['UnknownOperationException', 400, 'AWSEvents.DescribeEverything', '{}'],
    ['UnknownOperationException', 400, 'AWSEvents.toString', '{}'],
    ['UnknownOperationException', 400, 'secretsmanager.GetSecretValue', '{}'],
    ['UnknownOperationException', 400, undefined, '{}'],
    ['SerializationException', 400, 'AWSEvents.PutEvents', '{'],
    ['SerializationException', 400, 'AWSEvents.PutEvents', '[]'],
    ['SerializationException', 400, 'AWSEvents.PutEvents', 'null'],
    ['SerializationException', 400, 'AWSEvents.PutEvents', '{"Entries":{}}'],
    ['SerializationException', 400, 'AWSEvents.PutEvents', '{"Entries":[1]}'],
    ['SerializationException', 400, 'AWSEvents.PutEvents', '{"Entries":[{"Source":1}]}'],
    ['ValidationException', 400, 'AWSEvents.PutEvents', ''],
    ['ValidationException', 400, 'AWSEvents.PutEvents', '{"Entries":null}'],
  ])('%s, HTTP %i, for %s with %j', async (type, status, target, body) => {
    const answer = await call(target, body);
    expect(answer).toMatchObject({ status, contentType: 'application/x-amz-json-1.1' });
    expect(JSON.parse(answer.body)).toMatchObject({ __type: type });
    expect(answer.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([
    ['MissingAuthenticationTokenException', 403, {}],
    ['InvalidSignatureException', 400, { service: 'events', region: 'us-east-1' }],
    ['IncompleteSignatureException', 400, { headers: { authorization: 'nonsense' } }],
    ['UnknownOperationException', 405, { service: 'events', method: 'PUT' }],
    ['RequestEntityTooLargeException', 413, { service: 'events', body: ' '.repeat(6 * 1024 * 1024 + 1) }],
    ['UnknownOperationException', 400, { service: 'dynamodb' }],
  ])('%s, HTTP %i', async (type, status, request) => {
    const answer = await call('AWSEvents.PutEvents', '{"Entries":[]}', request);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toMatchObject({ __type: type });
  });
});
