import { targetGroupOf } from '#domain/audit/judge.ts';
import type { Fault, Fix } from '#domain/audit/rule.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import { UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import type { Action } from '#domain/pair/action.ts';
import type { Reading } from '#domain/pair/seen.ts';

export const notNow = (why: string): Fix => ({ kind: 'not-now', why });

export const fixBy = (action: Action): Fix => ({ kind: 'action', action });

/** The fix of a target group's fault, from what one part of AWS says of it. */
export const fixTargetGroup = <T>(
  snapshot: PairSnapshot,
  part: Readonly<Record<string, Reading<T>>>,
  fault: Fault,
  fix: (arn: string, said: T) => Fix,
): Fix => {
  const arn = targetGroupOf(snapshot, fault);
  if (arn === undefined) return notNow('the target group is not declared');
  const said = part[arn];
  return said?.kind === 'read' ? fix(arn, said.value) : notNow('the target group was not read');
};

/** The fix of a unit's fault. */
export const fixUnit = ({ subject }: Fault, fix: (unit: UnitName) => Fix): Fix => {
  const unit = UNIT_NAMES.find((name) => name === subject);
  return unit === undefined ? notNow('the fault is not of a unit') : fix(unit);
};
