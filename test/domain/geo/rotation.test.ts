import { describe, expect, it } from 'vitest';
import { briefly } from '#domain/geo/geo-finding.ts';
import type { GeoRequest, MemberReport } from '#domain/geo/geo-report.ts';
import { isDueForLook } from '#domain/geo/rotation.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { NOW } from '../../../docs/state-samples.ts';
import { finding, memberIn, requestOf } from './report-samples.ts';

const MINUTES = Array.from({ length: 120 }, (_, minute) => minute);

interface Case {
  readonly id?: string;
  readonly report?: MemberReport;
  readonly requests?: readonly GeoRequest[];
  readonly isSweep?: boolean;
}

const RIGHT = memberIn('right');

/** In which of 120 minutes it is asked. */
const dueIn = ({ id = 'pair-1', report = RIGHT, requests = [], isSweep = true }: Case): readonly number[] =>
  MINUTES.filter((minute) =>
    isDueForLook(id, report, 'digest', requests, isSweep, NOW + minute * MINUTE_MS + 59_999),
  );

const gaps = (minutes: readonly number[]): readonly number[] => [
  ...new Set(minutes.slice(1).map((minute, at) => minute - (minutes[at] ?? 0))),
];

describe('a member is asked', () => {
  it.each([true, false])('at once where nothing is known of it (sweep: %s)', (isSweep) => {
    expect(isDueForLook('pair-1', undefined, 'digest', [], isSweep, NOW)).toBe(true);
  });

  it.each(['right', 'drifted', 'unread', 'syncing', 'halted'] as const)(
    'at once where other lists are expected of it than when it was %s, also without the schedule',
    (state) => {
      const report = memberIn(state, { expected: 'another' });
      expect(dueIn({ report })).toEqual(MINUTES);
      expect(dueIn({ report, isSweep: false })).toEqual(MINUTES);
    },
  );

  it.each<[string, MemberReport, number]>([
    ['once an hour where it is in order', RIGHT, 60],
    ['every 5 minutes where a list is wrong', memberIn('drifted'), 5],
    ['every 5 minutes where it was not read', memberIn('unread'), 5],
    [
      'every 5 minutes where something else is found',
      memberIn('right', { findings: briefly([finding('partner-down')]) }),
      5,
    ],
  ])('%s', (_, report, minutes) => {
    const due = dueIn({ report });
    expect(due).toHaveLength(120 / minutes);
    expect(gaps(due)).toEqual([minutes]);
  });

  it.each(['right', 'drifted', 'unread'] as const)(
    'when its minute has come, by the schedule alone: %s',
    (state) => {
      expect(dueIn({ report: memberIn(state), isSweep: false })).toEqual([]);
    },
  );

  it('every minute while somebody asks for it', () => {
    expect(dueIn({ requests: [requestOf(['alone-1', 'pair-1'], NOW)] })).toEqual(MINUTES);
    expect(dueIn({ requests: [requestOf(['alone-1', 'pair-1'], NOW)], isSweep: false })).toEqual([]);
    expect(dueIn({ requests: [requestOf(['alone-1'], NOW)] })).toHaveLength(2);
  });

  it('in another minute than most others', () => {
    const minutes = Array.from({ length: 200 }, (_, at) => dueIn({ id: `lm-${at}` })[0] ?? -1);
    const perMinute = [...Map.groupBy(minutes, (minute) => minute).values()].map(({ length }) => length);
    expect(perMinute.length).toBeGreaterThan(50);
    expect(Math.max(...perMinute)).toBeLessThan(8);
  });
});
