import { expect, it } from 'vitest';
import type { UnitName } from '#domain/estate/estate.ts';
import type { SwitchOperation, SwitchPhase } from '#domain/switchover/operation.ts';
import { type DurationMs, MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { NOW } from '../../docs/state-samples.ts';
import { type Preferences, type SwitchClass, switchIn } from '../../docs/state-switch-samples.ts';
import { says } from './switch-samples.ts';

/** A look at a switchover in one phase, and what is decided. */
export interface PhaseRow {
  readonly when: string;
  readonly to?: UnitName;
  readonly phase: SwitchPhase;
  /** For how long it has been in the phase. */
  readonly for: DurationMs;
  readonly more?: Partial<SwitchOperation>;
  readonly old?: SwitchClass;
  readonly next?: SwitchClass;
  readonly preferences?: Preferences;
  readonly says: string;
}

const saysOf = ({ when: _, says: __, for: ms, to = 'first', phase, more, ...seen }: PhaseRow): string => {
  const op = switchIn(to, phase, { phaseSince: NOW - ms, ...more });
  return says({ to, op, ...seen });
};

export const SHORT = 10 * SECOND_MS;
/** Twice the longest a change of roles takes: 15 s to notice, two checks of 10 s, 15 s for the load balancer. */
export const HANDOVER_TIMEOUT = 100 * SECOND_MS;
export const REBOOT_TIMEOUT = 15 * MINUTE_MS;

/** A test for each row. */
export const phaseTable = (rows: readonly PhaseRow[]): void => {
  it.each(rows)('$when: $says', (row) => {
    expect(saysOf(row)).toBe(row.says);
  });
};
