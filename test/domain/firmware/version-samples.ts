import * as fc from 'fast-check';
import type { FirmwareVersion } from '#domain/firmware/version.ts';

/** Numbers around every line that a rule is drawn at, and any others. */
const numbers: fc.Arbitrary<FirmwareVersion['numbers']> = fc.oneof(
  fc.tuple(
    fc.constant(7),
    fc.constant(2),
    fc.constantFrom(35, 36, 48, 50, 51, 53, 54, 55, 58, 59, 60, 61),
    fc.constantFrom(0, 1, 3, 4, 9, 10, 12),
  ),
  fc.tuple(fc.constantFrom(6, 7, 8), fc.nat(3), fc.nat(99_999), fc.nat(99_999)),
);

const build: fc.Arbitrary<FirmwareVersion['build']> = fc.record({
  id: fc.oneof(
    fc.nat(99_999).map(String),
    fc.stringMatching(/^[0-9a-f]{7}$/),
    fc.stringMatching(/^[0-9a-f]{40}$/),
  ),
  suffix: fc.constantFrom('RELEASE', 'DEV'),
});

export const anyVersion: fc.Arbitrary<FirmwareVersion> = fc
  .record({ numbers, build: fc.option(build, { nil: undefined }) })
  .map(({ numbers: of, build: with_ }) =>
    with_ === undefined ? { numbers: of } : { numbers: of, build: with_ },
  );
