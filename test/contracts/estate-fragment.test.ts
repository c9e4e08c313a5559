import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { estateFragment } from '#contracts/estate-fragment.ts';

const KNOWN = {
  instanceId: 'i-0a1b2c3d4e5f60718',
  management: 'https://10.20.1.10:8443',
  certificateSha256: '3f4a1c0b9d8e7f6051423324150697887a6b5c4d3e2f10293847565a4b3c2d1e',
  credentials: 'understudy/edge-dublin',
};

describe('a unit for the estate file', () => {
  it('is as one would write it', () => {
    expect(estateFragment(KNOWN, 'first')).toBe(
      [
        'first:',
        '  instanceId: i-0a1b2c3d4e5f60718',
        '  address: 10.20.1.10',
        '  management: https://10.20.1.10:8443',
        '  certificateSha256: 3f4a1c0b9d8e7f6051423324150697887a6b5c4d3e2f10293847565a4b3c2d1e',
        '  credentials: understudy/edge-dublin',
        '',
      ].join('\n'),
    );
  });

  it('leaves an instance id that nobody gave empty', () => {
    const { instanceId: _, ...rest } = KNOWN;
    expect(estateFragment(rest, 'second')).toMatch(/^second:\n {2}instanceId: *\n/);
  });

  it.each(['none', 'unknown'] as const)('has no designation where the unit has none (%s)', (designation) => {
    expect(parse(estateFragment(KNOWN, designation))).toEqual({ ...KNOWN, address: '10.20.1.10' });
  });

  it('reads back as it was meant, whatever the values look like', () => {
    const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 });
    const digits = fc.string({ unit: fc.constantFrom('0', '1', 'e'), minLength: 64, maxLength: 64 });
    const address = fc.oneof(
      fc.ipV4(),
      fc.ipV6().map((text) => new URL(`https://[${text}]`).hostname),
      fc.constantFrom('[::]', '[fd00::]'),
    );
    const secret = fc.stringMatching(/^understudy\/[A-Za-z0-9/_+=.@-]{1,60}$/);
    fc.assert(
      fc.property(address, fc.oneof(hex, digits), secret, (host, certificateSha256, credentials) => {
        const known = { ...KNOWN, management: `https://${host}:8443`, certificateSha256, credentials };
        expect(parse(estateFragment(known, 'first'))).toEqual({
          first: { ...known, address: host.replace(/^\[(.*)\]$/, '$1') },
        });
      }),
    );
  });
});
