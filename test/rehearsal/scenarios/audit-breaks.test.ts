import { expect, it } from 'vitest';
import { RULES } from '#domain/audit/rule-pack.ts';
import { BREAKS } from '#rehearsal/scenarios/audit-breaks.ts';

it('every rule of the audit has its way to be broken, and nothing else has', () => {
  expect(Object.keys(BREAKS).toSorted()).toEqual(RULES.map(({ id }) => id).toSorted());
});
