import { describe, expect, it } from 'vitest';
import { drainEvent } from '#control/drain-event.ts';
import { watchEvent } from '#control/watch-event.ts';
import type { DrainIntent } from '#domain/drain/intent.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import type { Trigger } from '#domain/trigger.ts';
import { INTENTS, SAMPLE_PAIR, TARGET_GROUP } from '../../docs/state-samples.ts';
import { type Log, loggedStore, lookAt, makeHands, shownActors } from './fakes.ts';

const { region } = SAMPLE_PAIR;
const WATCH = { region, targetGroupsPerPass: 100, lookForMs: 50_000 };
const DRAIN = { region, lookForMs: 150_000, continueForMs: 50_000 };
const FIRST = SAMPLE_PAIR.units.first.instanceId;

const setUp = async (shown: () => PairSeen = () => lookAt('serving', 'standing by')) => {
  const log: Log = [];
  const store = await loggedStore(log);
  const actors = shownActors(log, shown);
  const watching = makeHands(log, store);
  const draining = makeHands(log, store, actors);
  return {
    log,
    store,
    draining,
    watching,
    watch: (trigger: Trigger) => watchEvent(watching, actors, WATCH, trigger),
    drain: (trigger: Trigger) => drainEvent(draining, actors, DRAIN, trigger),
  };
};

const drainOf = (intent: DrainIntent): Trigger => ({ kind: 'drain', intent });

describe('an event about an instance that is not ours', () => {
  it.each<{ name: 'watch' | 'drain'; trigger: Trigger }>([
    {
      name: 'drain',
      trigger: drainOf({ ...INTENTS['spot, two minutes left'], instanceId: 'i-0fffffffffffffff1' }),
    },
    {
      name: 'watch',
      trigger: { kind: 'instance-state', instanceId: 'i-0fffffffffffffff1', state: 'stopped' },
    },
    { name: 'drain', trigger: { kind: 'drain-cancelled', intentId: 'x', instanceId: 'i-0fffffffffffffff1' } },
    { name: 'watch', trigger: { kind: 'out-of-band-change', instanceIds: ['i-0fffffffffffffff1'] } },
  ])('is acknowledged by $name before any call to AWS: $trigger.kind', async ({ name, trigger }) => {
    const world = await setUp();
    expect(await world[name](trigger)).toEqual({ end: 'skipped', reason: 'foreign-instance' });
    expect(world.log).toEqual([]);
  });

  it('of another region is left to that region', async () => {
    const { store, drain, log } = await setUp();
    await store.writeEstate('us-east-1', {
      pairs: [
        {
          ...SAMPLE_PAIR,
          id: 'b',
          region: 'us-east-1',
          units: {
            ...SAMPLE_PAIR.units,
            first: { ...SAMPLE_PAIR.units.first, instanceId: 'i-0eeeeeeeeeeeeeee1' },
          },
        },
      ],
      standalones: [],
    });
    expect(
      await drain(drainOf({ ...INTENTS['spot, two minutes left'], instanceId: 'i-0eeeeeeeeeeeeeee1' })),
    ).toEqual({ end: 'skipped', reason: 'other-region' });
    expect(log).toEqual([]);
  });
});

describe('watch', () => {
  it('reads each target group and each instance once, and writes a steady pair once only', async () => {
    const { watch, watching, log } = await setUp();
    await watch({ kind: 'sweep' });
    expect(log).toEqual([
      'read 2 target groups',
      'read 2 instances',
      'ask first,second',
      'claim 1',
      'journal 1',
      'tell Pair Situation Changed',
      'settle 1',
    ]);
    log.length = 0;
    watching.now += 60_000;
    await watch({ kind: 'sweep' });
    expect(log).toEqual(['read 2 target groups', 'read 2 instances']);
  });

  it('looks at the pairs of an alarm’s target group', async () => {
    const { watch } = await setUp();
    const tail = TARGET_GROUP.split(':').at(-1) ?? '';
    expect(await watch({ kind: 'target-group-alarm', targetGroups: [tail] })).toMatchObject({ end: 'done' });
    expect(await watch({ kind: 'target-group-alarm', targetGroups: ['targetgroup/other/1'] })).toMatchObject({
      reason: 'foreign-instance',
    });
  });

  it('follows a change of roles and tells of it once', async () => {
    let looks = 0;
    const { watch, log } = await setUp(() => {
      looks += 1;
      return looks <= 4 ? lookAt('standing by', 'standing by') : lookAt('standing by', 'serving');
    });
    await watch({ kind: 'sweep' });
    expect(log.filter((line) => line.startsWith('tell Pair Situation'))).toHaveLength(2);
    expect(log.filter((line) => line.startsWith('tell Pair Needs'))).toHaveLength(0);
  });

  it('has an unfinished drain continued', async () => {
    const { watch, drain, log } = await setUp(() => lookAt('leaving its groups', 'serving'));
    await drain(drainOf(INTENTS['an operator terminates it']));
    log.length = 0;
    await watch({ kind: 'sweep' });
    expect(log).toContain('tell Pair Continue');
  });

  it('writes a malformed event into the journal of the pair it names', async () => {
    const { watch, store } = await setUp();
    expect(await watch({ kind: 'malformed', reason: 'not-an-event', instanceIds: [FIRST] })).toEqual({
      end: 'skipped',
      reason: 'malformed',
    });
    const { entries } = await store.readJournal(SAMPLE_PAIR.id, { limit: 10 });
    expect(entries).toMatchObject([{ reason: 'malformed-event', why: 'not-an-event' }]);
  });
});

describe('drain', () => {
  it('asks no LoadMaster on the way of a standby out', async () => {
    const { drain, log } = await setUp(() => lookAt('standing by', 'serving'));
    await drain(drainOf(INTENTS['spot, two minutes left']));
    const before = log.slice(
      0,
      log.findIndex((line) => line.startsWith('deregister')),
    );
    expect(before).toEqual(['read 2 target groups', 'read 2 instances', 'claim 1']);
  });

  it('keeps looking while the drain lasts and stops in time for the next invocation', async () => {
    const { drain, draining, log } = await setUp(() => lookAt('leaving its groups', 'serving'));
    const started = draining.now;
    await drain(drainOf(INTENTS['an operator terminates it']));
    expect(log.filter((line) => line.startsWith('read 2 target')).length).toBeGreaterThan(10);
    expect(draining.now - started).toBeLessThanOrEqual(DRAIN.lookForMs);
  });

  it('says that a pair is unknown instead of failing for ever', async () => {
    const { drain } = await setUp();
    expect(await drain({ kind: 'continue', concern: 'drain', pairId: 'gone' })).toEqual({
      end: 'skipped',
      reason: 'unknown-pair',
    });
  });
});
