import type { AwsSeen } from '#domain/audit/aws-seen.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import type { UnitAudited } from '#domain/audit/unit-audited.ts';
import type { Pair, UnitName } from '#domain/estate/estate.ts';
import type { Reading } from '#domain/pair/seen.ts';
import { CLEAN_SNAPSHOT } from './clean-snapshot.ts';

/** One way to break one rule, and all that is then to be said. */
export interface Broken {
  readonly words: string;
  readonly snapshot: PairSnapshot;
  /** `subject: seen, expected expected`, one line for each fault, in order. */
  readonly faults: readonly string[];
}

const changed = <T>(reading: Reading<T> | undefined, change: (value: T) => T): Reading<T> => {
  if (reading?.kind !== 'read') throw new Error('only what was read can be changed');
  return { kind: 'read', value: change(reading.value) };
};

type Part = keyof AwsSeen;
type Value<P extends Part> = AwsSeen[P] extends Readonly<Record<string, Reading<infer T>>> ? T : never;

/** The clean snapshot with one thing of AWS's changed, in every item of that part or in the one of that ARN or id. */
export const withAws = <P extends Part>(
  part: P,
  change: (value: Value<P>) => Value<P>,
  only?: string,
  from: PairSnapshot = CLEAN_SNAPSHOT,
): PairSnapshot => {
  // The part's own type is lost on the way through its entries.
  const items = from.aws[part] as Readonly<Record<string, Reading<Value<P>>>>;
  const next = Object.fromEntries(
    Object.entries(items).map(([id, item]) => [
      id,
      only === undefined || only === id ? changed(item, change) : item,
    ]),
  );
  return { ...from, aws: { ...from.aws, [part]: next } };
};

/** The clean snapshot with something else said by one unit. */
export const withUnit = (
  unit: UnitName,
  change: Partial<UnitAudited> | ((said: UnitAudited) => UnitAudited),
  from: PairSnapshot = CLEAN_SNAPSHOT,
): PairSnapshot => {
  const own = from.units[unit];
  const loadMaster = changed(own.loadMaster, (said) =>
    typeof change === 'function' ? change(said) : { ...said, ...change },
  );
  return { ...from, units: { ...from.units, [unit]: { ...own, loadMaster } } };
};

/** The clean snapshot with something else declared. */
export const withPair = (change: Partial<Pair>, from: PairSnapshot = CLEAN_SNAPSHOT): PairSnapshot => ({
  ...from,
  pair: { ...from.pair, ...change },
});
