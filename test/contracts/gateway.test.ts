import { describe, expect, it } from 'vitest';
import { gatewayRequest, MOST_AUDIT_UNITS, MOST_GEO_UNITS } from '#contracts/gateway.ts';
import { MOST_AUDIT_BYTES } from '#loadmaster/read-audit.ts';
import { MOST_GEO_BYTES } from '#loadmaster/read-geo.ts';

const FIRST = { pairId: 'dublin-1', unit: 'first' };
const SOLO = { pairId: 'solo-1', unit: 'standalone' };
const readGeo = (units: readonly unknown[]) => ({ kind: 'read-geo', units });
const solos = (count: number) => Array.from({ length: count }, (_, nth) => ({ ...SOLO, pairId: `s-${nth}` }));

describe('a request to read GEO', () => {
  it.each([
    { what: 'both units of a pair and a standalone', units: [FIRST, { ...FIRST, unit: 'second' }, SOLO] },
    { what: 'nobody', units: [] },
    { what: 'as many as are answered at once', units: solos(MOST_GEO_UNITS) },
  ])('names $what', ({ units }) => {
    expect(gatewayRequest.parse(readGeo(units))).toEqual(readGeo(units));
  });

  it.each([
    { what: 'more than are answered at once', request: readGeo(solos(MOST_GEO_UNITS + 1)) },
    { what: 'a third unit', request: readGeo([{ ...FIRST, unit: 'third' }]) },
    { what: 'a key of the table', request: readGeo([{ ...SOLO, pairId: 'solo-1#STATE' }]) },
    { what: 'an address', request: readGeo([{ ...SOLO, management: 'https://10.9.9.9' }]) },
    { what: 'an address beside', request: { ...readGeo([SOLO]), management: 'https://10.9.9.9' } },
    { what: 'lists to set', request: { ...readGeo([SOLO]), lists: { access: [] } } },
    { what: 'no units', request: { kind: 'read-geo' } },
  ])('is refused with $what', ({ request }) => {
    expect(gatewayRequest.safeParse(request).success).toBe(false);
  });
});

const AUDITED = { ...FIRST, withGeo: true };
const readAudit = (units: readonly unknown[]) => ({ kind: 'read-audit', units });
const audited = (count: number) =>
  Array.from({ length: count }, (_, nth) => ({ ...AUDITED, pairId: `pair-${nth}` }));

describe('a request to read for an audit', () => {
  it.each([
    { what: 'both units of a pair', units: [AUDITED, { ...AUDITED, unit: 'second', withGeo: false }] },
    { what: 'nobody', units: [] },
    { what: 'as many as are answered at once', units: audited(MOST_AUDIT_UNITS) },
  ])('names $what', ({ units }) => {
    expect(gatewayRequest.parse(readAudit(units))).toEqual(readAudit(units));
  });

  it.each([
    { what: 'more than are answered at once', request: readAudit(audited(MOST_AUDIT_UNITS + 1)) },
    { what: 'a unit of which it does not say whether GEO is wanted', request: readAudit([FIRST]) },
    { what: 'a standalone', request: readAudit([{ ...AUDITED, ...SOLO }]) },
    { what: 'a key of the table', request: readAudit([{ ...AUDITED, pairId: 'pair-a#STATE' }]) },
    { what: 'an address', request: readAudit([{ ...AUDITED, management: 'https://10.9.9.9' }]) },
    { what: 'an address beside', request: { ...readAudit([AUDITED]), management: 'https://10.9.9.9' } },
    { what: 'settings of its own choice', request: { ...readAudit([AUDITED]), settings: ['ntpkeysecret'] } },
    { what: 'no units', request: { kind: 'read-audit' } },
  ])('is refused with $what', ({ request }) => {
    expect(gatewayRequest.safeParse(request).success).toBe(false);
  });
});

describe('what is answered at once', () => {
  /** @see AWS Lambda, Quotas: payload of a synchronous invocation */
  const MOST_ANSWERED_BYTES = 6 * 1024 * 1024;
  const ENVELOPE_BYTES = '{"kind":"read","value":},'.length;

  it.each([
    { what: 'GEO', units: MOST_GEO_UNITS, bytes: MOST_GEO_BYTES },
    { what: 'an audit', units: MOST_AUDIT_UNITS, bytes: MOST_AUDIT_BYTES },
  ])('of $what fits into the answer of an invocation', ({ units, bytes }) => {
    expect(units * (bytes + ENVELOPE_BYTES)).toBeLessThan(MOST_ANSWERED_BYTES);
  });
});

describe('requests that only units of pairs are for', () => {
  it.each([
    { kind: 'read-status', units: [SOLO] },
    { kind: 'read-firmware', units: [SOLO] },
    { kind: 'perform', unit: SOLO, command: { kind: 'reboot' } },
  ])('name no standalone: $kind', (request) => {
    expect(gatewayRequest.safeParse(request).success).toBe(false);
  });
});
