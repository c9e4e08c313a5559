import type { EpochMs } from '#domain/time.ts';

/** Where the declared windows stand at the moment of a look; worked out outside, where time zones are known. */
export type WindowNow =
  /** None is declared: any time will do. */
  | { readonly kind: 'always' }
  | { readonly kind: 'open'; readonly closesAt: EpochMs }
  | {
      readonly kind: 'closed';
      readonly opensAt: EpochMs;
      /** The opening in the window's own time, for example `Sat 02:00 Europe/Dublin`. */
      readonly opensWords: string;
    };

export const ALWAYS: WindowNow = { kind: 'always' };
