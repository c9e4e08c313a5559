import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Pair } from '#domain/estate/estate.ts';
import type { FirmwareAnswer, FirmwarePlan } from '#domain/firmware/firmware-plan.ts';
import { firmwarePlanText } from '#domain/firmware/firmware-plan-text.ts';
import { hanging } from '#domain/firmware/hanging.ts';
import { planFirmware } from '#domain/firmware/plan-firmware.ts';
import { refusalsText } from '#domain/firmware/refusals-text.ts';
import type { UnitSeen } from '#domain/pair/seen.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { NOW, TARGET_GROUP } from '../../docs/state-samples.ts';
import { GATED_PAIR, lookAtSwitch, NO_PREFERENCE, steadyWith } from '../../docs/state-switch-samples.ts';

const PLAN: FirmwarePlan = {
  kind: 'repair',
  from: { first: '7.2.60.0.22525.RELEASE', second: '7.2.61.1.24109.RELEASE' },
  to: '7.2.61.1',
  roleChanges: 1,
  steps: [
    { words: 'Place a hold' },
    {
      unit: 'first',
      words:
        'On first (i-0000000000000000a): install 7.2.61.1, with the XML verification file that came with it where the unit requires one',
    },
    ...Array.from({ length: 8 }, () => ({ words: 'Wait' })),
  ],
  warnings: ['two versions must not stay paired', 'first cannot go back'],
};

describe('a firmware plan in a terminal', () => {
  it('is a numbered checklist, with what to beware of above it', () => {
    expect(firmwarePlanText(GATED_PAIR, PLAN, '2026-05-01T10:00:00.000Z')).toBe(`\
pair-a (eu-west-1, enforce): repair to 7.2.61.1
seen    2026-05-01T10:00:00.000Z; the plan is for the pair as it was then
runs    first 7.2.60.0.22525.RELEASE, second 7.2.61.1.24109.RELEASE
beware  two versions must not stay paired
beware  first cannot go back

 1. [ ] Place a hold
 2. [ ] On first (i-0000000000000000a): install 7.2.61.1, with the XML verification file that came
        with it where the unit requires one
 3. [ ] Wait
 4. [ ] Wait
 5. [ ] Wait
 6. [ ] Wait
 7. [ ] Wait
 8. [ ] Wait
 9. [ ] Wait
10. [ ] Wait
`);
  });

  it('that is refused is a list of what stands in the way, with what to do below', () => {
    const words = 'held by ada';
    const text = refusalsText('no firmware plan for pair-a: 2 things stand in its way', [
      { code: 'held', words, remedy: 'lift the hold' },
      { code: 'operation-halted', words: `${'word '.repeat(18)}end`, remedy: 'resume the operation' },
    ]);
    expect(text).toBe(`\
no firmware plan for pair-a: 2 things stand in its way

held              held by ada
                  → lift the hold
operation-halted  word word word word word word word word word word word word word word word word
                  word word end
                  → resume the operation
`);
  });

  it('loses no word, and is no wider than a terminal but for a word that is', () => {
    const label = fc.string({ minLength: 1, maxLength: 30 });
    const word = fc.stringMatching(/^[!-~]{1,120}$/);
    fc.assert(
      fc.property(label, fc.array(word, { minLength: 1, maxLength: 60 }), (label, words) => {
        const [first = '', ...rest] = hanging(label, words.join(' '));
        const indent = ' '.repeat(label.length);
        expect(first.startsWith(label)).toBe(true);
        expect(rest.every((line) => line.startsWith(indent))).toBe(true);
        const texts = [first, ...rest].map((line) => line.slice(label.length));
        expect(texts.join(' ')).toBe(words.join(' '));
        expect(texts.every((text) => label.length + text.length <= 100 || !text.includes(' '))).toBe(true);
      }),
    );
  });
});

const groups = ['web-443', 'web-8080'].map((name) => TARGET_GROUP.replace('/lm-a/', `/${name}/`));

/** The pair `web` of `npm start`, whose output docs/api.md shows. */
const WEB: Pair = {
  ...GATED_PAIR,
  id: 'web',
  units: {
    first: { ...GATED_PAIR.units.first, instanceId: 'i-00100000100000001' },
    second: { ...GATED_PAIR.units.second, instanceId: 'i-00100000100000002' },
  },
  targetGroups: groups,
  healthCheck: { ...GATED_PAIR.healthCheck, intervalMs: 5 * SECOND_MS },
  failback: { ...GATED_PAIR.failback, holdDownMs: 30 * SECOND_MS },
};

const inGroups = (unit: UnitSeen): UnitSeen => {
  const [target] = Object.values(unit.targets);
  if (target === undefined) throw new Error('a unit is in a target group');
  return { ...unit, targets: Object.fromEntries(groups.map((arn) => [arn, target])) };
};

const planWeb = (heldFor?: number): FirmwareAnswer => {
  const { at, units } = lookAtSwitch('second', 'serving', 'standing by', NO_PREFERENCE);
  const reading = {
    kind: 'read',
    value: { version: '7.2.61.1.24109.RELEASE', servicesUp: 0, servicesTotal: 0 },
  } as const;
  const hold = { by: 'ada', why: 'change 4711', placedAt: NOW, until: NOW + (heldFor ?? 0) };
  return planFirmware({
    pair: WEB,
    state: { ...steadyWith('first'), ...(heldFor === undefined ? {} : { hold }) },
    seen: { at, units: { first: inGroups(units.first), second: inGroups(units.second) } },
    firmware: { first: reading, second: reading },
    target: '7.2.63.1',
    now: NOW,
  });
};

describe('docs/api.md', () => {
  const page = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8');
  const [, section = ''] = /^## Firmware plan\n(.*?)^## /ms.exec(page) ?? [];
  const [plan = '', refused = ''] = [...section.matchAll(/^```text\n(.*?)^```/gms)].map(
    ([, text]) => text ?? '',
  );

  it('shows the plan of a pair as it is made', () => {
    const answer = planWeb();
    if (answer.kind === 'refused') throw new Error(JSON.stringify(answer.refusals));
    const text = firmwarePlanText(WEB, answer.plan, '2026-11-21T14:11:06.099Z');
    const [, shown = ''] = /\n(web .*)$/s.exec(plan) ?? [];
    const parts = shown.split('…\n');
    expect(parts).toHaveLength(3);
    const places = parts.map((part) => text.indexOf(part));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0]).toBe(0);
  });

  it('shows a refusal as it is told', () => {
    const answer = planWeb(119 * MINUTE_MS);
    if (answer.kind === 'plan') throw new Error('a plan in spite of a hold');
    expect(refused).toBe(
      refusalsText('no firmware plan for web: one thing stands in its way', answer.refusals),
    );
  });
});
