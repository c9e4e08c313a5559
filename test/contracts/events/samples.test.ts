import { describe, expect, it } from 'vitest';
import { parseEvent } from '#contracts/parse-event.ts';
import type { Trigger } from '#domain/trigger.ts';
import { EXPECTED, RECEIVED_AT } from './expected-triggers.ts';
import { README, SAMPLES } from './samples.ts';

/** `event` in an expectation stands for the id of the event itself, or of the one that an SQS record carries. */
const withEventId = (trigger: Trigger, sample: Readonly<Record<string, unknown>>): Trigger => {
  if (trigger.kind !== 'drain' || trigger.intent.id !== 'event') return trigger;
  const { id } = 'Records' in sample ? JSON.parse(Object(sample.Records)[0].body) : sample;
  return { ...trigger, intent: { ...trigger.intent, id: String(id) } };
};

describe('the samples below events/', () => {
  it('all have an expectation', () => {
    expect([...SAMPLES.keys()]).toEqual(Object.keys(EXPECTED).sort());
  });

  it.each([...SAMPLES])('%s is parsed to what it means', (file, sample) => {
    const expected = EXPECTED[file]?.map((trigger) => withEventId(trigger, sample));
    expect(parseEvent(sample, RECEIVED_AT)).toEqual(expected);
  });

  it('have different event ids, so that no test passes for want of a difference', () => {
    const ids = [...SAMPLES.values()].flatMap(({ id }) => id ?? []);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

interface Row {
  readonly name: string;
  readonly detailType: string;
  readonly makesOfIt: string;
}

const rows: ReadonlyMap<string, Row> = new Map(
  [...README.matchAll(/^\| \[(.+?)\]\((.+?)\) +\| (.*?) +\| (.*?) +\|/gm)].map(
    ([, name = '', path = '', detailType = '', makesOfIt = '']) => {
      return [path, { name, detailType, makesOfIt }];
    },
  ),
);

describe('events/README.md', () => {
  it('lists every sample, and no other', () => {
    expect([...rows.keys()].sort()).toEqual([...SAMPLES.keys()]);
  });

  it.each([...rows])(
    'says of %s what it is and what becomes of it',
    (file, { name, detailType, makesOfIt }) => {
      expect(`${name}.json`).toBe(file);
      expect(detailType).toBe(SAMPLES.get(file)?.['detail-type'] ?? '—');
      const kinds = [...new Set(EXPECTED[file]?.map(({ kind }) => kind))];
      expect([...makesOfIt.matchAll(/`([a-z-]+)`/g)].map(([, kind]) => kind).sort()).toEqual(kinds.sort());
    },
  );
});
