import { describe, expect, expectTypeOf, it } from 'vitest';
import * as z from 'zod/mini';
import { OWN_SOURCE, type OwnEvent, ownEventReaders, ownEvents } from '#contracts/events/own-events.ts';
import { parseEvent } from '#contracts/parse-event.ts';
import { announcementsOf } from '#control/announcements.ts';
import type { Announcement } from '#control/ports.ts';
import type { DecisionRecord } from '#domain/pair/decision.ts';
import { newPairState } from '#domain/pair/state.ts';
import { RECEIVED_AT } from './expected-triggers.ts';
import { SAMPLES, sampleWith } from './samples.ts';

const OWN_SAMPLES = [...SAMPLES].filter(([, { source }]) => source === OWN_SOURCE);
/** What a detail may lack, by detail-type. */
const OPTIONAL: Readonly<Record<string, readonly string[]>> = {
  'Audit Requested': ['pairs'],
  'Drain Requested': ['confirm'],
  'Firmware Requested': ['image', 'notAfter'],
  'Geo Needs Attention': ['memberId', 'cluster'],
  'Pair Needs Attention': ['active'],
  'Pair Situation Changed': ['active'],
  'Switchover Requested': ['confirm'],
};

const SCHEMAS: ReadonlyMap<unknown, z.ZodMiniType> = new Map(Object.entries(ownEvents));

describe('the events on the own bus', () => {
  it('are those that are announced', () => {
    expectTypeOf<OwnEvent['detailType']>().toEqualTypeOf<Announcement['detailType']>();
    expectTypeOf<OwnEvent>().toExtend<Announcement>();
    expect([...ownEventReaders.keys()]).toEqual(Object.keys(ownEvents));
  });

  it('have a sample each', () => {
    const sampled = new Set(OWN_SAMPLES.map(([, event]) => event['detail-type']));
    expect([...sampled].sort()).toEqual(Object.keys(ownEvents).sort());
  });

  it.each(OWN_SAMPLES)('are of the form the publisher shares: %s', (_, event) => {
    const schema = SCHEMAS.get(event['detail-type']) ?? z.never();
    expect(z.safeParse(schema, event.detail)).toMatchObject({ success: true });
  });

  it.each(OWN_SAMPLES.filter(([file]) => !file.includes('replay')))('are strict: %s', (file, event) => {
    expect(parseEvent(sampleWith(file, { surprise: true }), RECEIVED_AT)).toMatchObject([
      { kind: 'malformed' },
    ]);
    const optional = OPTIONAL[String(event['detail-type'])] ?? [];
    for (const key of Object.keys(Object(event.detail))) {
      const { [key]: _, ...detail } = Object(event.detail);
      const [trigger] = parseEvent({ ...event, detail }, RECEIVED_AT);
      expect(trigger?.kind === 'malformed', key).toBe(!optional.includes(key));
    }
  });

  it.each(['complete-hook', 'explode', ''])('know no release %j for operators', (release) => {
    const asked = sampleWith('understudy/drain-requested.json', { release });
    expect(parseEvent(asked, RECEIVED_AT)).toMatchObject([{ kind: 'malformed' }]);
  });
});

const GEO_REQUESTED = 'understudy/geo-requested.json';
const addresses = (count: number) =>
  Array.from({ length: count }, (_, index) => `10.0.${index >> 8}.${index & 255}`);

describe('a pair’s turn to have its GEO lists set', () => {
  it.each([
    { what: 'the longest list', detail: { access: addresses(512), partners: addresses(512) } },
    { what: 'an empty list', detail: { partners: [] } },
    { what: 'an IPv6 address', detail: { access: ['2001:DB8:0:0:0:0:0:1', 'fe80::1'] } },
    { what: 'either master', detail: { master: 'first' } },
  ])('is understood: $what', ({ detail }) => {
    const [trigger] = parseEvent(sampleWith(GEO_REQUESTED, detail), RECEIVED_AT);
    expect(trigger).toMatchObject({ kind: 'geo-order', order: detail });
  });

  it.each([
    { what: 'a list too long', detail: { access: addresses(513) } },
    { what: 'another list too long', detail: { partners: addresses(513) } },
    { what: 'a host name', detail: { partners: ['lm.example.org'] } },
    { what: 'several addresses in one', detail: { access: ['10.0.0.1 10.0.0.2'] } },
    { what: 'a range', detail: { access: ['10.0.0.0/8'] } },
    { what: 'an address with a zone that has no end', detail: { access: [`fe80::1%${'z'.repeat(64)}`] } },
    { what: 'no list', detail: { access: '10.0.0.1' } },
    { what: 'a unit nobody is', detail: { master: 'standalone' } },
    { what: 'a time that is none', detail: { notAfter: '2026-13-01T10:00:00Z' } },
  ])('is not: $what', ({ detail }) => {
    expect(parseEvent(sampleWith(GEO_REQUESTED, detail), RECEIVED_AT)).toMatchObject([{ kind: 'malformed' }]);
  });
});

it.each(['report', 'turns', 'requested'])('know GEO as changed in its %s', (what) => {
  const changed = sampleWith('understudy/geo-changed.json', { what });
  expect(parseEvent(changed, RECEIVED_AT)).toEqual([{ kind: 'geo-changed' }]);
});

it('know GEO as changed in nothing else', () => {
  const changed = sampleWith('understudy/geo-changed.json', { what: 'everything' });
  expect(parseEvent(changed, RECEIVED_AT)).toMatchObject([{ kind: 'malformed' }]);
});

it('know no time that the calendar has not', () => {
  const asked = sampleWith('understudy/firmware-requested.json', { notAfter: '2026-02-01T25:00:00Z' });
  expect(parseEvent(asked, RECEIVED_AT)).toMatchObject([{ kind: 'malformed' }]);
});

const record: DecisionRecord = {
  version: 3,
  at: RECEIVED_AT,
  by: 'watch',
  reason: 'situation-changed',
  from: 'steady',
  to: 'no-active',
  operation: 'idle',
  evidence: ['first: unhealthy', 'second: unhealthy'],
  actions: [],
};

it('accepts what a claimed decision announces', () => {
  const announced = announcementsOf('lm-a', 'eu-west-1', record, newPairState('lm-a', RECEIVED_AT));
  expect(announced.map(({ detailType }) => detailType)).toEqual([
    'Pair Situation Changed',
    'Pair Needs Attention',
  ]);
  for (const { detailType, detail } of announced) {
    expect(z.safeParse(ownEvents[detailType], detail)).toMatchObject({ success: true });
  }
});
