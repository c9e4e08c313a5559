import { describe, expect, it } from 'vitest';
import { gatewayRequest, MOST_GEO_UNITS } from '#contracts/gateway.ts';

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

describe('requests that only units of pairs are for', () => {
  it.each([
    { kind: 'read-status', units: [SOLO] },
    { kind: 'read-firmware', units: [SOLO] },
    { kind: 'perform', unit: SOLO, command: { kind: 'reboot' } },
  ])('name no standalone: $kind', (request) => {
    expect(gatewayRequest.safeParse(request).success).toBe(false);
  });
});
