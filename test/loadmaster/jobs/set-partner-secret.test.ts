import { describe, expect, it } from 'vitest';
import { makeSecret } from '#loadmaster/credentials.ts';
import { UNIT, useJobsWorld } from './jobs-world.ts';

const SECRET = 'geheim-Zx9-geheim';
const set = { kind: 'set-partner-secret' } as const;
const failsWith = (code: string) => expect.objectContaining({ jobId: 'j1', state: 'failed', code });

const declare = (world: ReturnType<typeof useJobsWorld>): void => {
  world.now.pair = { ...world.now.pair, partnerSecret: 'understudy/dublin-1/partner' };
};

describe('the partner secret', () => {
  const world = useJobsWorld();
  const job = () => world.now.records.readJob(UNIT);

  it('is set to the one that is declared for the pair', async () => {
    declare(world);
    const names: string[] = [];
    const partnerSecrets = {
      read: async (name: string) => {
        names.push(name);
        return world.now.partnerSecret;
      },
    };
    expect(await world.now.runJob(set, 'j1', { partnerSecrets })).toBe('done');
    expect(names).toEqual(['understudy/dublin-1/partner']);
    expect(world.now.wired.management.partnerSecret()).toBe(SECRET);
    expect(JSON.stringify(await job())).not.toContain(SECRET);
  });

  it('must be declared', async () => {
    expect(await world.now.runJob(set)).toBe('failed');
    expect(await job()).toEqual(failsWith('no-partner-secret'));
  });

  it.each(['partner-secret-unavailable', 'partner-secret-malformed'] as const)(
    'must be read: %s',
    async (code) => {
      declare(world);
      world.now.partnerSecret = { kind: 'missing', code };
      expect(await world.now.runJob(set)).toBe('failed');
      expect(await job()).toEqual(failsWith(code));
    },
  );

  it('of no declared pair is none', async () => {
    expect(await world.now.runJob(set, 'j1', { resolve: async () => undefined })).toBe('failed');
    expect(await job()).toEqual(failsWith('unit-not-declared'));
  });

  it('that the unit refuses is not repeated in the unit’s words', async () => {
    declare(world);
    world.now.partnerSecret = { kind: 'secret', secret: makeSecret('no good, this') };
    expect(await world.now.runJob(set)).toBe('failed');
    expect(await job()).toEqual(failsWith('loadmaster-command'));
    expect(world.now.failures).toMatchObject([{ command: 'setlmcommsecret', code: 'loadmaster-command' }]);
    expect(world.now.failures[0]).not.toHaveProperty('said');
  });
});

describe('older firmware', () => {
  const world = useJobsWorld('7.2.58.0.21623.RELEASE');

  it('has no partner secret', async () => {
    declare(world);
    expect(await world.now.runJob(set)).toBe('failed');
    expect(await world.now.records.readJob(UNIT)).toEqual(failsWith('loadmaster-unknown-command'));
  });
});
