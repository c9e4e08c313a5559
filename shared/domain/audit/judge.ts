import type { TargetGroupSeen } from '#domain/audit/aws-seen.ts';
import type { Fault, Unjudged, Verdict } from '#domain/audit/rule.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import type { UnitAudited } from '#domain/audit/unit-audited.ts';
import { UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import { targetGroupName } from '#domain/pair/evidence.ts';
import type { Reading } from '#domain/pair/seen.ts';

/** What was made of one subject: a fault without its subject; `unknown` with the reason; undefined where all is well. */
export type Judged =
  | { readonly seen: string; readonly expected: string }
  | { readonly unknown: string }
  | undefined;

const toVerdict = (judged: readonly (readonly [subject: string, of: Judged])[]): Verdict => {
  const faults: Fault[] = [];
  const unjudged: Unjudged[] = [];
  for (const [subject, of] of judged) {
    if (of === undefined) continue;
    if ('unknown' in of) unjudged.push({ subject, why: of.unknown });
    else faults.push({ subject, ...of });
  }
  return { faults, unjudged };
};

/** Several subjects, each judged by itself. */
export const judgeEach = <T>(
  subjects: readonly T[],
  name: (subject: T) => string,
  judge: (subject: T) => Judged,
): Verdict => toVerdict(subjects.map((subject) => [name(subject), judge(subject)]));

/** Each unit, whatever it is judged by. */
export const judgeEachUnit = (judge: (unit: UnitName) => Judged): Verdict =>
  judgeEach(UNIT_NAMES, (unit) => unit, judge);

/** The pair as a whole. */
export const judgePair = (judged: Judged): Verdict => toVerdict([['pair', judged]]);

const NOT_ASKED = { kind: 'unread', code: 'not-asked' } as const;

/** `judge` what was read; what was not is unknown, with the code. */
export const whereRead = <T>(reading: Reading<T> | undefined, judge: (value: T) => Judged): Judged =>
  reading?.kind === 'read' ? judge(reading.value) : { unknown: `not read (${(reading ?? NOT_ASKED).code})` };

/** Each unit by what its LoadMaster says. */
export const judgeUnits = (
  snapshot: PairSnapshot,
  judge: (said: UnitAudited, unit: UnitName) => Judged,
): Verdict =>
  judgeEachUnit((unit) => whereRead(snapshot.units[unit].loadMaster, (said) => judge(said, unit)));

/** Each declared target group by how it is set up. */
export const judgeTargetGroups = (
  { pair, aws }: PairSnapshot,
  judge: (group: TargetGroupSeen, arn: string) => Judged,
): Verdict =>
  judgeEach(pair.targetGroups, targetGroupName, (arn) =>
    whereRead(aws.targetGroups[arn], (group) => judge(group, arn)),
  );

/** The pair by what both LoadMasters say; unknown as long as one of them says nothing. */
export const judgeBoth = (
  { units }: PairSnapshot,
  judge: (said: Readonly<Record<UnitName, UnitAudited>>) => Judged,
): Verdict => {
  const [first, second] = [units.first.loadMaster, units.second.loadMaster];
  if (first.kind === 'read' && second.kind === 'read')
    return judgePair(judge({ first: first.value, second: second.value }));
  const silent = UNIT_NAMES.flatMap((unit) => {
    const { loadMaster } = units[unit];
    return loadMaster.kind === 'unread' ? [`${unit} not read (${loadMaster.code})`] : [];
  });
  return judgePair({ unknown: silent.join(', ') });
};

/** The declared target group that a fault is about. */
export const targetGroupOf = ({ pair }: PairSnapshot, { subject }: Fault): string | undefined =>
  pair.targetGroups.find((arn) => targetGroupName(arn) === subject);
