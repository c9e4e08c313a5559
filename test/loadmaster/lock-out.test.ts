import { expect, it } from 'vitest';
import { MINUTE_MS } from '#domain/time.ts';
import { makeLockOut } from '#loadmaster/lock-out.ts';

type Step =
  | { readonly refused: string }
  | { readonly accepted: true }
  | { readonly passMs: number }
  | { readonly elsewhere: string };

const QUARTER_MS = 15 * MINUTE_MS;

it.each<{ when: string; steps: readonly Step[]; withheld: boolean }>([
  { when: 'nothing was refused', steps: [], withheld: false },
  { when: 'just refused', steps: [{ refused: 'v1' }], withheld: true },
  { when: 'almost 15 minutes later', steps: [{ refused: 'v1' }, { passMs: QUARTER_MS - 1 }], withheld: true },
  { when: '15 minutes later', steps: [{ refused: 'v1' }, { passMs: QUARTER_MS }], withheld: false },
  {
    when: 'a day after a second refusal',
    steps: [{ refused: 'v1' }, { passMs: QUARTER_MS }, { refused: 'v1' }, { passMs: 96 * QUARTER_MS }],
    withheld: true,
  },
  { when: 'another version was refused', steps: [{ refused: 'v0' }, { refused: 'v0' }], withheld: false },
  { when: 'another unit refused', steps: [{ elsewhere: 'v1' }], withheld: false },
  {
    when: '15 minutes after a refusal that followed a success',
    steps: [
      { refused: 'v1' },
      { passMs: QUARTER_MS },
      { accepted: true },
      { refused: 'v1' },
      { passMs: QUARTER_MS },
    ],
    withheld: false,
  },
])('credentials are withheld: $withheld, $when', async ({ steps, withheld }) => {
  let now = 1_000;
  const lockOut = makeLockOut({ now: () => now, sleep: async () => undefined });
  for (const step of steps) {
    if ('refused' in step) await lockOut.refused('unit', step.refused);
    else if ('elsewhere' in step) await lockOut.refused('another unit', step.elsewhere);
    else if ('accepted' in step) await lockOut.accepted('unit');
    else now += step.passMs;
  }
  expect(lockOut.withholds('unit', 'v1')).toBe(withheld);
});
