import { describe, expect, it } from 'vitest';
import { LOADMASTER_RULES } from '#domain/audit/rules/loadmaster-rules.ts';

describe('LoadMaster rules', () => {
  it.each(LOADMASTER_RULES)('$id has the id and the words of a rule', ({ id, side, ...words }) => {
    expect(side).toBe('loadmaster');
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(words.title).toMatch(/^[A-Z].*[^.]$/);
    expect(words.why).toMatch(/^[A-Z].*\.$/);
    expect(words.remedy).toMatch(/^[a-z].*[^.]$/);
    expect(words.remedy).toMatch(/ > |SSH/);
  });
});
