import { describe, expect, it } from 'vitest';
import { lookAtMembers, type MemberToAsk, readRecords } from '#control/geo/look-at-members.ts';
import type { ApplianceRef, LoadMasters } from '#control/ports.ts';
import type { GeoSeen } from '#domain/geo/geo-seen.ts';
import { listsOf } from '#domain/geo/lists.ts';
import type { GeoMember } from '#domain/geo/member.ts';
import type { JobSeen } from '#domain/job/unit-job.ts';
import type { Reading } from '#domain/pair/seen.ts';
import { ALONE_1, asExpected, EXAMPLE, PAIR_1, PAIR_2, read } from '../../domain/geo/member-samples.ts';

const toAsk = (member: GeoMember): MemberToAsk => ({ member, expected: listsOf(EXAMPLE, member) });
const named = ({ pairId, unit }: ApplianceRef): string => `${pairId} ${unit}`;

const asking = (answer: (ref: ApplianceRef) => Reading<GeoSeen> | undefined) => {
  const calls: string[][] = [];
  const loadMasters: Pick<LoadMasters, 'readGeo'> = {
    readGeo: async (refs) => {
      calls.push(refs.map(named));
      return refs.map(answer).filter((one) => one !== undefined);
    },
  };
  return { calls, loadMasters };
};

/** Every unit as it is to be, but for those that are named. */
const right =
  (others: Readonly<Record<string, Reading<GeoSeen>>> = {}) =>
  (ref: ApplianceRef): Reading<GeoSeen> => {
    const member = EXAMPLE.find(({ id }) => id === ref.pairId);
    const expected = member && listsOf(EXAMPLE, member).find(({ unit }) => unit === ref.unit);
    if (expected === undefined) throw new Error(`nobody expects anything of ${named(ref)}`);
    return others[named(ref)] ?? read(asExpected(expected));
  };

describe('members are looked at', () => {
  it('by no call where nobody is to be asked', async () => {
    const { calls, loadMasters } = asking(right());
    expect(await lookAtMembers(loadMasters, [])).toEqual(new Map());
    expect(calls).toEqual([]);
  });

  it('by one call for all their units', async () => {
    const { calls, loadMasters } = asking(right());
    const drifts = await lookAtMembers(loadMasters, [PAIR_2, ALONE_1, PAIR_1].map(toAsk));
    expect(calls).toEqual([
      ['pair-2 first', 'pair-2 second', 'alone-1 standalone', 'pair-1 first', 'pair-1 second'],
    ]);
    expect([...drifts].map(([id, { findings }]) => [id, findings])).toEqual([
      ['pair-2', []],
      ['alone-1', []],
      ['pair-1', []],
    ]);
  });

  it('each by its own units’ answers', async () => {
    const unread = { kind: 'unread', code: 'loadmaster-unreachable' } as const;
    const { loadMasters } = asking(right({ 'pair-1 second': unread, 'alone-1 standalone': unread }));
    const drifts = await lookAtMembers(loadMasters, [PAIR_2, ALONE_1, PAIR_1].map(toAsk));
    const found = [...drifts.values()].flatMap(({ findings }) =>
      findings.map(({ memberId, unit, words }) => [memberId, unit, words.includes('loadmaster-unreachable')]),
    );
    expect(found).toEqual([
      ['alone-1', 'standalone', true],
      ['pair-1', 'second', true],
    ]);
  });

  it('as not asked, where an answer is missing', async () => {
    const { loadMasters } = asking(() => undefined);
    const drifts = await lookAtMembers(loadMasters, [toAsk(ALONE_1)]);
    expect(drifts.get('alone-1')?.findings).toMatchObject([{ code: 'unread', unit: 'standalone' }]);
  });
});

describe('records of standalones’ jobs', () => {
  const RUNNING: JobSeen = { jobId: 'j', kind: 'set-geo-lists', state: 'running', at: 1 };
  const readings: readonly Reading<JobSeen | 'none'>[] = [
    { kind: 'read', value: 'none' },
    { kind: 'read', value: RUNNING },
    { kind: 'unread', code: 'throttled' },
  ];
  const reader = (answers: typeof readings) => {
    const calls: string[][] = [];
    const readJobs = async (refs: readonly ApplianceRef[]) => {
      calls.push(refs.map(named));
      return answers;
    };
    return { calls, jobs: { readJobs } };
  };

  it('are not read where there are none', async () => {
    const { calls, jobs } = reader(readings);
    expect(await readRecords(jobs, [])).toEqual(new Map());
    expect(calls).toEqual([]);
  });

  it('are read by one call, by id', async () => {
    const { calls, jobs } = reader(readings);
    expect([...(await readRecords(jobs, ['a', 'b', 'c']))]).toEqual([
      ['a', readings[0]],
      ['b', readings[1]],
      ['c', readings[2]],
    ]);
    expect(calls).toEqual([['a standalone', 'b standalone', 'c standalone']]);
  });

  it('that are missing are nobody’s', async () => {
    const { jobs } = reader(readings.slice(0, 1));
    expect([...(await readRecords(jobs, ['a', 'b'])).keys()]).toEqual(['a']);
  });
});
