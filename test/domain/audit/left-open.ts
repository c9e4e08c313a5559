import { expect } from 'vitest';
import { AWS_RULES } from '#domain/audit/rules/aws-rules.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';

/** What an AWS rule leaves open of a pair, one line for each subject; it finds nothing. */
export const leftOpenBy = (id: string, snapshot: PairSnapshot): readonly string[] => {
  const verdicts = AWS_RULES.filter((rule) => rule.id === id).map((rule) => rule.check(snapshot));
  expect(verdicts.flatMap(({ faults }) => faults)).toEqual([]);
  return verdicts.flatMap(({ unjudged }) => unjudged.map(({ subject, why }) => `${subject}: ${why}`));
};
