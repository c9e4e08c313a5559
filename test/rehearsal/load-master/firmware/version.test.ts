import { describe, expect, it } from 'vitest';
import { FIRST_WITH_PARTNER_SECRET, knowsCommand } from '#rehearsal/load-master/firmware/first-version-of.ts';
import { hasFeature, isAtLeast } from '#rehearsal/load-master/firmware/version.ts';

describe('isAtLeast', () => {
  it.each([
    { version: '7.2.61', line: '7.2.61', result: true },
    { version: '7.2.61.0.1.RELEASE', line: '7.2.61', result: true },
    { version: '7.2.60.9.99999.RELEASE', line: '7.2.61', result: false },
    { version: '7.2.61.0.f6d42ce.DEV', line: '7.2.61.1', result: false },
    { version: '7.2.9.0.1.RELEASE', line: '7.2.36', result: false },
    { version: '7.10.0.0', line: '7.2.61', result: true },
    { version: '8.0.0.0', line: '7.2.61', result: true },
  ])('$version is $line or later: $result', ({ version, line, result }) => {
    expect(isAtLeast(version, line)).toBe(result);
  });
});

describe('a feature that came to both lines', () => {
  it.each([
    { version: '7.2.54.9.22500.RELEASE', has: false },
    { version: '7.2.54.10.22600.RELEASE', has: true },
    { version: '7.2.55.0.22000.RELEASE', has: false },
    { version: '7.2.59.3.22338.RELEASE', has: false },
    { version: '7.2.59.4.22500.RELEASE', has: true },
    { version: '7.2.61.1.24109.RELEASE', has: true },
  ])('$version: $has', ({ version, has }) => {
    expect(hasFeature(version, FIRST_WITH_PARTNER_SECRET)).toBe(has);
    expect(knowsCommand(version, 'setlmcommsecret')).toBe(has);
    expect(knowsCommand(version, 'get')).toBe(true);
  });
});
