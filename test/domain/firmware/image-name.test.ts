import { describe, expect, it } from 'vitest';
import { namesVersion, versionOfImage } from '#domain/firmware/image-name.ts';
import { formatVersion } from '#domain/firmware/version.ts';

const versionOf = (key: string): string | undefined => {
  const version = versionOfImage(key);
  return version === undefined ? undefined : formatVersion(version);
};

describe('the version an image is of, by its name', () => {
  it.each([
    ['7.2.60.0.22525.DEV.PATCH-64-MULTICORE', '7.2.60.0.22525.DEV'],
    ['images/2026/7.2.54.13.22700.RELEASE.PATCH-64-MULTICORE', '7.2.54.13.22700.RELEASE'],
    ['7.2.63.0.f6d42ce.DEV.PATCH-64-MULTICORE', '7.2.63.0.f6d42ce.DEV'],
    ['7.2.54.13.PATCH', '7.2.54.13'],
    ['7.2.54.13', '7.2.54.13'],
    ['7.2.54.13-64.patch', '7.2.54.13'],
    ['LoadMaster-7.2.54.13.PATCH', undefined],
    ['7.2.54.13/image.PATCH', undefined],
    ['7.2.54.PATCH', undefined],
    ['7.2.54.123456.PATCH', undefined],
    ['07.2.54.13.PATCH', undefined],
    ['', undefined],
  ])('%s is of %s', (key, version) => {
    expect(versionOf(key)).toBe(version);
  });

  it.each([
    ['7.2.54.13.22700.RELEASE.PATCH', '7.2.54.13', true],
    ['7.2.54.13.22700.RELEASE.PATCH', '7.2.54.13.22700.RELEASE', true],
    ['7.2.54.13.22700.RELEASE.PATCH', '7.2.54.13.22701.RELEASE', false],
    ['7.2.54.13.PATCH', '7.2.54.13.22700.RELEASE', false],
    ['7.2.54.12.22642.RELEASE.PATCH', '7.2.54.13', false],
    ['7.2.54.130.PATCH', '7.2.54.13', false],
    ['7.2.54.1.PATCH', '7.2.54.13', false],
    ['patch', '7.2.54.13', false],
    ['7.2.54.13.PATCH', 'nonsense', false],
  ])('%s for %s: %s', (key, target, fits) => {
    expect(namesVersion(key, target)).toBe(fits);
  });
});
