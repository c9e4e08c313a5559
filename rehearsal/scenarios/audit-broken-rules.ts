import { RULES } from '#domain/audit/rule-pack.ts';
import { UNIT_NAMES } from '#domain/estate/estate.ts';
import { type DurationMs, MINUTE_MS } from '#domain/time.ts';
import { type Break, type BreakPlace, now, placeOf, until } from '#rehearsal/scenarios/audit-break.ts';
import { BREAKS } from '#rehearsal/scenarios/audit-breaks.ts';
import {
  auditPairNow,
  findingWords,
  openFindings,
  type ReportedFinding,
  type ReportedPair,
} from '#rehearsal/scenarios/audit-course.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';

/* Every rule broken and mended, one after the other. */

/** What came of one rule. */
export interface BrokenRule {
  readonly ruleId: string;
  /** Of this rule, while it was broken. */
  readonly found: readonly ReportedFinding[];
  /** Of any other. */
  readonly others: readonly ReportedFinding[];
  /** The next audit after it was mended has it resolved. */
  readonly resolved: boolean;
}

/** A third reboot within this time would be one too many for what comes after. */
const REST_MS: DurationMs = 5 * MINUTE_MS;
const BOOTS_BEFORE_REST = 1;

const isRested = (place: BreakPlace): boolean =>
  UNIT_NAMES.every((unit) => place.wired[unit].unit.boots(now(place) - REST_MS).length <= BOOTS_BEFORE_REST);

const isResolved = (ruleId: string, { findings, resolved }: ReportedPair): boolean =>
  findings.every(({ rule }) => rule !== ruleId) && resolved.some(({ rule }) => rule === ruleId);

const breakAndMend = async (place: BreakPlace, ruleId: string, how: Break): Promise<BrokenRule> => {
  const { stage, pair } = place;
  const mend = await how.happen(place);
  const open = openFindings(await auditPairNow(stage, pair.id));
  for (const finding of open) stage.note(`  found: ${findingWords(finding)}`);
  await mend();
  const mended = await auditPairNow(stage, pair.id);
  return {
    ruleId,
    found: open.filter(({ rule }) => rule === ruleId),
    others: open.filter(({ rule }) => rule !== ruleId),
    resolved: isResolved(ruleId, mended),
  };
};

/** Nobody looks. */
const breakUnseen = async (place: BreakPlace, ruleId: string, how: Break): Promise<BrokenRule> => {
  const mend = await how.happen(place);
  await mend();
  return { ruleId, found: [], others: [], resolved: false };
};

/**
 * Breaks these rules in turn, each in the world of `pairId` unless it has a pair of its own. What has no way to be broken is
 * left out of what is returned.
 */
export const breakRules = async (
  stage: Stage,
  pairId: string,
  ruleIds: readonly string[] = RULES.map(({ id }) => id),
): Promise<readonly BrokenRule[]> => {
  const broken: BrokenRule[] = [];
  for (const ruleId of ruleIds) {
    const how = Object.hasOwn(BREAKS, ruleId) ? BREAKS[ruleId] : undefined;
    if (how === undefined) continue;
    const place = placeOf(stage, how.pairId ?? pairId);
    await until(place, 'its units have not been rebooted lately', () => isRested(place));
    stage.note(`${place.pair.id}: ${how.words} (${ruleId})`);
    broken.push(await (stage.hasControlPlane ? breakAndMend : breakUnseen)(place, ruleId, how));
  }
  return broken;
};
