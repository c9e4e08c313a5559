import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Attempt } from '#rehearsal/data-path/client.ts';
import { Tally } from '#rehearsal/data-path/tally.ts';

const attempt: fc.Arbitrary<Attempt> = fc.oneof(
  fc.record({ kind: fc.constant('served' as const), by: fc.constantFrom('first', 'second') }),
  fc.record({
    kind: fc.constant('failed' as const),
    reason: fc.constantFrom('refused' as const, 'reset' as const, 'closed' as const, 'timeout' as const),
  }),
);

describe('a tally', () => {
  it('counts by the second in which an attempt began, and from a moment on', () => {
    const tally = new Tally();
    tally.note(1_000, { kind: 'served', by: 'first' });
    tally.note(1_999, { kind: 'failed', reason: 'reset' });
    tally.note(2_000, { kind: 'served', by: 'second' });
    expect(tally.slots()).toEqual([
      { at: 1_000, attempted: 2, failed: 1, failures: { reset: 1 }, served: { first: 1 } },
      { at: 2_000, attempted: 1, failed: 0, failures: {}, served: { second: 1 } },
    ]);
    expect(tally.sum(2_000)).toMatchObject({ attempted: 1, failed: 0 });
  });

  it('loses no attempt: served and failed together are all', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(20_000), attempt)), (attempts) => {
        const tally = new Tally();
        for (const [at, one] of attempts) tally.note(at, one);
        const { attempted, failed, served, failures } = tally.sum();
        const total = (counts: object) => Object.values(counts).reduce((sum, count) => sum + count, 0);
        expect(attempted).toBe(attempts.length);
        expect(total(failures)).toBe(failed);
        expect(total(served) + failed).toBe(attempted);
      }),
    );
  });
});
