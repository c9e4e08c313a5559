import { instantText } from '#contracts/api/views.ts';
import type { EpochMs } from '#domain/time.ts';

/** `2026-05-01 10:00 UTC`: the same for readers in every time zone. */
export const minuteText = (at: EpochMs): string => `${instantText(at).slice(0, 16).replace('T', ' ')} UTC`;
