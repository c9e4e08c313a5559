import { describe, expect, it } from 'vitest';
import type { MemberReport } from '#domain/geo/geo-report.ts';
import { reportStandalone, type StandaloneSight, waitsFor } from '#domain/geo/standalone-report.ts';
import type { JobSeen } from '#domain/job/unit-job.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { NOW } from '../../../docs/state-samples.ts';
import { ALONE, DRIFTED, EARLIER, finding, memberIn, RIGHT, requestOf, UNREAD } from './report-samples.ts';

const LISTS = { access: ['10.0.0.5', '10.0.1.5'], partners: ['10.0.0.5'] };

const sightOf = (more: Partial<StandaloneSight> = {}): StandaloneSight => ({
  id: ALONE.id,
  cluster: 'shop',
  expected: 'digest',
  before: undefined,
  requests: [],
  frozen: false,
  now: NOW,
  standalone: ALONE,
  ...more,
});

/** Asked in this pass, and found wanting. */
const wanting = (more: Partial<StandaloneSight> = {}): StandaloneSight =>
  sightOf({ drift: DRIFTED, wrong: LISTS, ...more });

const JOB_ID = `geo/${ALONE.id}/set-geo-lists/${EARLIER}`;
const ASKED = {
  id: JOB_ID,
  job: { kind: 'set-geo-lists', lists: LISTS },
  askedAt: EARLIER,
  attempt: 1,
} as const;
const EVENT = { at: EARLIER, by: 'understudy', what: 'to be set' };

const alone = (state: MemberReport['state'], more: Partial<MemberReport> = {}): MemberReport =>
  memberIn(state, { kind: 'standalone', ...more });

const UNDER_WAY = alone('syncing', { job: ASKED, events: [EVENT], listsWrong: 2 });

const record = (state: JobSeen['state'], more: Partial<JobSeen> = {}): Partial<StandaloneSight> => ({
  record: {
    kind: 'read',
    value: { jobId: JOB_ID, kind: 'set-geo-lists', state, at: NOW - 1, ...more },
  },
});

const { mode: _, ...UNDECLARED } = ALONE;
const failedAgo = (minutes: number): MemberReport =>
  alone('drifted', { failure: { at: NOW - minutes * MINUTE_MS, code: 'geo-list-too-long' } });
const asked = (at: number, by = 'ada') => ({ requests: [requestOf([ALONE.id], at, { by })] });

const OBSERVE = 'its mode, which is observe: nothing is done to it';
const QUEUE = 'other standalones, whose lists are being set';
const NEXT_TRY = 'the next try, 30 min after the last, which failed (geo-list-too-long)';

describe('what a drifted standalone waits for', () => {
  it.each<[string, Partial<StandaloneSight>, string | undefined]>([
    ['nothing', {}, undefined],
    ['its mode', { standalone: { ...ALONE, mode: 'observe' } }, OBSERVE],
    ['its mode, which is observe where none is declared', { standalone: UNDECLARED }, OBSERVE],
    ['its mode, also when asked for', { standalone: UNDECLARED, ...asked(NOW) }, OBSERVE],
    ['a freeze', { frozen: true }, 'the freeze of the region to be lifted'],
    ['others', { hasToQueue: true }, QUEUE],
    ['the next try', { before: failedAgo(29) }, NEXT_TRY],
    ['no next try after half an hour', { before: failedAgo(30) }, undefined],
    ['no next try, when asked for since', { before: failedAgo(5), ...asked(NOW) }, undefined],
    [
      'the next try, when asked for before',
      { before: failedAgo(5), ...asked(NOW - 5 * MINUTE_MS) },
      NEXT_TRY,
    ],
    ['its mode before a freeze', { standalone: UNDECLARED, frozen: true, hasToQueue: true }, OBSERVE],
    ['a freeze before others', { frozen: true, hasToQueue: true }, 'the freeze of the region to be lifted'],
    ['others before the next try', { hasToQueue: true, before: failedAgo(5) }, QUEUE],
  ])('%s', (_name, more, expected) => {
    const sight = wanting(more);
    expect(waitsFor(sight)).toBe(expected);
    const step = reportStandalone(sight);
    expect(step?.report.waits).toBe(expected);
    expect(step?.job === undefined).toBe(expected !== undefined);
    expect(step?.report).toMatchObject({
      state: expected === undefined ? 'syncing' : 'drifted',
      wantsTurn: false,
    });
  });

  it('a whole: an incomplete view begins nothing', () => {
    const { expected: __, ...unknown } = sightOf({ before: alone('drifted'), wrong: LISTS });
    const step = reportStandalone(unknown);
    expect(step).toEqual({
      report: alone('drifted', { waits: 'the declarations of all regions to make a whole' }),
    });
  });
});

describe('how a standalone is to which nothing is done', () => {
  it.each<[string, StandaloneSight['drift'], Partial<MemberReport>]>([
    ['right', RIGHT, { state: 'right', listsWrong: 0 }],
    ['right with findings', { ...RIGHT, findings: [finding('partner-down')] }, { state: 'right' }],
    ['unread', UNREAD, { state: 'unread', listsWrong: 1 }],
  ])('%s', (_name, drift, expected) => {
    const step = reportStandalone(wanting(drift === undefined ? {} : { drift }));
    expect(step?.job).toBeUndefined();
    expect(step?.report).toMatchObject({ kind: 'standalone', since: NOW, expected: 'digest', ...expected });
  });

  it('is not known before its lists were read', () => {
    expect(reportStandalone(sightOf())).toBeUndefined();
  });

  it('is as it was where it was not asked: nothing is begun without a look', () => {
    const before = alone('drifted', { expected: 'older', listsWrong: 1, events: [EVENT] });
    expect(reportStandalone(sightOf({ before }))).toEqual({ report: before });
  });

  it.each<[MemberReport['state'], StandaloneSight['drift'], number]>([
    ['right', RIGHT, EARLIER],
    ['drifted', RIGHT, NOW],
  ])('has been so since it changed: %s before', (state, drift, since) => {
    const step = reportStandalone(sightOf({ before: alone(state), ...(drift && { drift }) }));
    expect(step?.report.since).toBe(since);
  });

  it('keeps why it failed until it is right or set anew, and what was done to it always', () => {
    const before = { ...failedAgo(5), events: [EVENT] };
    const still = reportStandalone(wanting({ before }))?.report;
    expect(still).toMatchObject({ failure: before.failure, events: [EVENT], since: EARLIER });
    const right = reportStandalone(sightOf({ before, drift: RIGHT }))?.report;
    expect(right).toMatchObject({ state: 'right', events: [EVENT] });
    expect(right).not.toHaveProperty('failure');
    const anew = reportStandalone(wanting({ before: { ...failedAgo(31), events: [EVENT] } }))?.report;
    expect(anew).toMatchObject({ state: 'syncing' });
    expect(anew).not.toHaveProperty('failure');
  });
});

describe('a standalone whose lists are set', () => {
  it('is written down with its lists before the job is handed over', () => {
    const job = { id: `geo/${ALONE.id}/set-geo-lists/${NOW}`, job: ASKED.job, askedAt: NOW, attempt: 1 };
    expect(reportStandalone(wanting())).toEqual({
      report: {
        kind: 'standalone',
        cluster: 'shop',
        state: 'syncing',
        since: NOW,
        expected: 'digest',
        findings: [expect.objectContaining({ code: 'partners-missing' })],
        listsWrong: 1,
        wantsTurn: false,
        job,
        events: [
          {
            at: NOW,
            by: 'understudy',
            what: 'to be set, after a backup: access list: 10.0.0.5 10.0.1.5; partner list: 10.0.0.5',
          },
        ],
      },
      job,
    });
  });

  it.each<[string, StandaloneSight['wrong'], string]>([
    ['one list alone', { access: ['10.0.0.5'] }, 'access list: 10.0.0.5'],
    ['the last member of a cluster', { partners: [] }, 'partner list: empty'],
  ])('is told which: %s', (_name, wrong, words) => {
    const step = reportStandalone(wanting(wrong === undefined ? {} : { wrong }));
    expect(step?.job?.job).toEqual({ kind: 'set-geo-lists', lists: wrong });
    expect(step?.report.events?.at(-1)?.what).toBe(`to be set, after a backup: ${words}`);
  });

  it('is told who asked last', () => {
    const requests = [...asked(EARLIER, 'ada').requests, ...asked(NOW, 'bob').requests];
    expect(reportStandalone(wanting({ requests }))?.report.events?.at(-1)?.by).toBe('bob');
  });

  it.each<[string, Partial<StandaloneSight>]>([
    ['its record was not read', {}],
    ['its record cannot be read', { record: { kind: 'unread', code: 'throttled' } }],
    ['it runs', record('running')],
  ])('is left alone while %s', (_name, more) => {
    expect(reportStandalone(sightOf({ before: UNDER_WAY, ...more }))).toEqual({ report: UNDER_WAY });
  });

  it('has it handed over once more, under the same id, where there is no record', () => {
    const none = { record: { kind: 'read', value: 'none' } } as const;
    const at = (ms: number) => reportStandalone(sightOf({ before: UNDER_WAY, now: EARLIER + ms, ...none }));
    expect(at(MINUTE_MS)).toEqual({ report: UNDER_WAY });
    const job = { ...ASKED, repeatedAt: EARLIER + MINUTE_MS + 1 };
    expect(at(MINUTE_MS + 1)).toEqual({ report: { ...UNDER_WAY, job }, job });
  });

  it.each<[string, JobSeen['key'], string]>([
    ['with its backup', 'backups/a', 'set and read back; backup backups/a'],
    ['without one', undefined, 'set and read back'],
  ])('is looked at anew when it is done, %s', (_name, key, what) => {
    const { job: __, ...rest } = UNDER_WAY;
    const step = reportStandalone(
      sightOf({ before: UNDER_WAY, ...record('done', key === undefined ? {} : { key }) }),
    );
    expect(step).toEqual({
      report: {
        ...rest,
        state: 'drifted',
        since: NOW,
        expected: '',
        events: [EVENT, { at: NOW, by: 'understudy', what }],
      },
    });
  });

  it('is tried once more where another try may help', () => {
    const failed = record('failed', { code: 'loadmaster-timeout', failedAt: 'partners' });
    const step = reportStandalone(sightOf({ before: UNDER_WAY, ...failed }));
    const id = `geo/${ALONE.id}/set-geo-lists/${NOW}`;
    expect(step?.job).toEqual({ ...ASKED, id, askedAt: NOW, attempt: 2 });
    expect(step?.report).toMatchObject({
      state: 'syncing',
      since: EARLIER,
      job: { id },
      events: [EVENT, {}],
    });
  });

  it.each<[JobSeen['failedAt'], string]>([
    ['backup', 'stopped at the backup: geo-list-too-long'],
    ['access', 'stopped at the access: geo-list-too-long'],
    ['partners', 'stopped at the partners: geo-list-too-long'],
    [undefined, 'stopped: geo-list-too-long'],
  ])('says where it stopped: %s', (failedAt, words) => {
    const failed = record('failed', { code: 'geo-list-too-long', ...(failedAt && { failedAt }) });
    const step = reportStandalone(sightOf({ before: UNDER_WAY, ...failed }));
    expect(step?.job).toBeUndefined();
    expect(step?.report).toMatchObject({
      state: 'drifted',
      since: NOW,
      expected: '',
      failure: { at: NOW, code: 'geo-list-too-long' },
      events: [
        EVENT,
        {
          at: NOW,
          by: 'understudy',
          what: `${words}; what came before was done. It is tried again in 30 min, or at once when asked for (POST /geo/sync)`,
        },
      ],
    });
    expect(step?.report).not.toHaveProperty('job');
  });

  it.each<[string, Partial<StandaloneSight>]>([
    ['the view is incomplete', {}],
    ['the region is frozen', { frozen: true }],
    ['it is not to be changed any more', { standalone: UNDECLARED }],
    ['others wait', { hasToQueue: true }],
    ['it was read again', { drift: RIGHT }],
  ])('is followed to its end although %s', (_name, more) => {
    const { expected: __, ...unknown } = sightOf({ before: UNDER_WAY, ...more, ...record('done') });
    expect(reportStandalone(unknown)?.report).toMatchObject({ state: 'drifted', events: [EVENT, {}] });
  });

  it('keeps the last 20 of what was done to it', () => {
    const events = Array.from({ length: 20 }, (_value, at) => ({ at, by: 'understudy', what: `${at}` }));
    const kept = reportStandalone(wanting({ before: alone('drifted', { events }) }))?.report.events;
    expect(kept).toHaveLength(20);
    expect([kept?.[0]?.what, kept?.at(-1)?.at]).toEqual(['1', NOW]);
  });
});
