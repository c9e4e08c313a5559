import { type EpochMs, SECOND_MS } from '#domain/time.ts';
import { failedBetween } from '#rehearsal/scenarios/failed-connections.ts';
import { followMixed } from '#rehearsal/scenarios/firmware-figures.ts';
import { roleChanges } from '#rehearsal/scenarios/role-changes.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';

/** Changes of one pair's firmware that follow one another, each measured by itself. */
export interface FirmwareLegs {
  /** The leg before ends. */
  begin(name: string): void;
  /** `<figure>_<leg>`. Ask when the last client has gone. */
  figures(): Readonly<Record<string, number>>;
}

interface Leg {
  readonly name: string;
  readonly from: EpochMs;
  /** By the clocks that run through all legs. */
  readonly mixed: number;
  readonly starved: number;
}

export const followLegs = (stage: Stage, pairId: string): FirmwareLegs => {
  const one = stage.find(pairId);
  const clock = followMixed(stage, pairId);
  const legs: Leg[] = [];
  const now = (name: string): Leg => ({
    name,
    from: stage.world.scheduler.now(),
    mixed: clock.seconds(),
    starved: Math.max(
      ...one.pair.pair.targetGroups.map((arn) => one.region.cloud.elb.withoutHealthyTargetMs(arn)),
    ),
  });
  return {
    begin: (name) => void legs.push(now(name)),
    figures: () => {
      const ends = [...legs.slice(1), now('')];
      return Object.fromEntries(
        legs.flatMap(({ name, from, mixed, starved }, at) => {
          const {
            from: to = from,
            mixed: mixedThen = mixed,
            starved: starvedThen = starved,
          } = ends[at] ?? {};
          const changes = roleChanges(stage, pairId).filter((change) => change.at >= from && change.at < to);
          return [
            [`roleChanges_${name}`, changes.length],
            [`failed_${name}`, failedBetween(one, from, to)],
            [`secondsMixed_${name}`, mixedThen - mixed],
            [`secondsStarved_${name}`, Math.round((starvedThen - starved) / SECOND_MS)],
          ];
        }),
      );
    },
  };
};
