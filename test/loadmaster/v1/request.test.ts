import { ReadableStream } from 'node:stream/web';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandCall, fileCall } from '#loadmaster/v1/request.ts';
import { API_KEY, keyCredentials, PASSWORD, passwordCredentials } from '../scripted-unit.ts';

const LONG = 'x'.repeat(1000);
const BASIC = `Basic ${Buffer.from(`understudy:${PASSWORD}`).toString('base64')}`;

describe('a v1 request', () => {
  it('is a GET, authenticated in its header', () => {
    expect(commandCall('get', { param: 'hostname' }, passwordCredentials)).toEqual({
      method: 'GET',
      path: '/access/get?param=hostname',
      headers: { Authorization: BASIC },
      body: '',
    });
  });

  it('authenticates with a key in the query', () => {
    expect(commandCall('listvs', {}, keyCredentials)).toEqual({
      method: 'GET',
      path: `/access/listvs?apikey=${API_KEY}`,
      headers: {},
      body: '',
    });
  });

  it.each([
    { command: 'logging.df', params: {}, path: '/access/logging/df' },
    {
      command: 'set',
      params: { param: 'a', value: 'b c&d=+' },
      path: '/access/set?param=a&value=b%20c%26d%3D%2B',
    },
    {
      command: 'set',
      params: { param: 'enableapi', value: 'yes' },
      path: '/access/set?param=enableapi&value=yes',
    },
    { command: 'delrs', params: { vs: '1', rs: '!2' }, path: '/access/delrs?vs=1&rs=!2' },
    { command: '../x?y', params: {}, path: '/access///%2Fx%3Fy' },
  ])('writes $command $params as $path', ({ command, params, path }) => {
    expect(commandCall(command, params, passwordCredentials).path).toBe(path);
  });

  it('sends parameters that are too long for a URL as a form, the key still in the query', () => {
    expect(commandCall('modmap', { fqdn: 'a', x: LONG }, keyCredentials)).toEqual({
      method: 'POST',
      path: `/access/modmap?apikey=${API_KEY}`,
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: `fqdn=a&x=${LONG}`,
    });
  });

  it('never has a path of more than 1K', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string({ maxLength: 600, unit: 'grapheme' })), (params) => {
        const { path, body } = commandCall('modvs', params, passwordCredentials);
        expect(path.length).toBeLessThanOrEqual(1024 - 'https://255.255.255.255:65535'.length);
        const sent = new URLSearchParams(body === '' ? path.split('?')[1] : String(body));
        expect(Object.fromEntries(sent)).toEqual(params);
      }),
    );
  });

  it('keeps the parameters of a file in the query', () => {
    const file = { bytes: ReadableStream.from<Uint8Array>([]) };
    expect(fileCall('restore', { type: '7' }, keyCredentials, file)).toMatchObject({
      method: 'POST',
      path: `/access/restore?type=7&apikey=${API_KEY}`,
      body: file,
    });
  });
});
