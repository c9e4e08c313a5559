import type { DurationMs } from '#domain/time.ts';

/** A value as API v2 sends it; v1 writes the same as text (`yes`/`no` for true/false). */
export type Value = string | number | boolean | readonly Value[] | { readonly [name: string]: Value };

export type Fields = Readonly<Record<string, Value>>;

/** The command was carried out. */
export interface Done {
  readonly kind: 'done';
  readonly message: string;
  /** Where v1 words it otherwise. */
  readonly messageV1?: string;
  /** The unit is busy for this long before it answers. */
  readonly takesMs?: DurationMs;
  /** What happens once the answer is on its way: the unit goes down. */
  readonly afterwards?: () => void;
}

/** What a command answers, before it is written as XML or JSON. */
export type Reply =
  | Done
  /** `v1`: the content of `<Data>`; `v2`: fields beside `code` and `status`. */
  | { readonly kind: 'data'; readonly v1: Fields; readonly v2: Fields }
  /** A download: as it is in v1, base64 in v2. */
  | { readonly kind: 'file'; readonly name: string; readonly content: Buffer }
  /** Kept apart from `failed` because v1 may send another code for it than v2. */
  | { readonly kind: 'missing'; readonly parameter: string }
  | { readonly kind: 'failed'; readonly code: number; readonly message: string };

export const done = (afterwards?: () => void): Done => ({
  kind: 'done',
  message: 'Command completed ok',
  ...(afterwards === undefined ? {} : { afterwards }),
});

export const doneSaying = (message: string): Done => ({ kind: 'done', message });

export const data = (v2: Fields, v1: Fields = v2): Reply => ({ kind: 'data', v1, v2 });

/** An operation or value the unit refuses. @see LoadMaster API v2 documentation */
export const refused = (message: string): Reply => ({ kind: 'failed', code: 422, message });

export const missing = (parameter: string): Reply => ({ kind: 'missing', parameter });

export const missingText = (parameter: string): string => `${parameter}: String Value missing`;

export const unknownValue = (value: string): Reply => refused(`Unknown parameter value ${value}`);
