import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareVersions,
  type FirmwareVersion,
  formatVersion,
  isBelow,
  parseVersion,
} from '#domain/firmware/version.ts';
import { anyVersion } from './version-samples.ts';

const parsed = (text: string): FirmwareVersion => {
  const version = parseVersion(text);
  if (version === undefined) throw new Error(`not a version: ${text}`);
  return version;
};

describe('parseVersion', () => {
  it.each<{ text: string; version: FirmwareVersion }>([
    {
      text: '7.2.54.12.22642.RELEASE',
      version: { numbers: [7, 2, 54, 12], build: { id: '22642', suffix: 'RELEASE' } },
    },
    {
      text: '7.2.63.0.f6d42ce.DEV',
      version: { numbers: [7, 2, 63, 0], build: { id: 'f6d42ce', suffix: 'DEV' } },
    },
    {
      text: '7.2.58.0.21623.DEV\n',
      version: { numbers: [7, 2, 58, 0], build: { id: '21623', suffix: 'DEV' } },
    },
    { text: '7.2.54.12', version: { numbers: [7, 2, 54, 12] } },
    { text: '7.2.54.12\r\n\n', version: { numbers: [7, 2, 54, 12] } },
    { text: '10.0.0.0', version: { numbers: [10, 0, 0, 0] } },
  ])('reads $text', ({ text, version }) => {
    expect(parseVersion(text)).toEqual(version);
  });

  it.each([
    '',
    '\n',
    'unset',
    '7.2.54',
    '7.2.54.',
    '7.2.54.12.',
    '7.2.54.12.22642',
    '7.2.54.12.RELEASE',
    '7.2.54.12.22642.release',
    '7.2.54.12.22642.BETA',
    '7.2.54.12.F6D42CE.DEV',
    '7.2.60.0.22525.DEV.PATCH-64-MULTICORE',
    '7.1-29-227',
    '07.2.54.12',
    '7.2.54.-1',
    '7.2.54.1e2',
    '7.2.54.123456',
    'v7.2.54.12',
    ' 7.2.54.12',
    '7.2.54.12 ',
    '7.2.54.12\n7.2.54.13',
    '\n7.2.54.12',
    `7.2.54.12.${'a'.repeat(41)}.DEV`,
    `7.2.54.12${'\n'.repeat(1000)}`,
  ])('does not take %j for a version', (text) => {
    expect(parseVersion(text)).toBeUndefined();
  });

  it('answers any text at all', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const version = parseVersion(text);
        expect(version === undefined || formatVersion(version) === text.trimEnd()).toBe(true);
      }),
    );
  });

  it('reads what formatVersion writes', () => {
    fc.assert(
      fc.property(anyVersion, fc.constantFrom('', '\n', '\r\n'), (version, end) => {
        expect(parseVersion(formatVersion(version) + end)).toEqual(version);
      }),
    );
  });
});

describe('compareVersions', () => {
  it.each([
    { a: '7.2.54.12', b: '7.2.54.9', sign: 1 },
    { a: '7.2.9.0', b: '7.2.36.0', sign: -1 },
    { a: '7.10.0.0', b: '7.2.61.0', sign: 1 },
    { a: '7.2.61.0', b: '8.0.0.0', sign: -1 },
    { a: '7.2.54.12.22642.RELEASE', b: '7.2.54.12', sign: 0 },
    { a: '7.2.54.12.22642.RELEASE', b: '7.2.54.12.99999.DEV', sign: 0 },
    { a: '7.2.63.0.f6d42ce.DEV', b: '7.2.63.0.0000000.RELEASE', sign: 0 },
    { a: '7.2.63.0.f6d42ce.DEV', b: '7.2.63.1.0000000.DEV', sign: -1 },
  ])('$a against $b: $sign', ({ a, b, sign }) => {
    expect(Math.sign(compareVersions(parsed(a), parsed(b)))).toBe(sign);
    expect(isBelow(parsed(a), parsed(b))).toBe(sign < 0);
  });

  it('is a total order of the first four numbers', () => {
    fc.assert(
      fc.property(anyVersion, anyVersion, anyVersion, (a, b, c) => {
        const signOf = (x: FirmwareVersion, y: FirmwareVersion) => Math.sign(compareVersions(x, y));
        expect(signOf(a, a)).toBe(0);
        expect(signOf(a, b) + signOf(b, a)).toBe(0);
        if (signOf(a, b) <= 0 && signOf(b, c) <= 0) expect(signOf(a, c)).toBeLessThanOrEqual(0);
        expect(signOf(a, b) === 0).toBe(String(a.numbers) === String(b.numbers));
      }),
    );
  });

  it('heeds no build', () => {
    fc.assert(
      fc.property(anyVersion, anyVersion, anyVersion, (a, b, c) => {
        const other: FirmwareVersion = { ...c, numbers: a.numbers };
        expect(compareVersions(other, b)).toBe(compareVersions(a, b));
      }),
    );
  });
});
