import { describe, expect, it } from 'vitest';
import { roundTrips } from '../../bench/request-log.ts';

const sent = (sentAt: number, answeredAt: number) => ({ command: 'GetItemCommand', sentAt, answeredAt });

describe('sequential round trips', () => {
  it.each([
    { when: 'nothing is sent', requests: [], trips: 0 },
    {
      when: 'each request waits for the one before',
      requests: [sent(0, 1), sent(1, 2), sent(3, 4)],
      trips: 3,
    },
    { when: 'all go out together', requests: [sent(0, 3), sent(0, 1), sent(0, 2)], trips: 1 },
    {
      when: 'a slow one hides a chain beside it',
      requests: [sent(0, 10), sent(0, 2), sent(2, 4), sent(5, 6)],
      trips: 3,
    },
    {
      when: 'one, then several side by side, then one',
      requests: [sent(0, 1), sent(1, 4), sent(1, 3), sent(1, 2), sent(4, 5)],
      trips: 3,
    },
    { when: 'the next is sent before the answer', requests: [sent(0, 5), sent(4, 9)], trips: 1 },
  ])('are $trips when $when', ({ requests, trips }) => {
    expect(roundTrips(requests)).toBe(trips);
    expect(roundTrips(requests.toReversed())).toBe(trips);
  });
});
