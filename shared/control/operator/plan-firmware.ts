import { findPair, type OperatorContext } from '#control/operator/context.ts';
import { foresee } from '#control/operator/explain-pair.ts';
import { OperatorRefusal } from '#control/operator/refusal.ts';
import type { LoadMasters } from '#control/ports.ts';
import { type Pair, UNIT_NAMES } from '#domain/estate/estate.ts';
import type { FirmwarePlan } from '#domain/firmware/firmware-plan.ts';
import type { FirmwareOfUnits } from '#domain/firmware/firmware-seen.ts';
import { planFirmware } from '#domain/firmware/plan-firmware.ts';
import type { EpochMs } from '#domain/time.ts';

export interface FirmwarePlanRequest {
  readonly pairId: string;
  /** What both units are to run, for example `7.2.61.1`. */
  readonly target: string;
}

/** A plan, and the moment at which everything it rests on was seen. */
export interface PlannedFirmware {
  readonly pair: Pair;
  readonly at: EpochMs;
  readonly plan: FirmwarePlan;
}

const NOT_ANSWERED = { kind: 'unread', code: 'gateway-error' } as const;

const readFirmware = async (loadMasters: LoadMasters, pairId: string): Promise<FirmwareOfUnits> => {
  const units = UNIT_NAMES.map((unit) => ({ pairId, unit }));
  const [first = NOT_ANSWERED, second = NOT_ANSWERED] = await loadMasters.readFirmware(units);
  return { first, second };
};

/**
 * How a pair would be brought to another firmware, step by step, by a person: made from a look at this moment. Only
 * reads. Throws OperatorRefusal `unknown-pair`, or `firmware-refused` with everything that stands in the way.
 */
export const planFirmwareOf = async (
  context: OperatorContext,
  { pairId, target }: FirmwarePlanRequest,
): Promise<PlannedFirmware> => {
  const { pair } = await findPair(context, pairId);
  const [{ decision, seen, freezeWhy }, firmware] = await Promise.all([
    foresee(context, pair, { concern: 'all' }),
    readFirmware(context.observers.loadMasters, pairId),
  ]);
  const now = seen.at;
  const why = freezeWhy === undefined ? {} : { freezeWhy };
  // As this look leaves the pair: what is about to begin is in the way as well.
  const answer = planFirmware({ pair, state: decision.next, seen, firmware, target, now, ...why });
  if (answer.kind === 'plan') return { pair, at: now, plan: answer.plan };
  const { refusals } = answer;
  const things = refusals.length === 1 ? 'one thing stands' : `${refusals.length} things stand`;
  const message = `no firmware plan for ${pairId}: ${things} in its way`;
  throw new OperatorRefusal('firmware-refused', message, { refusals });
};
