import { expect, it } from 'vitest';
import { afterReservation, NO_SHARE, nextStep, type Share, SLOT_MS } from '#loadmaster/rate-limit-slots.ts';

const SLOT = 100;
const FROM = SLOT * SLOT_MS;
const held = (share: Partial<Share>): Share => ({ slot: SLOT, left: 0, sent: 0, isClosed: false, ...share });

it.each([
  { when: 'nothing is held', share: NO_SHARE, at: 0, step: { kind: 'reserve', slot: SLOT } },
  {
    when: 'calls are held',
    share: held({ left: 3, sent: 1 }),
    at: 10,
    step: { kind: 'send', share: held({ left: 2, sent: 2 }) },
  },
  { when: 'what was held is sent', share: held({ sent: 3 }), at: 10, step: { kind: 'reserve', slot: SLOT } },
  {
    when: 'the slot is used up',
    share: held({ sent: 3, isClosed: true }),
    at: 10,
    step: { kind: 'wait', until: FROM + SLOT_MS },
  },
  { when: 'the last call may go', share: held({ left: 1 }), at: 2_499, step: { kind: 'send' } },
  {
    when: 'the slot is near its end',
    share: held({ left: 1 }),
    at: 2_500,
    step: { kind: 'wait', until: FROM + SLOT_MS },
  },
  {
    when: 'what is left is of the slot before',
    share: held({ slot: SLOT - 1, left: 3 }),
    at: 0,
    step: { kind: 'reserve', slot: SLOT },
  },
  {
    when: 'calls were sent in the slot before',
    share: held({ slot: SLOT - 1, sent: 1 }),
    at: 99,
    step: { kind: 'wait', until: FROM + 100 },
  },
  {
    when: 'calls were sent in the slot before, and the others had their time',
    share: held({ slot: SLOT - 1, sent: 1 }),
    at: 100,
    step: { kind: 'reserve', slot: SLOT },
  },
  {
    when: 'calls were sent two slots ago',
    share: held({ slot: SLOT - 2, sent: 1 }),
    at: 0,
    step: { kind: 'reserve', slot: SLOT },
  },
])('$when: $step.kind', ({ share, at, step }) => {
  expect(nextStep(share, FROM + at)).toMatchObject(step);
});

it.each([
  { when: 'granted', share: NO_SHARE, ended: 'granted', expected: held({ left: 3 }) },
  {
    when: 'granted on top of another',
    share: held({ left: 1, sent: 2 }),
    ended: 'granted',
    expected: held({ left: 4, sent: 2 }),
  },
  {
    when: 'granted after another call was refused one',
    share: held({ sent: 3, isClosed: true }),
    ended: 'granted',
    expected: held({ left: 3, sent: 3, isClosed: true }),
  },
  { when: 'refused', share: NO_SHARE, ended: 'refused', expected: held({ isClosed: true }) },
  { when: 'unreachable', share: NO_SHARE, ended: 'unreachable', expected: held({ left: 3, isClosed: true }) },
  {
    when: 'unreachable with two calls sent',
    share: held({ sent: 2 }),
    ended: 'unreachable',
    expected: held({ left: 1, sent: 2, isClosed: true }),
  },
  {
    when: 'unreachable with more sent than the quarter',
    share: held({ sent: 5 }),
    ended: 'unreachable',
    expected: held({ sent: 5, isClosed: true }),
  },
  {
    when: 'too late',
    share: held({ slot: SLOT + 1, left: 2 }),
    ended: 'granted',
    expected: held({ slot: SLOT + 1, left: 2 }),
  },
] as const)('a reservation that is $when', ({ share, ended, expected }) => {
  expect(afterReservation(share, SLOT, ended)).toEqual(expected);
});
