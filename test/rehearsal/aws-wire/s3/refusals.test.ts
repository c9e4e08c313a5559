import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { authorizationFor } from '../raw-request.ts';
import { refusalOf } from '../refusal.ts';
import { REGION } from '../wired-region.ts';
import { BUCKET, type S3Rig, startS3 } from './s3-rig.ts';

let rig: S3Rig;
beforeEach(async () => {
  rig = await startS3();
});
afterEach(async () => {
  expect(rig.defects).toEqual([]);
  await rig[Symbol.asyncDispose]();
});

const SIGNED = { authorization: authorizationFor('s3', REGION) };

/** One HTTP request that no SDK had a hand in. */
const send = async (
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: string | Buffer,
) => {
  const response = await fetch(rig.url + path, { method, headers, ...(body !== undefined && { body }) });
  const text = await response.text();
  return {
    status: response.status,
    code: /<Code>(\w+)<\/Code>/.exec(text)?.[1],
    type: response.headers.get('content-type'),
    requestId: response.headers.get('x-amz-request-id'),
    text,
  };
};

const KEY = `/${BUCKET}/image`;

describe('credentials', () => {
  it('an unsigned request is AccessDenied, in S3’s own document', async () => {
    const { requestId, ...answer } = await send('GET', `${KEY}?x-id=GetObject`, {});
    expect(answer).toEqual({
      status: 403,
      code: 'AccessDenied',
      type: 'application/xml',
      text:
        '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message>' +
        `<Resource>${KEY}</Resource><RequestId>${requestId}</RequestId></Error>`,
    });
    expect(rig.cloud.calls.read()).toEqual({});
  });

  it('an SDK that signs with nothing is refused', async () => {
    const anonymous = rig.client({ signer: { sign: async (request) => request } });
    const call = anonymous.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'image', Body: 'bytes' }));
    expect(await refusalOf(call)).toMatchObject({ name: 'AccessDenied', status: 403 });
    expect(rig.keys(BUCKET)).toEqual([]);
  });

  it.each([
    [
      'another region',
      { authorization: authorizationFor('s3', 'eu-central-1') },
      'AuthorizationHeaderMalformed',
    ],
    ['another service', { authorization: authorizationFor('ec2', REGION) }, 'AuthorizationHeaderMalformed'],
    ['no scope', { authorization: 'AWS4-HMAC-SHA256 Credential=AKID' }, 'AuthorizationHeaderMalformed'],
  ])('for %s', async (_what, headers, code) => {
    expect(await send('GET', KEY, headers)).toMatchObject({ status: 400, code });
  });

  it('Signature Version 2', async () => {
    expect(await send('GET', `${KEY}?AWSAccessKeyId=AKID&Signature=x`, {})).toMatchObject({
      status: 400,
      code: 'InvalidRequest',
    });
  });

  it('a presigned URL is signed', async () => {
    const scope = encodeURIComponent(`AKID/20260301/${REGION}/s3/aws4_request`);
    expect(await send('GET', `${KEY}?X-Amz-Credential=${scope}&X-Amz-Expires=60`, {})).toMatchObject({
      status: 404,
      code: 'NoSuchKey',
    });
  });
});

describe('what is not rehearsed is refused', () => {
  it.each([
    ['GET', '/', {}],
    ['PUT', `/${BUCKET}`, {}],
    ['GET', `/${BUCKET}`, {}],
    ['POST', KEY, {}],
    ['GET', `${KEY}?acl`, {}],
    ['GET', `${KEY}?versionId=1`, {}],
    ['PUT', `${KEY}?tagging`, {}],
    ['GET', KEY, { range: 'bytes=0-1' }],
    ['GET', KEY, { 'if-none-match': '*' }],
    ['PUT', KEY, { 'if-match': '*' }],
    ['PUT', KEY, { 'x-amz-copy-source': KEY }],
    ['PUT', KEY, { 'x-amz-checksum-crc32c': 'AAAAAA==' }],
    ['PUT', KEY, { 'x-amz-trailer': 'x-amz-checksum-crc64nvme' }],
  ])('%s %s %o', async (method, path, headers) => {
    expect(await send(method, path, { ...SIGNED, ...headers })).toMatchObject({
      status: 501,
      code: 'NotImplemented',
    });
  });
});

describe('names', () => {
  it('KeyTooLongError: over 1,024 bytes', async () => {
    const get = (Key: string) => rig.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
    expect(await refusalOf(get('ü'.repeat(512)))).toMatchObject({ name: 'NoSuchKey' });
    expect(await refusalOf(get(`${'ü'.repeat(512)}x`))).toMatchObject({
      name: 'KeyTooLongError',
      status: 400,
    });
  });

  it('InvalidURI: an escape that is none', async () => {
    expect(await send('GET', `/${BUCKET}/%ff`, SIGNED)).toMatchObject({ status: 400, code: 'InvalidURI' });
  });
});

const md5 = (text: string): string => createHash('md5').update(text).digest('base64');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
/** Of `bytes`. */
const CRC32 = 'sZlDzg==';

describe('what a request says of its body', () => {
  it.each([
    ['its MD5', { 'content-md5': md5('bytes') }],
    ['its CRC32', { 'x-amz-checksum-crc32': CRC32 }],
    ['its signed hash', { 'x-amz-content-sha256': sha256('bytes') }],
    ['that it is not signed', { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }],
  ])('is compared: %s', async (_what, headers) => {
    expect(await send('PUT', KEY, { ...SIGNED, ...headers }, 'bytes')).toMatchObject({ status: 200 });
  });

  it.each([
    ['BadDigest', { 'content-md5': md5('other') }],
    ['InvalidDigest', { 'content-md5': 'short' }],
    ['BadDigest', { 'x-amz-checksum-crc32': 'AAAAAA==' }],
    ['BadDigest', { 'x-amz-checksum-sha256': Buffer.from(sha256('other'), 'hex').toString('base64') }],
    ['XAmzContentSHA256Mismatch', { 'x-amz-content-sha256': sha256('other') }],
  ])('%s: %o', async (code, headers) => {
    expect(await send('PUT', KEY, { ...SIGNED, ...headers }, 'bytes')).toMatchObject({ status: 400, code });
    expect(rig.keys(BUCKET)).toEqual([]);
  });

  it('MissingContentLength: a body of unknown length', async () => {
    const headers = { ...SIGNED, 'transfer-encoding': 'chunked' };
    const asked = request(rig.url + KEY, { method: 'PUT', headers }).end('bytes');
    const [answer] = await once(asked, 'response');
    expect(answer.resume().statusCode).toBe(411);
  });

  it('EntityTooLarge: over 5 GiB, before the first byte', async () => {
    const headers = { ...SIGNED, 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' };
    const size = String(5 * 1024 ** 3 + 1);
    expect(await send('PUT', KEY, { ...headers, 'x-amz-decoded-content-length': size }, '')).toMatchObject({
      status: 400,
      code: 'EntityTooLarge',
    });
  });
});

describe('a body in chunks', () => {
  const chunked = (body: string, headers: Record<string, string> = {}) =>
    send(
      'PUT',
      KEY,
      {
        ...SIGNED,
        'content-encoding': 'aws-chunked',
        'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
        'x-amz-decoded-content-length': '5',
        'x-amz-trailer': 'x-amz-checksum-crc32',
        ...headers,
      },
      body,
    );

  it('is its payload', async () => {
    expect(await chunked(`5\r\nbytes\r\n0\r\nx-amz-checksum-crc32:${CRC32}\r\n\r\n`)).toMatchObject({
      status: 200,
    });
    expect(rig.read(BUCKET, 'image')).toMatchObject({ body: { size: 5 } });
  });

  it('IncompleteBody: a chunk longer than its header says', async () => {
    const headers = { 'x-amz-decoded-content-length': '4', 'x-amz-trailer': '' };
    expect(await chunked('4\r\nbyte\r\n0\r\n\r\n', headers)).toMatchObject({ status: 200 });
    expect(await chunked('4\r\nbytes\r\n0\r\n\r\n', headers)).toMatchObject({ code: 'IncompleteBody' });
  });

  it('that is refused half-way leaves its connection to the next request', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const headers = {
      ...SIGNED,
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'x-amz-decoded-content-length': '5',
    };
    const refused = request(rig.url + KEY, { agent, method: 'PUT', headers });
    refused.end(Buffer.concat([Buffer.from('five\r\n'), Buffer.alloc(32 * 1024 * 1024)]));
    const [refusal] = await once(refused, 'response');
    const { socket } = refused;
    expect(refusal.statusCode).toBe(400);
    await once(refusal.resume(), 'end');
    const next = request(rig.url + KEY, { agent, headers: SIGNED }).end();
    const [answer] = await once(next, 'response');
    expect(answer.resume().statusCode).toBe(404);
    expect(next.socket).toBe(socket);
    agent.destroy();
  });

  it('may have signatures, which are not verified', async () => {
    const signature = `;chunk-signature=${'0'.repeat(64)}`;
    const headers = { 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD', 'x-amz-trailer': '' };
    expect(await chunked(`5${signature}\r\nbytes\r\n0${signature}\r\n\r\n`, headers)).toMatchObject({
      status: 200,
    });
  });

  it.each([
    ['BadDigest', 'another checksum', '5\r\nbytes\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n'],
    ['MalformedTrailerError', 'no checksum', '5\r\nbytes\r\n0\r\n\r\n'],
    ['MalformedTrailerError', 'a trailer that is none', '5\r\nbytes\r\n0\r\nchecksum\r\n\r\n'],
    ['MalformedTrailerError', 'trailers without end', `5\r\nbytes\r\n0\r\n${'a:b\r\n'.repeat(17)}\r\n`],
    ['IncompleteBody', 'no end', '5\r\nbytes\r\n'],
    ['IncompleteBody', 'no end of the trailers', `5\r\nbytes\r\n0\r\nx-amz-checksum-crc32:${CRC32}\r\n`],
    ['IncompleteBody', 'an end in a chunk', '5\r\nbyt'],
    ['IncompleteBody', 'a size that is none', 'five\r\nbytes\r\n0\r\n\r\n'],
    ['IncompleteBody', 'a line without end', '5'.repeat(3000)],
    ['IncompleteBody', 'fewer bytes than announced', '4\r\nbyte\r\n0\r\n\r\n'],
    ['IncompleteBody', 'more bytes than announced', '6\r\nbytes!\r\n0\r\n\r\n'],
  ])('%s: %s', async (code, _what, body) => {
    expect(await chunked(body)).toMatchObject({ status: 400, code });
    expect(rig.keys(BUCKET)).toEqual([]);
  });
});
