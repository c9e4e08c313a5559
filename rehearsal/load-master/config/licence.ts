import { type EpochMs, MINUTE_MS } from '#domain/time.ts';

/** What a unit is licensed for. */
export interface Licence {
  readonly activatedAt: EpochMs;
  readonly licensedUntil: EpochMs;
  /** A new firmware may need support that has not run out. */
  readonly supportUntil: EpochMs;
  readonly supportLevel: string;
  readonly type: string;
  readonly model: string;
  /** Which words there are is not published. */
  readonly status: string;
}

const YEAR_MS = 365 * 24 * 60 * MINUTE_MS;

/** A year that began now, but for what is given. */
export const makeLicence = (now: EpochMs, licence: Partial<Licence> = {}): Licence => ({
  activatedAt: now,
  licensedUntil: now + YEAR_MS,
  supportUntil: now + YEAR_MS,
  supportLevel: 'Enterprise Plus',
  type: 'BYOL',
  model: 'VLM-MAX',
  status: 'Valid',
  ...licence,
});
