import type { FreezeReply, HoldReply } from '#contracts/api/replies.ts';
import type { RegionFreeze } from '#control/ports.ts';
import type { Hold } from '#domain/pair/state.ts';
import type { EpochMs } from '#domain/time.ts';

/** An instant as the API writes it. */
export const instantText = (at: EpochMs): string => new Date(at).toISOString();

export const holdView = ({ by, why, placedAt, until }: Hold): HoldReply => ({
  by,
  why,
  placedAt: instantText(placedAt),
  until: instantText(until),
});

export const freezeView = (region: string, freeze: RegionFreeze | undefined): FreezeReply =>
  freeze === undefined
    ? { region, frozen: false }
    : { region, frozen: true, at: instantText(freeze.at), why: freeze.why };
