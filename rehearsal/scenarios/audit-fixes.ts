import { RULES } from '#domain/audit/rule-pack.ts';
import { type DurationMs, SECOND_MS } from '#domain/time.ts';
import { type BreakPlace, placeOf, until } from '#rehearsal/scenarios/audit-break.ts';
import { BREAKS } from '#rehearsal/scenarios/audit-breaks.ts';
import { managementPortOf, tcpFrom, unitsGroup } from '#rehearsal/scenarios/audit-breaks-security-groups.ts';
import {
  auditPairNow,
  findingWords,
  type ReportedPair,
  reportedPair,
} from '#rehearsal/scenarios/audit-course.ts';
import { howItIsSetUp } from '#rehearsal/scenarios/set-up.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';

/* What the audit puts right by itself. */

export const FIXABLE = RULES.filter(({ fix }) => fix !== undefined).map(({ id }) => id);

/** As long as anybody would wait for a fix that was begun. */
const FIXED_WITHIN_MS: DurationMs = 60 * SECOND_MS;
const LOOK_EVERY_MS: DurationMs = 2 * SECOND_MS;

/** Longer than an audit and its fixes take. */
const AS_LONG_AS_AN_AUDIT_MS: DurationMs = 10 * SECOND_MS;

/** What came of one rule. */
export interface FixedRule {
  readonly ruleId: string;
  /** Somebody has changed what was broken. */
  readonly touched: boolean;
  /** The next audit has it resolved, and nothing else open. */
  readonly resolved: boolean;
}

/** Breaks the rule, and leaves it so. Returns how a person would mend it. */
export const breakRule = async (place: BreakPlace, ruleId: string) => {
  const how = Object.hasOwn(BREAKS, ruleId) ? BREAKS[ruleId] : undefined;
  if (how === undefined) throw new Error(`nobody knows how to break ${ruleId}`);
  place.stage.note(`${place.pair.id}: ${how.words} (${ruleId})`);
  return how.happen(place);
};

const isSetAbout = ({ findings }: ReportedPair, ruleId: string): boolean =>
  findings.some(({ rule, fixedAt }) => rule === ruleId && fixedAt !== undefined);

const untilSetAbout = async (stage: Stage, pairId: string, ruleId: string): Promise<void> => {
  const { scheduler } = stage.world;
  const patientUntil = scheduler.now() + FIXED_WITHIN_MS;
  while (scheduler.now() < patientUntil) {
    if (isSetAbout(await reportedPair(stage, pairId), ruleId)) return;
    await stage.wait(LOOK_EVERY_MS);
  }
};

/** Of one that was registered just now nobody knows how it is: then nothing is put right. */
const areTargetsKnown = ({ cloud, pair }: BreakPlace): boolean =>
  pair.targetGroups.every((arn) =>
    cloud.elb.describeTargetHealth(arn).every(({ health }) => health.state !== 'initial'),
  );

const letAuditFix = async (place: BreakPlace, ruleId: string): Promise<FixedRule> => {
  const { stage, pair } = place;
  await until(place, 'its targets are known', () => areTargetsKnown(place));
  await breakRule(place, ruleId);
  const broken = howItIsSetUp(place);
  await auditPairNow(stage, pair.id);
  await untilSetAbout(stage, pair.id, ruleId);
  const touched = howItIsSetUp(place) !== broken;
  const next = await auditPairNow(stage, pair.id);
  for (const finding of next.findings) stage.note(`  still open: ${findingWords(finding)}`);
  const resolved = next.findings.length === 0 && next.resolved.some(({ rule }) => rule === ruleId);
  return { ruleId, touched, resolved };
};

/** Somebody else mends it by hand at last, so that the next one can be broken. */
const leaveBroken = async (place: BreakPlace, ruleId: string): Promise<FixedRule> => {
  const mend = await breakRule(place, ruleId);
  const broken = howItIsSetUp(place);
  await place.stage.wait(AS_LONG_AS_AN_AUDIT_MS);
  const touched = howItIsSetUp(place) !== broken;
  await mend();
  return { ruleId, touched, resolved: false };
};

/** Those who manage the unit are let in expressly: else nobody could take everybody's permission away. */
const letInManagers = (place: BreakPlace): void => {
  const rule = tcpFrom(managementPortOf(place), { kind: 'ipv4', cidr: '10.0.0.0/8' });
  place.cloud.ec2.authorizeSecurityGroupIngress(unitsGroup(place), [rule]);
};

/** Breaks every rule that can be put right of the pair, one after the other. */
export const breakFixable = async (stage: Stage, pairId: string): Promise<readonly FixedRule[]> => {
  const place = placeOf(stage, pairId);
  letInManagers(place);
  const fixed: FixedRule[] = [];
  for (const ruleId of FIXABLE)
    fixed.push(await (stage.hasControlPlane ? letAuditFix : leaveBroken)(place, ruleId));
  return fixed;
};
