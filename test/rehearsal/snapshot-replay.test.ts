import { describe, expect, it } from 'vitest';
import { NoSnapshotError, replaySnapshot } from '#rehearsal/snapshot-replay.ts';
import { BROKEN_AWS } from '../domain/audit/broken-aws.ts';
import { CLEAN_SNAPSHOT } from '../domain/audit/clean-snapshot.ts';

const replay = (snapshot: object) => replaySnapshot(JSON.stringify(snapshot));

describe('a saved snapshot', () => {
  it('has no finding where the pair had none', () => {
    const { text, findings } = replay(CLEAN_SNAPSHOT);
    expect(findings).toBe(0);
    expect(text).toContain('score         100 of 100');
  });

  it.each(Object.entries(BROKEN_AWS))('has the finding %s again', (ruleId, [broken]) => {
    const { text, findings } = replay(broken?.snapshot ?? {});
    expect(findings).toBeGreaterThan(0);
    expect(text).toContain(ruleId);
  });

  it('of which parts are missing is judged by nobody: the rules say so of themselves', () => {
    const { pair, at, schemaVersion } = CLEAN_SNAPSHOT;
    const { text } = replay({ schemaVersion, at, pair, aws: {}, units: { first: {}, second: {} } });
    expect(text).toContain('audit-rule-failed');
    expect(text).not.toContain('score         100 of 100');
  });

  it.each([
    ['not JSON', 'audit of eu-west-1'],
    ['of another schema', JSON.stringify({ ...CLEAN_SNAPSHOT, schemaVersion: 2 })],
    ['another answer', JSON.stringify({ audits: [] })],
  ])('is refused: %s', (_name, text) => {
    expect(() => replaySnapshot(text)).toThrow(NoSnapshotError);
  });
});
