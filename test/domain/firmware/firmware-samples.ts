import { otherUnit, type Pair, UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import type { FirmwarePlan, FirmwareRequest, Refusal } from '#domain/firmware/firmware-plan.ts';
import type { FirmwareSeen } from '#domain/firmware/firmware-seen.ts';
import { planFirmware } from '#domain/firmware/plan-firmware.ts';
import type { Reading } from '#domain/pair/seen.ts';
import { NOW, SAMPLE_PAIR } from '../../../docs/state-samples.ts';
import {
  BOTH_PREFER_FIRST,
  lookAtSwitch,
  NO_PREFERENCE,
  steadyWith,
} from '../../../docs/state-switch-samples.ts';

/** A pair that leaves returning to its units: both are set to Prefer First. */
export const NATIVE_PAIR: Pair = {
  ...SAMPLE_PAIR,
  preferred: 'first',
  failback: { ...SAMPLE_PAIR.failback, policy: 'native' },
};

export const running = (version: string, more: Partial<FirmwareSeen> = {}): Reading<FirmwareSeen> => ({
  kind: 'read',
  value: { version, servicesUp: 12, servicesTotal: 12, ...more },
});

/** A request about a steady pair whose units run `from`, by default without a preference and with first active. */
export const asking = (
  from: string | Readonly<Record<UnitName, string>>,
  target: string,
  more: Partial<FirmwareRequest> & { readonly active?: UnitName } = {},
): FirmwareRequest => {
  const { active = 'first', pair = SAMPLE_PAIR, ...rest } = more;
  const preferences = pair === NATIVE_PAIR ? BOTH_PREFER_FIRST : NO_PREFERENCE;
  const versions = typeof from === 'string' ? { first: from, second: from } : from;
  return {
    pair,
    state: steadyWith(active),
    seen: lookAtSwitch(otherUnit(active), 'serving', 'standing by', preferences),
    firmware: { first: running(versions.first), second: running(versions.second) },
    target,
    now: NOW,
    ...rest,
  };
};

/** The plan for it. Throws with what stands in the way. */
export const planFor = (request: FirmwareRequest): FirmwarePlan => {
  const answer = planFirmware(request);
  if (answer.kind === 'refused') throw new Error(answer.refusals.map(({ words }) => words).join('\n'));
  return answer.plan;
};

export const refusalsOf = (request: FirmwareRequest): readonly Refusal[] => {
  const answer = planFirmware(request);
  return answer.kind === 'refused' ? answer.refusals : [];
};

export const codesOf = (request: FirmwareRequest): readonly string[] =>
  refusalsOf(request).map(({ code }) => code);

/** The plan as a person reads it. */
export const textOf = (request: FirmwareRequest): string => {
  const { kind, from, to, roleChanges, steps, warnings } = planFor(request);
  return [
    `${kind} from ${UNIT_NAMES.map((unit) => `${from[unit]} (${unit})`).join(', ')} to ${to}; changes of roles: ${roleChanges}`,
    ...steps.map(({ words }, at) => `${at + 1}. ${words}`),
    ...warnings.map((words) => `! ${words}`),
  ].join('\n');
};
