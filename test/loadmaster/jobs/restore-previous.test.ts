import { describe, expect, it } from 'vitest';
import { UNIT, useJobsWorld } from './jobs-world.ts';

const PREVIOUS = '7.2.58.0.21623.RELEASE';
const restore = (target: string) => ({ kind: 'restore-previous', target }) as const;
const failsWith = (code: string) => expect.objectContaining({ jobId: 'j1', state: 'failed', code });

const becomes = (world: ReturnType<typeof useJobsWorld>, version: string): void => {
  world.now.unit.firmware.stage({ version });
  world.now.unit.firmware.activate();
};

describe('going back', () => {
  const world = useJobsWorld(PREVIOUS);
  const job = () => world.now.records.readJob(UNIT);

  it.each([PREVIOUS, '7.2.58.0'])('makes the previous version the next one: %s', async (target) => {
    becomes(world, '7.2.60.0.22525.RELEASE');
    expect(await world.now.runJob(restore(target))).toBe('done');
    expect(world.now.unit.firmware.staged()).toEqual({ version: PREVIOUS });
    expect(await job()).toMatchObject({ kind: 'restore-previous', state: 'done' });
  });

  it('needs the unit to keep the version that is meant', async () => {
    becomes(world, '7.2.60.0.22525.RELEASE');
    expect(await world.now.runJob(restore('7.2.58.1'))).toBe('failed');
    expect(await job()).toEqual(failsWith('no-such-previous'));
    expect(world.now.unit.firmware.staged()).toBeUndefined();
  });

  it('needs the unit to keep one', async () => {
    expect(await world.now.runJob(restore(PREVIOUS))).toBe('failed');
    expect(await job()).toEqual(failsWith('no-such-previous'));
  });

  it('needs the unit to say what it runs', async () => {
    becomes(world, 'unknown');
    expect(await world.now.runJob(restore(PREVIOUS))).toBe('failed');
    expect(await job()).toEqual(failsWith('version-unread'));
    expect(world.now.unit.firmware.staged()).toBeUndefined();
  });
});

describe('going back below the floor', () => {
  const world = useJobsWorld('7.2.35.2.10000.RELEASE');

  it('is not done, whatever the unit keeps', async () => {
    becomes(world, '7.2.60.0.22525.RELEASE');
    expect(await world.now.runJob(restore('7.2.35.2'))).toBe('failed');
    expect(await world.now.records.readJob(UNIT)).toEqual(failsWith('brick-floor'));
    expect(world.now.unit.firmware.staged()).toBeUndefined();
  });
});
