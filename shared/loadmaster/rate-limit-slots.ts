import type { DurationMs, EpochMs } from '#domain/time.ts';
import { UNIT_WINDOW_MS } from '#loadmaster/rate-limit.ts';

/*
 * The arithmetic of a call rate that several processes share. Time is cut into slots as long as the unit's window. In
 * a slot at most 12 calls are sent, and none near its end. So the times at which the calls of a slot reach the unit
 * span no more than a window, those of two slots do not overlap, and any window meets two slots at most: 24 calls of
 * the 30 that the unit tolerates.
 *
 * That holds while clocks and networks together differ by no more than `QUIET_MS` between any two processes. The six
 * calls that are left are for people, for monitoring, and for calls that are late for another reason, such as a
 * connection that was slow to open: each process has one call under way at a time, and the gateway has five.
 */

/** From one slot's beginning to the next one's. Slots are numbered from 1970-01-01T00:00:00Z on. */
export const SLOT_MS: DurationMs = UNIT_WINDOW_MS;

/** For all processes together. */
export const CALLS_PER_SLOT = 12;

/** What a process reserves at a time: one look is three calls. What it does not send in the slot is lost. */
export const BLOCK_CALLS = 3;

/** What a process that cannot reserve sends in a slot: a quarter, whatever the others do, and never more. */
export const ALONE_CALLS_PER_SLOT = CALLS_PER_SLOT / 4;

/** Nothing is sent in this last part of a slot. */
export const QUIET_MS: DurationMs = 500;

/** Whoever sent in the slot before lets those who found it full reserve first. */
const COURTESY_MS: DurationMs = 100;

/** What one process holds of one unit's calls. */
export interface Share {
  readonly slot: number;
  /** Calls that may still be sent in the slot. */
  readonly left: number;
  readonly sent: number;
  /** There is no more to be had in the slot. */
  readonly isClosed: boolean;
}

export const NO_SHARE: Share = { slot: Number.NEGATIVE_INFINITY, left: 0, sent: 0, isClosed: true };

/** What a process that wants to send a call does next. */
export type Step =
  /** Send it, at once, and go on with this share. */
  | { readonly kind: 'send'; readonly share: Share }
  | { readonly kind: 'reserve'; readonly slot: number }
  | { readonly kind: 'wait'; readonly until: EpochMs };

export const nextStep = (share: Share, now: EpochMs): Step => {
  const slot = Math.floor(now / SLOT_MS);
  const from = slot * SLOT_MS;
  const next = from + SLOT_MS;
  if (now >= next - QUIET_MS) return { kind: 'wait', until: next };
  if (share.slot === slot) {
    if (share.left > 0)
      return { kind: 'send', share: { ...share, left: share.left - 1, sent: share.sent + 1 } };
    return share.isClosed ? { kind: 'wait', until: next } : { kind: 'reserve', slot };
  }
  const wasServed = share.slot === slot - 1 && share.sent > 0;
  if (wasServed && now < from + COURTESY_MS) return { kind: 'wait', until: from + COURTESY_MS };
  return { kind: 'reserve', slot };
};

const at = (share: Share, slot: number): Share =>
  share.slot === slot ? share : { slot, left: 0, sent: 0, isClosed: false };

/** How a reservation ended. An answer that comes when a later slot has begun changes nothing. */
export type Reservation = 'granted' | 'refused' | 'unreachable';

export const afterReservation = (share: Share, slot: number, ended: Reservation): Share => {
  if (slot < share.slot) return share;
  const held = at(share, slot);
  switch (ended) {
    case 'granted':
      return { ...held, left: held.left + BLOCK_CALLS };
    case 'refused':
      return { ...held, isClosed: true };
    case 'unreachable':
      return { ...held, left: Math.max(0, ALONE_CALLS_PER_SLOT - held.sent), isClosed: true };
    default:
      return ended satisfies never;
  }
};
