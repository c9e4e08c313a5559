import type { Scenario } from '#rehearsal/scenarios/scenario.ts';
import { bothUnitsTerminated } from '#rehearsal/scenarios/stories/both-units-terminated.ts';
import { foreignInstance } from '#rehearsal/scenarios/stories/foreign-instance.ts';
import { handoverMethods } from '#rehearsal/scenarios/stories/handover-methods.ts';
import { lifecycleHook } from '#rehearsal/scenarios/stories/lifecycle-hook.ts';
import { operatorTerminateActive } from '#rehearsal/scenarios/stories/operator-terminate-active.ts';
import { rawTerminate } from '#rehearsal/scenarios/stories/raw-terminate.ts';
import {
  spotInterruptionActive,
  spotInterruptionStandby,
} from '#rehearsal/scenarios/stories/spot-interruption.ts';
import { throttleStorm } from '#rehearsal/scenarios/stories/throttle-storm.ts';
import { unitCrash } from '#rehearsal/scenarios/stories/unit-crash.ts';

/** Every scenario, in the order in which a newcomer should meet them. */
export const SCENARIOS: readonly Scenario[] = [
  unitCrash,
  spotInterruptionActive,
  spotInterruptionStandby,
  lifecycleHook,
  operatorTerminateActive,
  rawTerminate,
  bothUnitsTerminated,
  foreignInstance,
  throttleStorm,
  handoverMethods,
];
