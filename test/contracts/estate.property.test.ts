import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { estateInDocument } from '#contracts/api/estate-document.ts';
import { MAX_ERRORS, parseEstate } from '#contracts/estate.ts';
import {
  type Appliance,
  type Estate,
  type FailbackPolicy,
  type Pair,
  type Standalone,
  WEEKDAYS,
  type WeeklyWindow,
} from '#domain/estate/estate.ts';
import { SOUND_ESTATE } from './estate-samples.ts';

/** Whatever the text is: an estate, or errors in the order of the file that each lie within it. */
const expectAnAnswer = (text: string): void => {
  const parsed = parseEstate(text);
  if (parsed.ok) return;
  const lines = text.split('\n');
  const { errors } = parsed;
  const stray = errors.filter(
    ({ line, column, message }) =>
      !(line >= 1 && column >= 1 && column <= (lines[line - 1]?.length ?? -1) + 1 && message !== ''),
  );
  const backwards = errors.filter(({ line, column }, index) => {
    const before = errors[index - 1];
    return before && (before.line > line || (before.line === line && before.column > column));
  });
  expect({ stray, backwards }).toEqual({ stray: [], backwards: [] });
  expect([0, MAX_ERRORS + 1]).not.toContain(Math.min(errors.length, MAX_ERRORS + 1));
};

const syntax = fc.constantFrom(
  ...[
    '\n',
    '  ',
    '- ',
    ': ',
    ':',
    '? ',
    '[',
    ']',
    '{',
    '}',
    ',',
    '"',
    "'",
    '#',
    '&a ',
    '*a',
    '!',
    '!!map ',
    '|\n',
    '>',
  ],
  ...[
    '---\n',
    '...\n',
    '%YAML 1.1\n',
    '\t',
    '\r',
    '<<: ',
    'null',
    '1',
    '\u0000',
    '\ufeff',
    '\ud800',
    '\u2028',
    'pairs',
  ],
);

describe('parsing', () => {
  it('answers any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), expectAnAnswer), { numRuns: 300 });
  });

  it('answers any heap of YAML’s own signs', () => {
    const heap = fc.array(syntax, { maxLength: 40 }).map((parts) => parts.join(''));
    fc.assert(fc.property(heap, expectAnAnswer), { numRuns: 1_500 });
  });

  it('answers an estate with anything in place of any part of it', () => {
    const cut = fc.nat(SOUND_ESTATE.length);
    fc.assert(
      fc.property(cut, fc.nat(40), syntax, (at, length, instead) =>
        expectAnAnswer(SOUND_ESTATE.slice(0, at) + instead + SOUND_ESTATE.slice(at + length)),
      ),
      { numRuns: 250 },
    );
  });

  it('answers any JSON', () => {
    const value = fc.jsonValue({ maxDepth: 6 });
    const text = fc.record({ pairs: value, standalones: value, defaults: value }, { requiredKeys: [] });
    fc.assert(
      fc.property(text, (json) => expectAnAnswer(JSON.stringify(json))),
      { numRuns: 300 },
    );
  });
});

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });

/** The number makes instance, address and endpoint its own. */
const applianceOf = (number: number): fc.Arbitrary<Appliance> =>
  fc.record({
    instanceId: fc.constant(`i-${number.toString(16).padStart(17, '0')}`),
    address: fc.constantFrom(`10.0.0.${number}`, `fd00::${number}`),
    management: fc.constantFrom(
      `https://10.0.0.${number}:8443`,
      `https://[fd00::${number}]`,
      `https://lm-${number}.example`,
    ),
    certificateSha256: hex(64),
    credentials: fc.stringMatching(/^[A-Za-z0-9/_+=.@-]{1,20}$/),
  });

const seconds = (min: number, max: number) => fc.integer({ min, max }).map((count) => count * 1_000);
const idOf = (number: number) =>
  fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,8}$/).map((name) => `${name}-${number}`);

const time = fc
  .record({ hour: fc.nat(23), minute: fc.nat(59) })
  .map(({ hour, minute }) => `${`${hour}`.padStart(2, '0')}:${`${minute}`.padStart(2, '0')}`);

const windows = fc.array(
  fc.record<WeeklyWindow>({
    days: fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { minLength: 1 }),
    from: time,
    to: time,
    timeZone: fc.constantFrom('UTC', ...Intl.supportedValuesOf('timeZone')),
  }),
  { maxLength: 14 },
);

/** With each other only what can hold. */
const returning: fc.Arbitrary<Pick<Pair, 'preferred' | 'failback'>> = fc
  .record({
    preferred: fc.constantFrom('first', 'none'),
    failback: fc.record<FailbackPolicy>({
      policy: fc.constantFrom('native', 'gated', 'manual'),
      holdDownMs: seconds(0, 24 * 3_600),
      windows,
      flapLimit: fc.integer({ min: 1, max: 20 }),
      flapWithinMs: seconds(60, 168 * 3_600),
    }),
  })
  .map(({ preferred, failback }) => {
    const policy = preferred === 'none' ? 'native' : failback.policy;
    return {
      preferred,
      failback: { ...failback, policy, windows: policy === 'native' ? [] : failback.windows },
    };
  });

const otherThanReturning = (number: number): fc.Arbitrary<Omit<Pair, 'preferred' | 'failback'>> =>
  fc.record({
    id: idOf(number),
    region: fc.constant('eu-west-1'),
    mode: fc.constantFrom('observe', 'enforce'),
    units: fc.record({ first: applianceOf(2 * number), second: applianceOf(2 * number + 1) }),
    targetGroups: fc
      .uniqueArray(hex(16), { minLength: 1, maxLength: 3 })
      .map((all) =>
        all.map((one) => `arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/lm/${one}`),
      ),
    healthCheck: fc.record({
      port: fc.integer({ min: 1_000, max: 5_000 }),
      handoverPort: fc.integer({ min: 5_001, max: 8_000 }),
      intervalMs: seconds(5, 300),
      healthyThreshold: fc.integer({ min: 2, max: 10 }),
      unhealthyThreshold: fc.integer({ min: 2, max: 10 }),
    }),
    splitBrain: fc.constantFrom('repair', 'keep-out'),
    drain: fc.record({
      onRebalance: fc.constantFrom('ignore', 'drain'),
      maintenanceLeadMs: seconds(0, 744 * 3_600),
      hookBudgetMs: seconds(0, 48 * 3_600),
    }),
  });

const pairOf = (number: number): fc.Arbitrary<Pair> =>
  fc.tuple(otherThanReturning(number), returning).map(([other, back]) => ({ ...other, ...back }));

const standaloneOf = (number: number): fc.Arbitrary<Standalone> =>
  fc.tuple(idOf(number), applianceOf(2 * number)).map(([id, one]) => ({ id, region: 'us-east-1', ...one }));

const estate: fc.Arbitrary<Estate> = fc.record({
  pairs: fc
    .nat(3)
    .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => pairOf(index + 1)))),
  standalones: fc
    .nat(2)
    .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => standaloneOf(index + 50)))),
});

it.each([
  { form: 'JSON', write: (document: unknown) => JSON.stringify(document) },
  { form: 'YAML', write: (document: unknown) => stringify(document, { aliasDuplicateObjects: false }) },
])('an estate as the API shows it in $form reads as the same estate', ({ write }) => {
  fc.assert(
    fc.property(estate, (declared) => {
      const text = write(estateInDocument(declared.pairs, declared.standalones));
      expect(parseEstate(text)).toEqual({ ok: true, estate: declared });
    }),
    { numRuns: 60 },
  );
});
