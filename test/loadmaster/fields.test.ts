import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import {
  decimal,
  designation,
  epochSeconds,
  flag,
  haStatus,
  instant,
  licenceInstant,
  listIn,
  listOf,
  maybe,
  serviceStatus,
  text,
  wholeNumber,
  words,
} from '#loadmaster/fields.ts';

const FAILS = Symbol('not understood');
const read = (field: z.ZodMiniType, raw: unknown): unknown => {
  const parsed = z.object({ it: field }).safeParse(raw === undefined ? {} : { it: raw });
  return parsed.success ? parsed.data.it : FAILS;
};

describe('fields of a reply', () => {
  it.each([
    { field: 'text', schema: text, raw: ' lb100 \n', value: 'lb100' },
    { field: 'text', schema: text, raw: 'unset', value: undefined },
    { field: 'text', schema: text, raw: ' Unset\n', value: undefined },
    { field: 'text', schema: text, raw: '', value: undefined },
    { field: 'text', schema: text, raw: null, value: undefined },
    { field: 'text', schema: text, raw: undefined, value: undefined },
    { field: 'text', schema: text, raw: 1182772, value: '1182772' },
    { field: 'text', schema: text, raw: ['a'], value: FAILS },
    { field: 'wholeNumber', schema: wholeNumber, raw: '8444', value: 8444 },
    { field: 'wholeNumber', schema: wholeNumber, raw: ' 8444\n', value: 8444 },
    { field: 'wholeNumber', schema: wholeNumber, raw: 8444, value: 8444 },
    { field: 'wholeNumber', schema: wholeNumber, raw: 'unset', value: undefined },
    { field: 'wholeNumber', schema: wholeNumber, raw: undefined, value: undefined },
    { field: 'wholeNumber', schema: wholeNumber, raw: '8444x', value: FAILS },
    { field: 'wholeNumber', schema: wholeNumber, raw: 1.5, value: FAILS },
    { field: 'wholeNumber', schema: wholeNumber, raw: true, value: FAILS },
    ...['Y', 'y', 'yes', '1', 'true', 'set', 1, true].map((raw) => ({
      field: 'flag',
      schema: flag,
      raw,
      value: true,
    })),
    ...['N', 'n', 'no', '0', 'false', 0, false].map((raw) => ({
      field: 'flag',
      schema: flag,
      raw,
      value: false,
    })),
    { field: 'flag', schema: flag, raw: 'unset', value: undefined },
    { field: 'flag', schema: flag, raw: 'perhaps', value: FAILS },
    { field: 'listOf', schema: listOf(z.object({ id: text })), raw: undefined, value: [] },
    { field: 'listOf', schema: listOf(z.object({ id: text })), raw: 'unset', value: [] },
    { field: 'listOf', schema: listOf(z.object({ id: text })), raw: { id: 1 }, value: [{ id: '1' }] },
    {
      field: 'listOf',
      schema: listOf(z.object({ id: text })),
      raw: [{ id: 'a' }, { id: 'b' }],
      value: [{ id: 'a' }, { id: 'b' }],
    },
    { field: 'listOf', schema: listOf(z.object({ id: text })), raw: 'a', value: FAILS },
    { field: 'decimal', schema: decimal, raw: '7.19', value: 7.19 },
    { field: 'decimal', schema: decimal, raw: ' 0.0\n', value: 0 },
    { field: 'decimal', schema: decimal, raw: 3, value: 3 },
    { field: 'decimal', schema: decimal, raw: '', value: undefined },
    { field: 'decimal', schema: decimal, raw: '1e9', value: FAILS },
    { field: 'decimal', schema: decimal, raw: '1,5', value: FAILS },
    { field: 'words', schema: words, raw: '10.0.0.1,10.0.0.2', value: ['10.0.0.1', '10.0.0.2'] },
    { field: 'words', schema: words, raw: ' 10.0.0.1  10.0.0.2,\n', value: ['10.0.0.1', '10.0.0.2'] },
    {
      field: 'words',
      schema: words,
      raw: ['10.0.0.1', '10.0.0.2 10.0.0.3'],
      value: ['10.0.0.1', '10.0.0.2', '10.0.0.3'],
    },
    { field: 'words', schema: words, raw: [], value: [] },
    { field: 'words', schema: words, raw: 'unset', value: [] },
    { field: 'words', schema: words, raw: undefined, value: [] },
    { field: 'words', schema: words, raw: { a: 1 }, value: FAILS },
    { field: 'listIn', schema: listIn('cmd', text), raw: { cmd: ['a', 'b'] }, value: ['a', 'b'] },
    { field: 'listIn', schema: listIn('cmd', text), raw: { cmd: 'a' }, value: ['a'] },
    { field: 'listIn', schema: listIn('cmd', text), raw: ['a', 'b'], value: ['a', 'b'] },
    { field: 'listIn', schema: listIn('cmd', text), raw: '', value: [] },
    { field: 'listIn', schema: listIn('cmd', text), raw: { other: 'a' }, value: FAILS },
    { field: 'maybe', schema: maybe(z.object({ id: text })), raw: '', value: undefined },
    { field: 'maybe', schema: maybe(z.object({ id: text })), raw: { id: 1 }, value: { id: '1' } },
    { field: 'maybe', schema: maybe(z.object({ id: text })), raw: 'x', value: FAILS },
    { field: 'serviceStatus', schema: serviceStatus, raw: 'Up', value: 'up' },
    { field: 'serviceStatus', schema: serviceStatus, raw: 'down\n', value: 'down' },
    { field: 'serviceStatus', schema: serviceStatus, raw: 'Disabled', value: 'disabled' },
    { field: 'serviceStatus', schema: serviceStatus, raw: 'Sick', value: 'other' },
    { field: 'serviceStatus', schema: serviceStatus, raw: undefined, value: 'other' },
    { field: 'epochSeconds', schema: epochSeconds, raw: '1637849309', value: 1637849309_000 },
    { field: 'epochSeconds', schema: epochSeconds, raw: 0, value: undefined },
    { field: 'epochSeconds', schema: epochSeconds, raw: undefined, value: undefined },
    {
      field: 'licenceInstant',
      schema: licenceInstant,
      raw: 'Fri May 17 04:00:00 UTC 2019',
      value: Date.parse('2019-05-17T04:00:00Z'),
    },
    {
      field: 'licenceInstant',
      schema: licenceInstant,
      raw: 'Sun May  3 04:00:00 UTC 2026',
      value: Date.parse('2026-05-03T04:00:00Z'),
    },
    {
      field: 'licenceInstant',
      schema: licenceInstant,
      raw: 'Fri May 77 04:00:00 UTC 2019',
      value: undefined,
    },
    { field: 'licenceInstant', schema: licenceInstant, raw: 'unlimited', value: undefined },
    { field: 'designation', schema: designation, raw: 'master', value: 'first' },
    { field: 'designation', schema: designation, raw: 'first', value: 'first' },
    { field: 'designation', schema: designation, raw: 'Slave\n', value: 'second' },
    { field: 'designation', schema: designation, raw: 'second', value: 'second' },
    { field: 'designation', schema: designation, raw: 'single', value: 'none' },
    { field: 'designation', schema: designation, raw: 'unset', value: 'none' },
    { field: 'designation', schema: designation, raw: 'third', value: 'unknown' },
    { field: 'haStatus', schema: haStatus, raw: 'Active', value: 'active' },
    { field: 'haStatus', schema: haStatus, raw: 'STANDBY\n', value: 'standby' },
    { field: 'haStatus', schema: haStatus, raw: 'Passive', value: 'passive' },
    { field: 'haStatus', schema: haStatus, raw: 'HA not configured', value: 'not-configured' },
    { field: 'haStatus', schema: haStatus, raw: 'Pacified', value: 'unknown' },
    { field: 'haStatus', schema: haStatus, raw: 'constructor', value: 'unknown' },
    { field: 'haStatus', schema: haStatus, raw: undefined, value: 'unknown' },
  ])('$field reads $raw as $value', ({ schema, raw, value }) => {
    expect(read(schema, raw)).toEqual(value);
  });

  it.each([
    { raw: 'Wed, 16 Oct 19 09:06:27 UTC', value: '2019-10-16T09:06:27.000Z' },
    { raw: 'Thu, 28 May 26 11:22:37 UTC\n', value: '2026-05-28T11:22:37.000Z' },
    { raw: 'Thu, 28 May 26 11:22:37 +0200', value: '2026-05-28T09:22:37.000Z' },
    { raw: 'Thu, 28 May 26 11:22:37 EDT', value: '2026-05-28T15:22:37.000Z' },
  ])('instant reads $raw as $value', ({ raw, value }) => {
    expect(read(instant, raw)).toBe(Date.parse(value));
  });

  it.each([
    '0',
    'unset',
    undefined,
    'Thu, 28 May 26 11:22:37 IST',
    'Thu, 99 May 26 11:22:37 UTC',
    'Thu, 28 May 2026 11:22:37 UTC',
    'May 28',
  ])('instant does not guess at %s', (raw) => {
    expect(read(instant, raw)).toBeUndefined();
  });
});
