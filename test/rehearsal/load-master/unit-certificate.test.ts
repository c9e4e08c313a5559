import { X509Certificate } from 'node:crypto';
import { expect, it } from 'vitest';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { makeUnitCertificate } from '#rehearsal/load-master/wire/certificate.ts';

const DAY_MS = 24 * 60 * MINUTE_MS;

const validityOf = async (validUntil?: number) => {
  const { cert } = await makeUnitCertificate('10.0.1.5', validUntil);
  const { validFrom, validTo } = new X509Certificate(cert);
  return { from: Date.parse(validFrom), to: Date.parse(validTo) };
};

it('a unit’s own certificate is valid now, and for years', async () => {
  const { from, to } = await validityOf();
  expect(from).toBeLessThanOrEqual(Date.now());
  expect(to).toBeGreaterThan(Date.now() + 5 * 365 * DAY_MS);
});

it.each([
  { when: 'tomorrow', inMs: DAY_MS },
  { when: 'in a minute', inMs: MINUTE_MS },
  { when: 'a month ago', inMs: -30 * DAY_MS },
])('or as long as it is told to: until $when', async ({ inMs }) => {
  const validUntil = Date.now() + inMs;
  const { from, to } = await validityOf(validUntil);
  expect(Math.abs(to - validUntil)).toBeLessThan(SECOND_MS);
  expect(from).toBeLessThan(to);
});
