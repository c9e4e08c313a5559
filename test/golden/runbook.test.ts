import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { GEO_REQUEST_REFUSALS, RETURN_REFUSALS, SWITCHOVER_REFUSALS } from '#control/operator/refusal.ts';
import { HALT_WORDS, REASON_WORDS } from '#domain/explain/reason-words.ts';
import { APPROVAL_REFUSALS } from '#domain/failback/operator-decisions.ts';
import { REFUSAL_CODES } from '#domain/firmware/firmware-plan.ts';
import { GEO_REFUSAL_CODES } from '#domain/geo/admit.ts';
import { GEO_FINDING_CODES } from '#domain/geo/geo-finding.ts';
import { SITUATIONS } from '#domain/pair/state.ts';
import type { Reason } from '#domain/reason.ts';
import { ERROR_MEANINGS } from '#observability/error-codes.ts';

const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
const entries = [...runbook.matchAll(/^### `([A-Za-z-]+)`$/gm)].map(([, name]) => name);

const alarms = Object.keys(
  parse(readFileSync(new URL('../../deploy/alarms.yml', import.meta.url), 'utf8'), { logLevel: 'error' })
    .Resources,
);
const refusals = Object.keys(REASON_WORDS).filter((reason) => reason.startsWith('refused-'));
const answers = [
  ...SWITCHOVER_REFUSALS,
  ...RETURN_REFUSALS,
  ...APPROVAL_REFUSALS,
  ...GEO_REQUEST_REFUSALS,
  'not-approved',
  'not-flapping',
];
/** Why nothing is done about two active units. */
const findings: readonly Reason[] = ['not-both-active'];
const named = [
  ...new Set<string>([
    ...SITUATIONS,
    ...alarms,
    ...Object.keys(HALT_WORDS),
    ...refusals,
    ...answers,
    ...findings,
    ...REFUSAL_CODES,
    ...GEO_REFUSAL_CODES,
    ...GEO_FINDING_CODES,
    ...Object.keys(ERROR_MEANINGS),
  ]),
];

it.each(named)('the runbook has an entry for %s', (name) => {
  expect(entries).toContain(name);
});

it('the runbook has no entry for what does not exist', () => {
  expect(entries.filter((name) => name !== undefined && !named.includes(name))).toEqual([]);
});
