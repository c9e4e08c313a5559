import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInstanceId } from '#contracts/events/instance-id.ts';
import { parseEvent } from '#contracts/parse-event.ts';
import type { Trigger } from '#domain/trigger.ts';
import { RECEIVED_AT } from './expected-triggers.ts';
import { SAMPLES } from './samples.ts';

const instancesIn = (trigger: Trigger): readonly string[] => {
  switch (trigger.kind) {
    case 'drain':
      return [trigger.intent.instanceId];
    case 'instance-state':
    case 'drain-cancelled':
      return [trigger.instanceId];
    case 'out-of-band-change':
    case 'malformed':
      return trigger.instanceIds;
    default:
      return [];
  }
};

/** What holds of every answer, whatever came in. */
const expectSound = (triggers: readonly Trigger[]): void => {
  expect(triggers.length).toBeGreaterThan(0);
  for (const trigger of triggers) {
    expect(instancesIn(trigger).every(isInstanceId)).toBe(true);
    if (trigger.kind !== 'drain') continue;
    const { requestedAt, deadlineAt = 0, maintenanceAt = 0 } = trigger.intent;
    expect([requestedAt, deadlineAt, maintenanceAt].every(Number.isSafeInteger)).toBe(true);
    expect(requestedAt).toBeLessThanOrEqual(RECEIVED_AT + 300_000);
    expect(trigger.intent.id).not.toBe('');
  }
};

type Json = fc.JsonValue;
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Every place in a value, as the keys that lead there. */
const placesIn = (value: unknown, path: readonly string[] = []): readonly (readonly string[])[] =>
  isObject(value)
    ? Object.entries(value).flatMap(([key, inner]) => [[...path, key], ...placesIn(inner, [...path, key])])
    : [];

/** A copy with what is at the place replaced, or removed. */
const mutated = (
  value: unknown,
  [key, ...rest]: readonly string[],
  by: unknown,
  remove: boolean,
): unknown => {
  if (key === undefined || !isObject(value)) return by;
  const copy: Record<string, unknown> = Array.isArray(value) ? Object(value.slice()) : { ...value };
  if (rest.length === 0 && remove) delete copy[key];
  else copy[key] = mutated(copy[key], rest, by, remove);
  return copy;
};

const sample = fc.constantFrom(...SAMPLES.values());
const mutation = sample.chain((event) =>
  fc.record({
    event: fc.constant(event),
    place: fc.constantFrom(...placesIn(event)),
    by: fc.oneof(fc.anything(), fc.string(), fc.constantFrom('', null, [], {}, 'i-0bbbbbbbbbbbbbbb1')),
    remove: fc.boolean(),
  }),
);

describe('parseEvent', () => {
  it('answers for anything at all', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withNullPrototype: true,
      withObjectString: true,
      withSparseArray: true,
      withTypedArray: true,
      key: fc.oneof(fc.string(), fc.constantFrom('detail', 'detail-type', 'source', 'Records', '__proto__')),
    });
    fc.assert(
      fc.property(anything, (raw) => expectSound(parseEvent(raw, RECEIVED_AT))),
      { numRuns: 1_000 },
    );
  });

  it('answers for any text, and for JSON as for what is in it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) =>
        expectSound(parseEvent(text, RECEIVED_AT)),
      ),
    );
    fc.assert(
      fc.property(sample, (event) => {
        expect(parseEvent(JSON.stringify(event), RECEIVED_AT)).toEqual(parseEvent(event, RECEIVED_AT));
      }),
    );
  });

  it('answers for every sample with something in it replaced or removed', () => {
    fc.assert(
      fc.property(mutation, ({ event, place, by, remove }) =>
        expectSound(parseEvent(mutated(event, place, by, remove), RECEIVED_AT)),
      ),
      { numRuns: 3_000 },
    );
  });

  it('answers for any detail under every known source and detail-type', () => {
    const known = fc.constantFrom(...[...SAMPLES.values()].filter((event) => 'detail-type' in event));
    fc.assert(
      fc.property(known, fc.anything(), (event, detail) =>
        expectSound(parseEvent({ ...event, detail }, RECEIVED_AT)),
      ),
    );
  });

  it('leaves what it reads as it is', () => {
    for (const event of SAMPLES.values()) {
      const copy = structuredClone(event);
      parseEvent(event, RECEIVED_AT);
      expect(event).toEqual(copy);
    }
  });

  it('makes equal triggers of a redelivery, whenever it comes', () => {
    const dated = [...SAMPLES].filter(([file]) => !file.includes('without-time')).map(([, event]) => event);
    const later = fc.integer({ min: 0, max: 24 * 3_600_000 });
    fc.assert(
      fc.property(fc.constantFrom(...dated), later, (event, ms) => {
        expect(parseEvent(event, RECEIVED_AT + ms)).toEqual(parseEvent(event, RECEIVED_AT));
      }),
    );
  });

  it('makes a new intent of a new event about the same instance', () => {
    const idsOf = (event: unknown): readonly string[] =>
      parseEvent(event, RECEIVED_AT).flatMap((trigger) =>
        trigger.kind === 'drain' ? [trigger.intent.id] : [],
      );
    const knownByEventId = [...SAMPLES].filter(([file]) => /^ec2\/(spot|instance|rebal|capac)/.test(file));
    expect(knownByEventId.length).toBeGreaterThan(8);
    for (const [, event] of knownByEventId) {
      const again: Json = {
        ...JSON.parse(JSON.stringify(event)),
        id: '00000000-0000-4000-8000-00000000ffff',
      };
      const ids = idsOf(event);
      expect(idsOf(again).filter((id) => ids.includes(id))).toEqual([]);
    }
  });
});
