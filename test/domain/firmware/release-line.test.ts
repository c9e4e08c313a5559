import { describe, expect, it } from 'vitest';
import {
  failsVerification,
  isWayBack,
  mayBrick,
  needsConfirmation,
  needsPartnerSecret,
  releaseLineOf,
  skipsWaypoint,
} from '#domain/firmware/release-line.ts';
import { type FirmwareVersion, parseVersion } from '#domain/firmware/version.ts';

const v = (text: string): FirmwareVersion => {
  const version = parseVersion(text);
  if (version === undefined) throw new Error(`not a version: ${text}`);
  return version;
};

describe('a unit that goes from 7.2.36 or later to below it', () => {
  it.each([
    { from: '7.2.36.0', to: '7.2.35.99999', bricks: true },
    { from: '7.2.36.0', to: '7.2.36.0', bricks: false },
    { from: '7.2.36.1', to: '7.2.36.0', bricks: false },
    { from: '7.2.54.12.22642.RELEASE', to: '7.1.35.11', bricks: true },
    { from: '8.0.0.0', to: '7.2.35.0', bricks: true },
    { from: '7.2.35.99999', to: '7.2.35.0', bricks: false },
    { from: '7.2.35.0', to: '7.2.36.0', bricks: false },
    { from: undefined, to: '7.2.35.99999', bricks: true },
    { from: undefined, to: '7.2.36.0', bricks: false },
  ])('from $from to $to is lost: $bricks', ({ from, to, bricks }) => {
    expect(mayBrick(from === undefined ? undefined : v(from), v(to))).toBe(bricks);
  });
});

describe('update verification', () => {
  it.each([
    { from: '7.2.51.0', to: '7.2.50.99999', fails: true },
    { from: '7.2.51.0', to: '7.2.51.0', fails: false },
    { from: '7.2.50.0', to: '7.2.49.0', fails: false },
    { from: '7.2.61.0', to: '7.2.48.10', fails: false },
    { from: '7.2.61.0', to: '7.2.47.0', fails: true },
    { from: '7.2.54.12', to: '7.2.49.1', fails: true },
    { from: '7.2.48.10', to: '7.2.50.0', fails: false },
  ])('$from refuses $to: $fails', ({ from, to, fails }) => {
    expect(failsVerification(v(from), v(to))).toBe(fails);
  });
});

describe('the way by 7.2.60', () => {
  it.each([
    { from: '7.2.59.99999', to: '7.2.61.0', skips: true },
    { from: '7.2.54.12', to: '7.2.62.0', skips: true },
    { from: '7.2.54.12', to: '7.2.60.0', skips: false },
    { from: '7.2.54.12', to: '7.2.60.99999', skips: false },
    { from: '7.2.60.0', to: '7.2.62.0', skips: false },
    { from: '7.2.62.0', to: '7.2.54.12', skips: false },
  ])('from $from to $to is skipped: $skips', ({ from, to, skips }) => {
    expect(skipsWaypoint(v(from), v(to))).toBe(skips);
  });
});

describe('a way back', () => {
  it.each([
    { from: '7.2.35.0', to: '7.2.36.0', back: false },
    { from: '7.2.36.0', to: '7.2.50.0', back: true },
    { from: '7.2.50.0', to: '7.2.51.0', back: false },
    { from: '7.2.48.10', to: '7.2.54.12', back: true },
    { from: '7.2.54.12', to: '7.2.60.0', back: true },
    { from: '7.2.61.0', to: '7.2.60.0', back: true },
  ])('from $to to $from again: $back', ({ from, to, back }) => {
    expect(isWayBack(v(from), v(to))).toBe(back);
  });
});

describe('what a version asks for', () => {
  it.each([
    { version: '7.2.47.0', line: 'ga', secret: false, confirm: false },
    { version: '7.2.48.10', line: 'ltsf', secret: false, confirm: false },
    { version: '7.2.54.9', line: 'ltsf', secret: false, confirm: false },
    { version: '7.2.54.10', line: 'ltsf', secret: true, confirm: false },
    { version: '7.2.55.0', line: 'ga', secret: false, confirm: false },
    { version: '7.2.59.3', line: 'ga', secret: false, confirm: false },
    { version: '7.2.59.4', line: 'ga', secret: true, confirm: false },
    { version: '7.2.60.99999', line: 'ga', secret: true, confirm: false },
    { version: '7.2.61.0', line: 'ga', secret: true, confirm: true },
    { version: '8.0.0.0', line: 'ga', secret: true, confirm: true },
  ])('$version ($line): secret $secret, confirmation $confirm', ({ version, line, secret, confirm }) => {
    expect(releaseLineOf(v(version))).toBe(line);
    expect(needsPartnerSecret(v(version))).toBe(secret);
    expect(needsConfirmation(v(version))).toBe(confirm);
  });
});
