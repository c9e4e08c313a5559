import { decideDrain } from '#domain/drain/decide-drain.ts';
import type { DrainOperation } from '#domain/drain/operation.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import { classify, graceMs } from '#domain/pair/situation.ts';
import { cellOf, table } from './state-cells.ts';
import { firmwareTables } from './state-firmware-tables.ts';
import { geoTables } from './state-geo-tables.ts';
import {
  drainIn,
  INTENTS,
  NOW,
  SAMPLE_PAIR,
  stateIn,
  UNIT_CLASSES,
  type UnitClass,
} from './state-samples.ts';
import { splitBrainTable } from './state-split-brain-table.ts';
import { switchTables } from './state-switch-tables.ts';

/*
 * The state tables of the documentation, computed from the deciding code itself, so that they cannot be wrong and every
 * change of a rule shows in a diff.
 */

const CLASSES = Object.keys(UNIT_CLASSES) as UnitClass[];
const LEAVING: readonly UnitClass[] = [
  'serving',
  'groups disagree',
  'out of sight',
  'standing by',
  'leaving its groups',
  'in no group',
  'shutting down',
  'not read',
];
const PARTNER: readonly UnitClass[] = [
  'serving',
  'standing by',
  'standing by, silent',
  'not polled',
  'shutting down',
  'not read',
];

const lookAt = (first: UnitClass, second: UnitClass): PairSeen => ({
  at: NOW,
  units: { first: UNIT_CLASSES[first], second: UNIT_CLASSES[second] },
});

const situationCell = (first: UnitClass, second: UnitClass): string => {
  const seen = lookAt(first, second);
  const atOnce = classify(stateIn('steady', 0), seen, SAMPLE_PAIR, NOW).kind;
  const lasting = classify(
    stateIn('switching', graceMs(SAMPLE_PAIR.healthCheck) + 1),
    seen,
    SAMPLE_PAIR,
    NOW,
  ).kind;
  return atOnce === lasting ? atOnce : `${atOnce}, then ${lasting}`;
};

const situationTable = (): string =>
  table(
    ['first \\ second', ...CLASSES],
    CLASSES.map((first) => [first, ...CLASSES.map((second) => situationCell(first, second))]),
  );

const drainCell = (operation: DrainOperation, leaving: UnitClass, partner: UnitClass): string => {
  const state = { ...stateIn('steady', 0), operation };
  const policy = { pair: SAMPLE_PAIR, frozen: false, input: { kind: 'look' } } as const;
  return cellOf(state, decideDrain(state, lookAt(leaving, partner), policy, NOW));
};

const drainTable = (operation: DrainOperation): string =>
  table(
    ['first, which leaves \\ second', ...PARTNER],
    LEAVING.map((leaving) => [leaving, ...PARTNER.map((partner) => drainCell(operation, leaving, partner))]),
  );

const STANDS = [
  { title: 'handing-over, nothing asked yet', phase: 'handing-over', moved: false },
  { title: 'handing-over, health port moved', phase: 'handing-over', moved: true },
  { title: 'deregistering', phase: 'deregistering', moved: true },
  { title: 'releasing', phase: 'releasing', moved: true },
  { title: 'returning', phase: 'returning', moved: true },
] as const;

const drainSections = (): readonly string[] =>
  STANDS.flatMap(({ title, phase, moved }) =>
    Object.entries(INTENTS).map(
      ([name, intent]) => `### ${title}; ${name}\n\n${drainTable(drainIn(phase, intent, moved))}`,
    ),
  );

/** The whole document. */
export const stateTables = (): string =>
  [
    '# State tables',
    'Generated from the code by `npm run docs:states`; a test fails when they differ.',
    '## What a pair is in',
    'Before: steady with the first unit active. "x, then y" is x for as long as a change of roles may take ' +
      `(${graceMs(SAMPLE_PAIR.healthCheck) / 1000} s with an interval of 10 s and thresholds of 2), then y.`,
    situationTable(),
    '## What a drain of the first unit does next',
    'Each cell: the reason, where the operation moves (`→`), and what is done (after the colon).',
    ...drainSections(),
    ...switchTables(),
    ...firmwareTables(),
    ...geoTables(),
    '## What is done about two active units',
    'Both have been healthy at the load balancer for longer than a change of roles takes.',
    splitBrainTable(),
    '',
  ].join('\n\n');
