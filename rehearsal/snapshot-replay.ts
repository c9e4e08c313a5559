import * as z from 'zod';
import { auditText } from '#audit-report/text.ts';
import { mergeAudit } from '#domain/audit/merge-audit.ts';
import { reportOf } from '#domain/audit/report.ts';
import { RULES } from '#domain/audit/rule-pack.ts';
import { runRules } from '#domain/audit/run-rules.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';

/** What was to be replayed is none of our snapshots. */
export class NoSnapshotError extends Error {
  override readonly name = 'NoSnapshotError';
}

/** Enough to know it for a snapshot. What a rule misses in it, that rule says of itself. */
const snapshotFile = z.looseObject({
  schemaVersion: z.literal(1),
  at: z.number(),
  pair: z.looseObject({ id: z.string(), region: z.string(), mode: z.enum(['observe', 'enforce']) }),
  aws: z.looseObject({}),
  units: z.looseObject({ first: z.looseObject({}), second: z.looseObject({}) }),
});

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new NoSnapshotError('it is not JSON', { cause: error });
  }
};

const parseSnapshot = (text: string): PairSnapshot => {
  const parsed = snapshotFile.safeParse(jsonOf(text));
  if (!parsed.success) throw new NoSnapshotError(z.prettifyError(parsed.error));
  // Its parts are the domain's own, of this version or of an earlier one.
  return parsed.data as unknown as PairSnapshot;
};

/**
 * A saved snapshot, judged by the rules of this version, as the text that operators read.
 *
 * @throws NoSnapshotError
 */
export const replaySnapshot = (text: string): { readonly text: string; readonly findings: number } => {
  const snapshot = parseSnapshot(text);
  const { at, pair } = snapshot;
  const { id: pairId, region } = pair;
  const { next } = mergeAudit(undefined, { pairId, region, at, run: runRules(RULES, snapshot) }, []);
  const report = reportOf({ region, pairs: [pair], audits: [next], waivers: [], rules: RULES, now: at });
  return { text: auditText(report), findings: next.findings.length };
};
