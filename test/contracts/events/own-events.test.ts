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
    for (const key of Object.keys(Object(event.detail)).filter(
      (key) => !['active', 'confirm', 'image', 'notAfter'].includes(key),
    )) {
      const without = sampleWith(file, { [key]: undefined });
      expect(parseEvent(without, RECEIVED_AT)).toMatchObject([{ kind: 'malformed' }]);
    }
  });

  it.each(['complete-hook', 'explode', ''])('know no release %j for operators', (release) => {
    const asked = sampleWith('understudy/drain-requested.json', { release });
    expect(parseEvent(asked, RECEIVED_AT)).toMatchObject([{ kind: 'malformed' }]);
  });
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
