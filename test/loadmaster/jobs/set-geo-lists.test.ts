import { describe, expect, it } from 'vitest';
import { StoreUnavailableError } from '#control/errors.ts';
import type { GeoLists } from '#domain/geo/geo-seen.ts';
import { makeSecret } from '#loadmaster/credentials.ts';
import { BUCKET, SOLO, UNIT, useJobsWorld } from './jobs-world.ts';

const LISTS: GeoLists = { access: ['10.0.1.5', '10.9.0.1'], partners: ['10.9.0.1', '2001:db8::1'] };
const setLists = (lists: Partial<GeoLists>) => ({ kind: 'set-geo-lists', lists }) as const;
const many = (count: number) => Array.from({ length: count }, (_, nth) => `10.8.${nth >> 8}.${nth & 255}`);

const world = useJobsWorld();
const job = () => world.now.records.readJob(UNIT);
const settings = () => world.now.wired.management.settings;
const onUnit = () => ({ access: settings().text('geoclients'), partners: settings().text('geopartners') });
const asSent = ({ access, partners }: GeoLists) => ({ access: access.join(), partners: partners.join() });
const NOTHING = { access: '', partners: '' };
const backups = () => world.now.s3.keys(BUCKET);
const run = (lists: Partial<GeoLists>, jobId = 'j1', over = {}) =>
  world.now.runJob(setLists(lists), jobId, over);

/** Takes the unit's first steps, then has them fail. */
const failingFrom = (nth: number, error: Error) => {
  let calls = 0;
  return async () => {
    calls += 1;
    if (calls >= nth) throw error;
    return { appliance: world.now.pair.units.first };
  };
};

describe('setting GEO lists', () => {
  it('makes a backup, then sets both, and says where the backup is', async () => {
    expect(await run(LISTS)).toBe('done');
    expect(onUnit()).toEqual(asSent(LISTS));
    const [key, ...others] = backups();
    expect(key).toMatch(/^backups\/dublin-1\/first\/\S+\.backup$/);
    expect(others).toEqual([]);
    expect(await job()).toEqual({
      jobId: 'j1',
      kind: 'set-geo-lists',
      state: 'done',
      key,
      at: expect.any(Number),
    });
  });

  it('leaves a list alone that is not given', async () => {
    await run(LISTS);
    await run({ partners: ['10.7.0.1'] }, 'j2');
    expect(onUnit()).toEqual({ ...asSent(LISTS), partners: '10.7.0.1' });
    await run({ access: ['10.0.1.5'] }, 'j3');
    expect(onUnit()).toEqual({ access: '10.0.1.5', partners: '10.7.0.1' });
  });

  it('may take the last partner away', async () => {
    await run(LISTS);
    expect(await run({ partners: [] }, 'j2')).toBe('done');
    expect(onUnit()).toEqual({ ...asSent(LISTS), partners: '' });
  });

  it('does not write what is right already, in another order and spelling', async () => {
    settings().set('geoclients', '10.9.0.1 10.0.1.5');
    settings().set('geopartners', '2001:0DB8:0:0::1,10.9.0.1');
    const before = onUnit();
    expect(await run(LISTS)).toBe('done');
    expect(onUnit()).toEqual(before);
    expect(backups()).toHaveLength(1);
  });

  it('is done on a standalone as well, which has a record and backups of its own', async () => {
    const request = { kind: 'unit-job', ...SOLO, jobId: 'j1', job: setLists(LISTS) } as const;
    expect(await world.now.run(request)).toBe('done');
    expect(onUnit()).toEqual(asSent(LISTS));
    expect(await world.now.records.readJob(SOLO)).toMatchObject({ state: 'done', key: backups()[0] });
    expect(backups()[0]).toMatch(/^backups\/solo-1\/standalone\//);
    expect(await job()).toBeUndefined();
  });

  it('goes on, asked for again, from where it stopped', async () => {
    expect(await run({ ...LISTS, partners: many(65) })).toBe('failed');
    expect(await run(LISTS, 'j2')).toBe('done');
    expect(onUnit()).toEqual(asSent(LISTS));
  });
});

describe('lists that are not set', () => {
  const key = expect.stringMatching(/^backups\/dublin-1\/first\//);
  const failed = (failure: object) => ({
    jobId: 'j1',
    kind: 'set-geo-lists',
    state: 'failed',
    at: expect.any(Number),
    ...failure,
  });

  it('for want of a backup are both as they were', async () => {
    world.now.faults.inject({ service: 's3', operation: 'PutObject', fault: { kind: 'drop-request' } });
    expect(await run(LISTS)).toBe('failed');
    expect(await job()).toEqual(failed({ code: 'backup-unstored', failedAt: 'backup' }));
    expect(onUnit()).toEqual(NOTHING);
  });

  it.each([
    { list: 'access', lists: { ...LISTS, access: many(65) }, left: NOTHING },
    {
      list: 'partners',
      lists: { ...LISTS, partners: many(65) },
      left: { ...NOTHING, access: LISTS.access.join() },
    },
  ])('because the unit takes no more into $list stop there', async ({ list, lists, left }) => {
    expect(await run(lists)).toBe('failed');
    expect(await job()).toEqual(failed({ code: 'geo-list-too-long', failedAt: list, key }));
    expect(onUnit()).toEqual(left);
    expect(world.now.failures).toMatchObject([
      {
        ...UNIT,
        jobId: 'j1',
        code: 'geo-list-too-long',
        failedAt: list,
        key,
        said: 'Too many IP addresses already specified',
      },
    ]);
  });

  it('are as long as the unit takes them', async () => {
    const full = { access: many(64), partners: many(64) };
    expect(await run(full)).toBe('done');
    expect(onUnit()).toEqual(asSent(full));
  });

  it.each([
    { list: 'access', lists: { access: ['nobody'] } },
    { list: 'partners', lists: { partners: ['nobody'] } },
  ])('because an address in $list is none are refused like every value', async ({ list, lists }) => {
    // Such a request does not come through the contract.
    expect(await run(lists)).toBe('failed');
    expect(await job()).toEqual(failed({ code: 'loadmaster-command', failedAt: list, key }));
    expect(onUnit()).toEqual(NOTHING);
  });

  it.each([
    { list: 'access', nth: 2, left: NOTHING },
    { list: 'partners', nth: 3, left: { ...NOTHING, access: LISTS.access.join() } },
  ])('because the table does not answer say that it was at $list', async ({ list, nth, left }) => {
    const resolve = failingFrom(nth, new StoreUnavailableError());
    expect(await run(LISTS, 'j1', { resolve })).toBe('failed');
    expect(await job()).toEqual(failed({ code: 'estate-unread', failedAt: list, key }));
    expect(onUnit()).toEqual(left);
  });

  it('because the unit refuses the credentials fail before anything else', async () => {
    world.now.credentials = {
      kind: 'password',
      user: 'bal',
      password: makeSecret('wrong'),
      version: 'v2',
    };
    expect(await run(LISTS)).toBe('failed');
    expect(await job()).toEqual(failed({ code: 'loadmaster-auth', failedAt: 'backup' }));
    expect(world.now.forgotten).toEqual(['lm/dublin-1']);
  });

  it('let a bug be seen', async () => {
    const resolve = failingFrom(2, new TypeError('ours'));
    await expect(run(LISTS, 'j1', { resolve })).rejects.toThrow(TypeError);
  });
});
