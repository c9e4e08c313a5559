import { describe, expect, it } from 'vitest';
import { isPrivateEndpoint } from '#loadmaster/private-endpoint.ts';

const PRIVATE = [
  'https://10.0.0.0',
  'https://10.255.255.255:8443',
  'https://172.16.0.1:8443/',
  'https://172.31.255.255:1',
  'https://192.168.1.1:65535',
  'https://100.64.0.1:8443',
  'https://100.127.255.255:8443',
  'https://[fc00::1]:8443',
  'https://[fdff:ffff::1]:8443',
  'https://[::ffff:10.0.0.1]:8443',
];

const ELSEWHERE = [
  'https://9.255.255.255:8443',
  'https://11.0.0.1:8443',
  'https://172.15.255.255:8443',
  'https://172.32.0.1:8443',
  'https://192.169.0.1:8443',
  'https://100.63.255.255:8443',
  'https://100.128.0.1:8443',
  'https://169.254.169.254',
  'https://[fd00:ec2::254%eth0]:8443',
  'https://[fe80::1]:8443',
  'https://[fe00::1]:8443',
  'https://[2001:db8::1]:8443',
  'https://[::ffff:8.8.8.8]:8443',
  'https://0.0.0.0:8443',
  'https://[::]:8443',
  'https://8.8.8.8',
];

const OTHER_FORMS = [
  'http://10.0.0.1:8443',
  'https://10.0.0.1:0',
  'https://10.0.0.1:65536',
  'https://10.0.0.1:8443/access/get',
  'https://10.0.0.1:8443/?param=x',
  'https://10.0.0.1:8443/#x',
  'https://bal@10.0.0.1:8443',
  'https://:secret@10.0.0.1:8443',
  'https://unit.internal:8443',
  'https://10.0.0.1.nip.io:8443',
  'https://localhost:8443',
  '10.0.0.1:8443',
  '',
];

const LOOPBACK = ['https://127.0.0.1:8443', 'https://127.9.9.9:8443', 'https://[::1]:8443'];

describe('an endpoint that may be enrolled', () => {
  it.each(PRIVATE)('is private: %s', (management) => {
    expect(isPrivateEndpoint(management, false)).toBe(true);
  });

  it.each([...ELSEWHERE, ...OTHER_FORMS])('is not: %s', (management) => {
    expect(isPrivateEndpoint(management, false)).toBe(false);
    expect(isPrivateEndpoint(management, true)).toBe(false);
  });

  it.each(LOOPBACK)('is loopback on a developer’s machine only: %s', (management) => {
    expect(isPrivateEndpoint(management, false)).toBe(false);
    expect(isPrivateEndpoint(management, true)).toBe(true);
  });

  it.each(['https://0x7f.1:8443', 'https://2130706433:8443', 'https://0177.0.0.1:8443'])(
    'is judged by the address that a URL’s host means: %s',
    (management) => {
      expect(isPrivateEndpoint(management, false)).toBe(false);
    },
  );
});
