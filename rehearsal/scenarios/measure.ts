import { type DurationMs, type EpochMs, SECOND_MS } from '#domain/time.ts';
import type { Figures, Scenario } from '#rehearsal/scenarios/scenario.ts';
import type { Stage, StagePair } from '#rehearsal/scenarios/stage.ts';
import type { WireWorld } from '#rehearsal/world/wire-world.ts';

/** How often a pair is asked whether it is safe. */
const LOOK_EVERY_MS: DurationMs = SECOND_MS / 4;

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

/** One decimal: the stage looks no more often than that. */
const seconds = (ms: DurationMs): number => Math.round(ms / (SECOND_MS / 10)) / 10;

const starved = ({ region, pair }: StagePair): DurationMs =>
  Math.max(...pair.pair.targetGroups.map((arn) => region.cloud.elb.withoutHealthyTargetMs(arn)));

const callsOf = (world: WireWorld): number =>
  sum(world.regions.map(({ cloud }) => sum(Object.values(cloud.calls.read()))));

/** Measures from the moment it is made. */
export interface Measurement {
  /** Call it after the last client has gone. */
  figures(): Figures;
}

/** Starts measuring; `stage.causedAt` must be set. */
export const startMeasuring = (scenario: Scenario, stage: Stage, causedAt: EpochMs): Measurement => {
  const { world } = stage;
  const starvedBefore = new Map(stage.pairs().map((one) => [one, starved(one)]));
  const callsBefore = callsOf(world);
  const writesBefore = world.writes();
  const safeAt = new Map<StagePair, EpochMs>();
  const look = (): void => {
    for (const one of stage.pairs()) {
      if (safeAt.has(one) || !scenario.safe.isSo(stage, one.pair.pair.id)) continue;
      safeAt.set(one, world.scheduler.now());
    }
    if (safeAt.size < stage.pairs().length) world.scheduler.after(LOOK_EVERY_MS, look);
  };
  world.scheduler.after(LOOK_EVERY_MS, look);
  return {
    figures: () => {
      const pairs = stage.pairs();
      const traffic = pairs.map((one) => one.traffic.tally.sum(causedAt));
      const now = world.scheduler.now();
      return {
        attemptedConnections: sum(traffic.map(({ attempted }) => attempted)),
        failedConnections: sum(traffic.map(({ failed }) => failed)),
        secondsToSafe: seconds(Math.max(...pairs.map((one) => (safeAt.get(one) ?? now) - causedAt))),
        secondsWithoutHealthyTarget: seconds(
          Math.max(...pairs.map((one) => starved(one) - (starvedBefore.get(one) ?? 0))),
        ),
        controlPlaneWrites: world.writes() - writesBefore,
        awsCalls: callsOf(world) - callsBefore,
        pairsNotSafe: pairs.length - safeAt.size,
        ...scenario.measure?.(stage),
      };
    },
  };
};
