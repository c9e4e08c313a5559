import { decideDrain } from '#domain/drain/decide-drain.ts';
import type { Pair, UnitName } from '#domain/estate/estate.ts';
import type { LoadMasterSeen, PairSeen } from '#domain/pair/seen.ts';
import type { PairState } from '#domain/pair/state.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { cellOf, table } from './state-cells.ts';
import { NOW, SAMPLE_PAIR, stateIn, UNIT_CLASSES } from './state-samples.ts';
import { saying } from './state-switch-samples.ts';

/** Both units healthy at the load balancer; each LoadMaster is active and set up as declared unless it says otherwise. */
export const bothServing = (more: Partial<Record<UnitName, Partial<LoadMasterSeen>>> = {}): PairSeen => {
  const { serving } = UNIT_CLASSES;
  const says = (unit: UnitName, partner: UnitName): Partial<LoadMasterSeen> => ({
    designation: unit,
    partner: SAMPLE_PAIR.units[partner].address,
    prefersFirst: false,
    ...more[unit],
  });
  return {
    at: NOW,
    units: {
      first: saying(serving, says('first', 'second')),
      second: saying(serving, says('second', 'first')),
    },
  };
};

/** Two active units since two minutes; `active` was the last one to serve alone. */
export const splitSince = (active: UnitName): PairState => {
  const { situation, ...rest } = stateIn('dual-active', 2 * MINUTE_MS);
  const { active: _, ...record } = situation;
  return { ...rest, situation: record, lastActive: active };
};

const NATIVE: Pair = { ...SAMPLE_PAIR, preferred: 'first' };

const unread = (seen: PairSeen): PairSeen => ({
  ...seen,
  units: {
    ...seen.units,
    second: { ...seen.units.second, loadMaster: { kind: 'unread', code: 'loadmaster-unreachable' } },
  },
});

const ROWS: readonly { readonly when: string; readonly seen: PairSeen }[] = [
  { when: 'both as declared', seen: bothServing() },
  { when: 'first set to second', seen: bothServing({ first: { designation: 'second' } }) },
  { when: 'second set to first', seen: bothServing({ second: { designation: 'first' } }) },
  {
    when: "each set to the other's designation",
    seen: bothServing({ first: { designation: 'second' }, second: { designation: 'first' } }),
  },
  { when: "second's partner is a stranger", seen: bothServing({ second: { partner: '10.9.9.9' } }) },
  { when: 'second says it stands by', seen: bothServing({ second: { haStatus: 'standby' } }) },
  { when: 'second was not read', seen: unread(bothServing()) },
];

const cell = (pair: Pair, state: PairState, seen: PairSeen): string => {
  const policy = { pair, frozen: false, input: { kind: 'look' } } as const;
  return cellOf(state, decideDrain(state, seen, policy, NOW));
};

export const splitBrainTable = (): string =>
  table(
    [
      'the LoadMasters are active, and',
      'Prefer First, second was active',
      'no preference, first was active',
      'no preference, second was active',
    ],
    ROWS.map(({ when, seen }) => [
      when,
      cell(NATIVE, splitSince('second'), seen),
      cell(SAMPLE_PAIR, splitSince('first'), seen),
      cell(SAMPLE_PAIR, splitSince('second'), seen),
    ]),
  );
