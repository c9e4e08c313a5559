import { type ReportReply, reportReply } from '#contracts/api/audit-replies.ts';
import type { Pair } from '#domain/estate/estate.ts';
import { type DurationMs, MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { sendToApi } from '#rehearsal/scenarios/operator.ts';
import type { Stage, StagePair } from '#rehearsal/scenarios/stage.ts';
import { applyEstate } from '#rehearsal/world/apply-estate.ts';

/* Audits on stage, as operators ask for them and read of them: through the API of each region. */

/** A pair as the report of its region has it. */
export type ReportedPair = ReportReply['pairs'][number];
export type ReportedFinding = ReportedPair['findings'][number];

/** What the region's audits have found, as it stands. @throws Error when the API does not say */
export const readAuditReport = async (one: StagePair): Promise<ReportReply> => {
  const response = await sendToApi(one, 'GET', '/audit/report?format=json');
  if (!response.ok) throw new Error(`there is no report: ${await response.text()}`);
  return reportReply.parse(await response.json());
};

/** Of the pairs of each region, one by which the region is asked, and all of their ids. */
const byRegion = (stage: Stage, pairIds: readonly string[]): readonly (readonly [StagePair, string[]])[] => {
  const found = new Map<string, [StagePair, string[]]>();
  for (const id of pairIds) {
    const one = stage.find(id);
    const known = found.get(one.region.region);
    if (known === undefined) found.set(one.region.region, [one, [id]]);
    else known[1].push(id);
  }
  return [...found.values()];
};

/** These pairs as the reports have them now; one that no region has declared is left out. */
export const reportedPairs = async (
  stage: Stage,
  pairIds: readonly string[],
): Promise<readonly ReportedPair[]> => {
  const reports = await Promise.all(byRegion(stage, pairIds).map(([one]) => readAuditReport(one)));
  return reports.flatMap(({ pairs }) => pairs).filter(({ pair }) => pairIds.includes(pair));
};

export const reportedPair = async (stage: Stage, pairId: string): Promise<ReportedPair> => {
  const [pair] = await reportedPairs(stage, [pairId]);
  if (pair === undefined) throw new Error(`the report does not know ${pairId}`);
  return pair;
};

/** A portion of pairs takes half a minute at most, if units are silent; a whole region some of them. */
const AUDITED_WITHIN_MS: DurationMs = 4 * MINUTE_MS;

const LOOK_EVERY_MS: DurationMs = 2 * SECOND_MS;

/** One that is asked for while another one is under way may not be kept: a person would ask again. */
const ASK_AGAIN_MS: DurationMs = 90 * SECOND_MS;

const askToAudit = async (stage: Stage, pairIds: readonly string[]): Promise<void> => {
  for (const [one, pairs] of byRegion(stage, pairIds)) {
    const response = await sendToApi(one, 'POST', '/audit', { pairs, why: 'rehearsed' });
    if (response.status !== 202) throw new Error(`no audit: ${await response.text()}`);
  }
};

/**
 * Asks for these pairs to be audited now, and waits until each of their audits is of a later moment. Returns what is said
 * of them then. @throws Error when it is refused, or not done in time
 */
export const auditNow = async (
  stage: Stage,
  pairIds: readonly string[],
  withinMs: DurationMs = AUDITED_WITHIN_MS,
): Promise<readonly ReportedPair[]> => {
  const { scheduler } = stage.world;
  const askedAt = scheduler.now();
  let askAgainAt = askedAt;
  const isLater = ({ at }: ReportedPair): boolean => at !== undefined && Date.parse(at) >= askedAt;
  for (;;) {
    const pairs = await reportedPairs(stage, pairIds);
    if (pairs.length === pairIds.length && pairs.every(isLater)) return pairs;
    const waiting = pairIds.filter((id) => !pairs.some((one) => one.pair === id && isLater(one)));
    if (scheduler.now() > askedAt + withinMs) throw new Error(`not audited in time: ${waiting.join(', ')}`);
    if (scheduler.now() >= askAgainAt) {
      await askToAudit(stage, waiting);
      askAgainAt = scheduler.now() + ASK_AGAIN_MS;
    }
    await stage.wait(LOOK_EVERY_MS);
  }
};

/** The same of one pair. */
export const auditPairNow = async (stage: Stage, pairId: string): Promise<ReportedPair> => {
  const [pair] = await auditNow(stage, [pairId]);
  if (pair === undefined) throw new Error(`${pairId} was not audited`);
  return pair;
};

/** Open and not waived. */
export const openFindings = ({ findings }: ReportedPair): readonly ReportedFinding[] =>
  findings.filter(({ waiver }) => waiver === undefined);

/** Of which rules, each once. */
export const openRules = (pair: ReportedPair): readonly string[] => [
  ...new Set(openFindings(pair).map(({ rule }) => rule)),
];

export const findingWords = ({ rule, subject, seen, expected }: ReportedFinding): string =>
  `${rule}, ${subject}: ${seen}, expected ${expected}`;

/** Declares one pair otherwise, and everything else as the world has it. @throws Error when it is refused */
export const declareOtherwise = (
  { world }: Stage,
  pairId: string,
  change: (pair: Pair) => Pair,
): Promise<void> => {
  const { pairs, standalones } = world.estate;
  return applyEstate(world, {
    pairs: pairs.map((pair) => (pair.id === pairId ? change(pair) : pair)),
    standalones,
  });
};
