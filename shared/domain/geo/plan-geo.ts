import { expectedDigest } from '#domain/geo/expected-digest.ts';
import { reportOfMember, reportOfRegion } from '#domain/geo/find-report.ts';
import {
  type BriefFinding,
  type GeoFinding,
  type GeoFindingCode,
  LIST_FINDINGS,
} from '#domain/geo/geo-finding.ts';
import type { GeoReport, MemberReport } from '#domain/geo/geo-report.ts';
import { allLists, type UnitExpected } from '#domain/geo/lists.ts';
import type { GeoMember } from '#domain/geo/member.ts';
import { type GeoStep, stepsOf } from '#domain/geo/plan-geo-steps.ts';
import type { Topology } from '#domain/geo/topology.ts';

/**
 * How a member stands to the plan: `right` nothing is to be done; `due` its steps are; `under-way` they are being done;
 * `stopped` a person has to do something first; `unknown` it was not seen as it is now declared.
 */
export type MemberStanding = 'right' | 'due' | 'under-way' | 'stopped' | 'unknown';

export interface MemberPlan {
  readonly member: GeoMember;
  readonly standing: MemberStanding;
  /** Why nothing is planned for it, in words; absent of what is right or due. */
  readonly why?: string;
  /** In order; empty unless it is due. */
  readonly steps: readonly GeoStep[];
  /** Of one that is due: what it waits for before its steps are done; absent where nothing is in the way. */
  readonly waits?: string;
  /** What setting lists does not mend, but for what `why` says. */
  readonly findings: readonly BriefFinding[];
}

/** What is to be done, counted. */
export interface GeoTotals {
  readonly members: number;
  readonly units: number;
  readonly lists: number;
  /** For pairs whose master is active when they are begun; one more for a pair whose master is not, if that is due. */
  readonly reboots: number;
  readonly roleChanges: number;
}

export interface ClusterPlan {
  readonly cluster: string;
  /** One after the other, over all regions. */
  readonly pairs: readonly MemberPlan[];
  /** They wait for nobody: nothing of theirs takes a reboot. */
  readonly standalones: readonly MemberPlan[];
  readonly totals: GeoTotals;
}

export interface GeoPlan {
  /** Why nothing is planned at all: nobody knows who is in the clusters. */
  readonly incomplete: readonly GeoFinding[];
  /** By name. */
  readonly clusters: readonly ClusterPlan[];
  readonly totals: GeoTotals;
}

type Stand = Pick<MemberPlan, 'standing' | 'why'>;

const unknown = (why: string): Stand => ({ standing: 'unknown', why });

const wordsOf = (findings: readonly BriefFinding[]): string => findings.map(({ words }) => words).join('; ');

/** What keeps anything from being planned for a member; undefined where nothing does. */
const inTheWay = (
  { region }: GeoMember,
  expected: readonly UnitExpected[],
  report: GeoReport | undefined,
  said: MemberReport | undefined,
): Stand | undefined => {
  if (report !== undefined && report.incomplete.length > 0)
    return unknown(`${region} cannot judge its members: ${wordsOf(report.incomplete)}`);
  if (said === undefined) return unknown(`${region} has not reported on it`);
  if (said.state === 'syncing')
    return { standing: 'under-way', why: said.operation ?? 'its lists are being set' };
  if (said.state === 'halted')
    return { standing: 'stopped', why: said.operation ?? 'setting its lists has stopped for an operator' };
  const masterless = said.findings.filter(({ code }) => code === 'no-master');
  if (masterless.length > 0) return { standing: 'stopped', why: wordsOf(masterless) };
  if (said.state === 'unread') return unknown(wordsOf(said.findings.filter(({ code }) => code === 'unread')));
  // Hashing its lists costs the most, so that comes last.
  return said.expected === expectedDigest(expected)
    ? undefined
    : unknown('it was not looked at since something was done to it, or since what is expected of it changed');
};

/** By its steps, or by why there are none. */
const IS_SAID_OTHERWISE: readonly GeoFindingCode[] = [...LIST_FINDINGS, 'no-master', 'unread'];

const planMember = (
  member: GeoMember,
  expected: readonly UnitExpected[],
  reports: readonly GeoReport[],
): MemberPlan => {
  const report = reportOfRegion(reports, member.region);
  const said = reportOfMember(reports, member);
  const findings = said?.findings ?? [];
  const forPeople = findings.filter(({ code }) => !IS_SAID_OTHERWISE.includes(code));
  const stand = inTheWay(member, expected, report, said);
  if (stand !== undefined) return { member, ...stand, steps: [], findings: forPeople };
  const steps = stepsOf(expected, findings);
  if (steps.length === 0) return { member, standing: 'right', steps, findings: forPeople };
  const waits = said?.waits === undefined ? {} : { waits: said.waits };
  return { member, standing: 'due', ...waits, steps, findings: forPeople };
};

export const countedIn = (plans: readonly MemberPlan[]): GeoTotals => {
  const due = plans.filter(({ standing }) => standing === 'due');
  const stepsIn = (kind: GeoStep['kind']): number =>
    due.reduce((sum, { steps }) => sum + steps.filter((step) => step.kind === kind).length, 0);
  const handovers = stepsIn('hand-over');
  return {
    members: due.length,
    // Each unit that gets a list has its backup made first.
    units: stepsIn('backup'),
    lists: stepsIn('set-list'),
    reboots: handovers,
    roleChanges: handovers,
  };
};

/**
 * What would be done to every unit whose lists are not as declared, by what the regions reported last. It plans and does
 * nothing. Pure and total.
 * @see LoadMaster HA for AWS, section 5
 */
export const planGeo = (topology: Topology, reports: readonly GeoReport[]): GeoPlan => {
  if (topology.kind === 'incomplete')
    return { incomplete: topology.findings, clusters: [], totals: countedIn([]) };
  const { members } = topology;
  const plans = [...allLists(members)].map(([member, expected]) => planMember(member, expected, reports));
  const clusters = [...Map.groupBy(plans, ({ member }) => member.cluster)]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([cluster, those]): ClusterPlan => {
      const { pair: pairs = [], standalone: standalones = [] } = Object.groupBy(
        those,
        ({ member }) => member.kind,
      );
      return { cluster, pairs, standalones, totals: countedIn(those) };
    });
  return { incomplete: [], clusters, totals: countedIn(plans) };
};
