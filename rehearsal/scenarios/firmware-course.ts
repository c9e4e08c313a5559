import type { UnitName } from '#domain/estate/estate.ts';
import { firmwareUnderWay } from '#domain/firmware/interrupt.ts';
import type { FirmwareOperation } from '#domain/firmware/operation.ts';
import type { HaltReason } from '#domain/pair/halt.ts';
import { type DurationMs, MINUTE_MS } from '#domain/time.ts';
import { rememberedState } from '#rehearsal/scenarios/conditions.ts';
import { askForOperation } from '#rehearsal/scenarios/operator.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { unitOf } from '#rehearsal/scenarios/unit-conditions.ts';

/* How far the change of a pair's firmware is, so that something can happen to it at the right moment. */

/** Longer than any unit is given to come back. */
const WITHIN_MS: DurationMs = 18 * MINUTE_MS;

/** The change that the pair is in the middle of, halted or not, as the control plane remembers it. */
export const changeUnderWay = async (
  stage: Stage,
  pairId: string,
): Promise<FirmwareOperation | undefined> => {
  const state = await rememberedState(stage, pairId);
  return state && firmwareUnderWay(state);
};

/** The image is on its way to the unit. */
export const untilInstallingOn = (stage: Stage, pairId: string, unit: UnitName): Promise<boolean> =>
  stage.until(
    `${pairId}: the image goes onto ${unit}`,
    async () => (await changeUnderWay(stage, pairId))?.units[unit].job?.job.kind === 'install',
    WITHIN_MS,
  );

/** The unit that serves has stepped out of sight, so that its partner takes over. */
export const untilHandingOver = (stage: Stage, pairId: string): Promise<boolean> =>
  stage.until(
    `${pairId}: the active unit hands over`,
    async () => (await changeUnderWay(stage, pairId))?.handover?.phase === 'handing-over',
    WITHIN_MS,
  );

/** The unit has been told to reboot and is down: it starts what it has. */
export const untilStarting = (stage: Stage, pairId: string, unit: UnitName): Promise<boolean> =>
  stage.until(
    `${pairId}: ${unit} starts the new firmware`,
    () => unitOf(stage, pairId, unit).machine() === 'booting',
    WITHIN_MS,
  );

export const untilUp = (stage: Stage, pairId: string, unit: UnitName): Promise<boolean> =>
  stage.until(`${pairId}: ${unit} is up`, () => unitOf(stage, pairId, unit).machine() === 'up', WITHIN_MS);

/** The pair waits for people, for this reason. */
export const untilHalted = (stage: Stage, pairId: string, because: HaltReason): Promise<boolean> =>
  stage.until(
    `${pairId}: the change of firmware is halted, ${because}`,
    async () => {
      const operation = (await rememberedState(stage, pairId))?.operation;
      return operation?.kind === 'halted' && operation.because === because;
    },
    WITHIN_MS,
  );

/** The operator resumes the pair's change; true when that was accepted. */
export const resumeChange = async (stage: Stage, pairId: string): Promise<boolean> => {
  const { status } = await askForOperation(stage.find(pairId), 'resume', 'the unit is repaired');
  stage.note(`${pairId}: an operator resumes the change of firmware (${status})`);
  return status === 202;
};

/** Nothing is being done to the pair any more. */
export const untilIdle = (stage: Stage, pairId: string, withinMs = WITHIN_MS): Promise<boolean> =>
  stage.until(
    `${pairId}: nothing is under way any more`,
    async () => (await rememberedState(stage, pairId))?.operation.kind === 'idle',
    withinMs,
  );
