import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Rule } from '#domain/audit/rule.ts';
import { RULES } from '#domain/audit/rule-pack.ts';
import { auditRules } from '../../docs/audit-rules.ts';
import { SAMPLE_RULES } from '../audit-report/sample-rules.ts';

const ofSample = (id: string): readonly Rule[] => SAMPLE_RULES.filter((rule) => rule.id === id);

describe('the documented rules', () => {
  it('are the rules of the code (npm run docs:audit)', () => {
    const documented = readFileSync(new URL('../../docs/audit-rules.md', import.meta.url), 'utf8');
    expect(auditRules()).toBe(documented);
  });

  it('have each a row that leads to a section of their own', () => {
    const text = auditRules();
    const rows = [...text.matchAll(/^\| \[(.+?)\]\(#(.+?)\)/gm)].map(([, name, anchor]) => [name, anchor]);
    expect(rows).toEqual(RULES.map(({ id }) => [id, id]));
    expect([...text.matchAll(/^### (.+)$/gm)].map(([, id]) => id)).toEqual(RULES.map(({ id }) => id));
  });

  it.each([
    { id: 'matcher', rules: RULES, says: 'For example: set the health check of lm-a: success codes 200.' },
    { id: 'sample-clock', rules: ofSample('sample-clock'), says: 'Only a person can do that.' },
    {
      id: 'sample-peer-port',
      rules: ofSample('sample-peer-port'),
      says: 'The control plane can, when asked or in a declared window, where the audit policy lets it change security groups.\n',
    },
  ])('say who puts $id right', ({ rules, says }) => {
    expect(auditRules(rules)).toContain(says);
  });

  it('are no Markdown by accident', () => {
    const words = 'a | b <c> *d* \\';
    const rules = ofSample('sample-clock').map((rule) => ({
      ...rule,
      title: words,
      why: words,
      remedy: `${words}.`,
    }));
    const text = auditRules(rules);
    expect(text.split('a \\| b \\<c> \\*d\\* \\\\').length - 1).toBe(4);
    expect(text).not.toContain('..');
  });
});
