import { describe, expect, it } from 'vitest';
import { driveJob } from '#domain/firmware/drive-job.ts';
import type { UnitChange } from '#domain/firmware/operation.ts';
import type { JobSeen } from '#domain/job/unit-job.ts';
import { lookAt } from '#domain/pair/look.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import {
  asked,
  BACKED_UP,
  FIRMWARE_PAIR,
  INSTALL,
  lookAtFirmware,
  recorded,
  upgradeIn,
} from '../../../docs/state-firmware-samples.ts';
import { NOW } from '../../../docs/state-samples.ts';
import { steadyWith } from '../../../docs/state-switch-samples.ts';

const drive = (change: UnitChange, seen: JobSeen | 'none' | 'unread') => {
  const op = upgradeIn('installing', { unit: 'second', units: { second: change } });
  const state = { ...steadyWith('first'), operation: op };
  const look = lookAt(FIRMWARE_PAIR, state, lookAtFirmware({ jobs: { second: seen } }), NOW);
  const course = driveJob(look, op, 'second', INSTALL);
  const actions = course.kind === 'under-way' ? course.actions : [];
  return { course, actions, job: course.op.units.second.job, isSame: course.op === op };
};

const ago = (ms: number, attempt = 1): UnitChange => asked(BACKED_UP, INSTALL, ms, attempt);
const failed = (code?: string): JobSeen => recorded('install', 'failed', code === undefined ? {} : { code });

describe('a job of a unit', () => {
  it('is asked for once, under an id of its own', () => {
    const { actions, job } = drive(BACKED_UP, 'none');
    expect(job).toEqual({
      id: `spring/pair-a/second/install/${NOW}`,
      job: INSTALL,
      askedAt: NOW,
      attempt: 1,
    });
    expect(actions).toEqual([{ kind: 'begin-job', unit: 'second', jobId: job?.id, job: INSTALL }]);
  });

  it('is asked for where another kind of job was asked before', () => {
    const { actions } = drive(asked(BACKED_UP, { kind: 'backup' }), recorded('backup', 'done'));
    expect(actions).toHaveLength(1);
  });

  it.each([
    { when: 'nothing is recorded for 10 s', ms: 10 * SECOND_MS, seen: 'none' as const },
    { when: 'nothing is recorded for a minute', ms: MINUTE_MS, seen: 'none' as const },
    {
      when: "another job's record is there",
      ms: MINUTE_MS,
      seen: recorded('install', 'done', { jobId: 'x' }),
    },
    { when: 'it runs', ms: 10 * MINUTE_MS, seen: recorded('install', 'running') },
    {
      when: 'it has run for 16 min',
      ms: 20 * MINUTE_MS,
      seen: recorded('install', 'running', { at: NOW - 16 * MINUTE_MS }),
    },
    { when: 'its record is not read', ms: 60 * MINUTE_MS, seen: 'unread' as const },
  ])('is under way and left alone while $when', ({ ms, seen }) => {
    const { course, actions, isSame } = drive(ago(ms), seen);
    expect(course.kind).toBe('under-way');
    expect(actions).toEqual([]);
    expect(isSame).toBe(true);
  });

  it.each([61 * SECOND_MS, 15 * MINUTE_MS])(
    'is handed over again under the same id, %i ms without a record',
    (ms) => {
      const { course, actions } = drive(ago(ms), 'none');
      expect(actions).toEqual([{ kind: 'begin-job', unit: 'second', jobId: 'job', job: INSTALL }]);
      expect(course.kind).toBe('under-way');
      expect(course.op.units.second.job).toMatchObject({ id: 'job', attempt: 1, repeatedAt: NOW });
    },
  );

  it.each([
    { seconds: 60, again: false },
    { seconds: 61, again: true },
  ])('is handed over once more $seconds s after the last time: $again', ({ seconds, again }) => {
    const { job, ...change } = ago(5 * MINUTE_MS);
    if (job === undefined) throw new Error('a job was asked for');
    const repeated = { ...change, job: { ...job, repeatedAt: NOW - seconds * SECOND_MS } };
    expect(drive(repeated, 'none').actions).toHaveLength(again ? 1 : 0);
  });

  it.each([
    { when: 'it was never begun', ms: 15 * MINUTE_MS + 1, seen: 'none' as const },
    {
      when: 'it has run for longer than a function lives',
      ms: 20 * MINUTE_MS,
      seen: recorded('install', 'running', { at: NOW - 16 * MINUTE_MS - 1 }),
    },
    { when: 'the unit did not answer', ms: 30 * SECOND_MS, seen: failed('loadmaster-unreachable') },
    { when: 'it failed for no known reason', ms: 30 * SECOND_MS, seen: failed() },
  ])('is tried once more under another id when $when, and then has failed', ({ ms, seen }) => {
    const { course, actions, job } = drive(ago(ms), seen);
    expect(job).toMatchObject({ attempt: 2, askedAt: NOW });
    expect(job?.id).not.toBe('job');
    expect(actions).toHaveLength(1);
    expect(course.op.incidents).toEqual([{ at: NOW, what: 'job-repeated', unit: 'second' }]);
    const again = drive(ago(ms, 2), seen);
    expect(again.course.kind).toBe('failed');
    expect(again.job).toBeUndefined();
  });

  it.each([
    'image-missing',
    'image-checksum',
    'wrong-image',
    'brick-floor',
    'no-such-previous',
    'no-partner-secret',
    'loadmaster-auth',
    'loadmaster-permission',
    'loadmaster-certificate-changed',
  ])('is not tried again after %s', (code) => {
    expect(drive(ago(SECOND_MS), failed(code)).course).toMatchObject({ kind: 'failed', code });
  });

  it('is done by its record, and forgotten', () => {
    const seen = recorded('install', 'done');
    const { course, job } = drive(ago(SECOND_MS), seen);
    expect(course).toMatchObject({ kind: 'done', seen });
    expect(job).toBeUndefined();
  });
});
