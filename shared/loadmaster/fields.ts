import * as z from 'zod/mini';
import { type EpochMs, SECOND_MS } from '#domain/time.ts';
import { isObject } from '#loadmaster/lower-keys.ts';

/*
 * How units write values, and how we read them. Everything about a value is settled here and nowhere else: numbers
 * and booleans as strings or not, "unset" for nothing, line breaks around values, one object for a list of one.
 */

/** Trims, and makes nothing of the ways in which units write nothing: "unset", an empty string, null, no field. */
const present = (raw: unknown): unknown => {
  if (typeof raw !== 'string') return raw ?? undefined;
  const text = raw.trim();
  return text === '' || text.toLowerCase() === 'unset' ? undefined : text;
};

const presence = z.pipe(z.optional(z.unknown()), z.transform(present));

/** A string; numbers and booleans are taken as written. */
export const text = z.pipe(
  presence,
  z.optional(z.pipe(z.union([z.string(), z.number(), z.boolean()]), z.transform(String))),
);

/** A whole number, also as a string. */
export const wholeNumber = z.pipe(
  presence,
  z.optional(z.union([z.int(), z.pipe(z.string().check(z.regex(/^-?\d{1,15}$/)), z.transform(Number))])),
);

/** A number, also as a string. */
export const decimal = z.pipe(
  presence,
  z.optional(
    z.union([z.number(), z.pipe(z.string().check(z.regex(/^-?\d{1,15}(\.\d{1,9})?$/)), z.transform(Number))]),
  ),
);

const TRUE = ['true', 'y', 'yes', '1', 'set', 'on'];
const FALSE = ['false', 'n', 'no', '0', 'off'];

/** A yes or no in any of the vendor's spellings. */
export const flag = z.pipe(
  text,
  z.transform((raw, context): boolean | undefined => {
    if (raw === undefined) return undefined;
    const word = raw.toLowerCase();
    if (!TRUE.includes(word) && !FALSE.includes(word)) {
      context.issues.push({ code: 'custom', message: 'neither yes nor no', input: word });
    }
    return TRUE.includes(word);
  }),
);

/** A list: no field is none of them, one object is one of them. */
export const listOf = <T extends z.ZodMiniType>(element: T) =>
  z.pipe(
    z.pipe(
      presence,
      z.transform((raw) => (raw === undefined ? [] : Array.isArray(raw) ? raw : [raw])),
    ),
    z.array(element),
  );

/** The same, or such a list inside an element of its own: v1 wraps some lists where v2 does not. */
export const listIn = <T extends z.ZodMiniType>(inner: string, element: T) =>
  z.pipe(
    z.pipe(
      presence,
      z.transform((raw) => (isObject(raw) && inner in raw ? raw[inner] : raw)),
    ),
    listOf(element),
  );

/** An object that may be missing; an empty element of v1 is a missing one. */
export const maybe = <T extends z.ZodMiniType>(object: T) => z.pipe(presence, z.optional(object));

/** Addresses or names: a list, or one text with commas or spaces between them. */
export const words = z.pipe(
  listOf(text),
  z.transform((texts) => texts.flatMap((item) => (item ?? '').split(/[\s,]+/)).filter((word) => word !== '')),
);

/** The reply's fields, or those inside the element `name` where it wraps them: v1 does where v2 does not. */
export const within = (name: string) =>
  z.pipe(
    z.record(z.string(), z.unknown()),
    z.transform((fields) => {
      const inner = fields[name];
      return isObject(inner) ? inner : fields;
    }),
  );

export type ServiceStatus = 'up' | 'down' | 'disabled' | 'other';

/** Of a virtual service, a real server, a cluster or a map. There are more words for it than are published. */
export const serviceStatus = z.pipe(
  text,
  z.transform(
    (raw): ServiceStatus => SERVICE_STATUSES.find((word) => word === raw?.toLowerCase()) ?? 'other',
  ),
);

const SERVICE_STATUSES = ['up', 'down', 'disabled'] as const;

export type Designation = 'first' | 'second' | 'none' | 'unknown';

const DESIGNATIONS: ReadonlyMap<string, Designation> = new Map([
  ['first', 'first'],
  ['master', 'first'],
  ['second', 'second'],
  ['slave', 'second'],
  ['single', 'none'],
]);

/** The configured HA mode. Setters say first and second, getters master and slave. */
export const designation = z.pipe(
  text,
  z.transform(
    (raw): Designation => (raw === undefined ? 'none' : (DESIGNATIONS.get(raw.toLowerCase()) ?? 'unknown')),
  ),
);

export type HaStatus = 'active' | 'standby' | 'passive' | 'not-configured' | 'unknown';

const HA_STATUSES: ReadonlyMap<string, HaStatus> = new Map([
  ['active', 'active'],
  ['standby', 'standby'],
  ['passive', 'passive'],
  ['ha not configured', 'not-configured'],
]);

/** The live HA state. Words we do not know, and none at all, are `unknown`. */
export const haStatus = z.pipe(
  text,
  z.transform((raw): HaStatus => HA_STATUSES.get(raw?.toLowerCase() ?? '') ?? 'unknown'),
);

/** `Wed, 16 Oct 19 09:06:27 UTC`: two digits for the year, counted from 2000. */
const VENDOR_DATE =
  /^[a-z]{3}, (\d{1,2} [a-z]{3}) (\d{2}) (\d{2}:\d{2}:\d{2}) (UTC|GMT|[ECMP][SD]T|[+-]\d{4})$/i;

/**
 * An instant in the vendor's notation. Anything else, such as what a standby says for "active since" or a time zone
 * whose name is ambiguous, is undefined.
 */
export const instant = z.pipe(
  text,
  z.transform((raw): EpochMs | undefined => {
    const [, day, year, time, zone] = VENDOR_DATE.exec(raw ?? '') ?? [];
    const at = Date.parse(`${day} 20${year} ${time} ${zone}`);
    return Number.isNaN(at) ? undefined : at;
  }),
);

/** `Fri May 17 04:00:00 UTC 2019`, as in licences. */
const LICENCE_DATE = /^[a-z]{3} ([a-z]{3} +\d{1,2}) (\d{2}:\d{2}:\d{2}) UTC (\d{4})$/i;

/** An instant in a licence's notation. Anything else, such as a word for "without end", is undefined. */
export const licenceInstant = z.pipe(
  text,
  z.transform((raw): EpochMs | undefined => {
    const [, day, time, year] = LICENCE_DATE.exec(raw ?? '') ?? [];
    const at = Date.parse(`${day} ${year} ${time} UTC`);
    return Number.isNaN(at) ? undefined : at;
  }),
);

/** Seconds since 1970; 0 is never. */
export const epochSeconds = z.pipe(
  wholeNumber,
  z.transform((seconds): EpochMs | undefined => (seconds ? seconds * SECOND_MS : undefined)),
);
