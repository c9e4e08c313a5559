import { MINUTE_MS } from '#domain/time.ts';
import { isServedBy } from '#rehearsal/scenarios/conditions.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { isBack } from '#rehearsal/scenarios/unit-conditions.ts';
import { crash, repair } from '#rehearsal/scenarios/unit-troubles.ts';

/* What scenarios about returning to the first unit begin with. */

const named = (pairIds: readonly string[]): string => pairIds.join(' and ');

/** The first unit of each pair dies. Ends when the load balancer has followed to the second ones. */
export const loseFirst = async (stage: Stage, ...pairIds: readonly string[]): Promise<void> => {
  await stage.cause(`${named(pairIds)}: the first unit dies`, () => {
    for (const pairId of pairIds) crash(stage, pairId, 'first');
  });
  await stage.until(
    `${named(pairIds)}: the second unit serves`,
    () => pairIds.every((pairId) => isServedBy(stage, pairId, 'second')),
    3 * MINUTE_MS,
  );
};

/** It is repaired and boots. Ends when the load balancer polls it again and it has a role. */
export const repairFirst = async (stage: Stage, ...pairIds: readonly string[]): Promise<void> => {
  stage.note(`${named(pairIds)}: the first unit is repaired`);
  for (const pairId of pairIds) repair(stage, pairId, 'first');
  await stage.until(
    `${named(pairIds)}: the first unit is back`,
    () => pairIds.every((pairId) => isBack(stage, pairId, 'first')),
    3 * MINUTE_MS,
  );
};

/** The load balancer sends new connections to the first unit alone, and it serves them. */
export const untilReturned = (stage: Stage, pairId: string, withinMs: number): Promise<boolean> =>
  stage.until(
    `${pairId}: new connections go to the first unit again`,
    () => isServedBy(stage, pairId, 'first'),
    withinMs,
  );
