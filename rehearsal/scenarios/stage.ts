import type { Recorded } from '#control/carry-out.ts';
import { type DurationMs, type EpochMs, SECOND_MS } from '#domain/time.ts';
import { startTraffic, type Traffic } from '#rehearsal/data-path/traffic.ts';
import { listenForPages, type Page } from '#rehearsal/scenarios/pages.ts';
import { followRoles, type RoleChange } from '#rehearsal/scenarios/role-changes.ts';
import type { TimelineEntry } from '#rehearsal/scenarios/scenario.ts';
import { DEFAULT_PAIR } from '#rehearsal/world/estate-spec.ts';
import { waitUntil } from '#rehearsal/world/wait.ts';
import type { WirePair } from '#rehearsal/world/wire-pair.ts';
import type { WireRegion } from '#rehearsal/world/wire-region.ts';
import type { WireWorld } from '#rehearsal/world/wire-world.ts';

/** A pair on stage, with its clients. */
export interface StagePair {
  readonly region: WireRegion;
  readonly pair: WirePair;
  readonly traffic: Traffic;
  /** Which unit serves, by the load balancer's data path: every change since the stage opened, oldest first. */
  readonly roles: readonly RoleChange[];
}

/** What the script of a scenario works with. */
export interface Stage {
  readonly world: WireWorld;
  readonly hasControlPlane: boolean;
  /** When the cause struck; undefined before. */
  readonly causedAt: EpochMs | undefined;
  readonly timeline: readonly TimelineEntry[];
  readonly decisions: readonly Recorded[];
  /** To which pairs somebody was called since the stage opened, oldest first. */
  readonly pages: readonly Page[];
  readonly facts: Map<string, unknown>;
  find(pairId: string): StagePair;
  pairs(): readonly StagePair[];
  /** Writes a line into the timeline. */
  note(words: string): void;
  /** Lets the thing happen that the scenario is about. The first cause is where figures begin. */
  cause(words: string, happen: () => unknown): Promise<void>;
  wait(ms: DurationMs): Promise<void>;
  /** False when it did not become so in time; either way the timeline says. */
  until(words: string, isSo: () => boolean | Promise<boolean>, withinMs: DurationMs): Promise<boolean>;
}

/** New connections per simulated second and pair unless the scenario says otherwise, and how long a client waits. */
const CONNECTIONS_PER_SECOND = 4;
const CLIENT_TIMEOUT_MS: DurationMs = 10 * SECOND_MS;

/** The stage with what only the runner may do. */
export interface OpenStage extends Stage {
  record(entry: Recorded): void;
  /** Resolves when the last client has gone. */
  close(): Promise<void>;
}

export const openStage = (
  world: WireWorld,
  hasControlPlane: boolean,
  onCause: () => void,
  onEntry: (entry: TimelineEntry) => void,
  connectionsPerSecond = CONNECTIONS_PER_SECOND,
): OpenStage => {
  const { scheduler } = world;
  const timeline: TimelineEntry[] = [];
  const decisions: Recorded[] = [];
  const pages: Page[] = [];
  let causedAt: EpochMs | undefined;
  const onStage = world.regions.flatMap((region) =>
    region.pairs.map((pair): StagePair => {
      const ports = pair.paths.map(({ port }) => port);
      const traffic = startTraffic({
        ports,
        perSecond: connectionsPerSecond,
        timeoutMs: CLIENT_TIMEOUT_MS,
        scheduler,
      });
      const serving = pair.spec.activeAtStart ?? DEFAULT_PAIR.activeAtStart;
      const roles = followRoles(region.cloud.elb, pair.pair, serving);
      return { region, pair, traffic, roles };
    }),
  );
  const note = (words: string): void => {
    const entry = { at: scheduler.now(), words };
    timeline.push(entry);
    onEntry(entry);
  };
  listenForPages(world, (page) => {
    pages.push(page);
    note(`${page.pairId}: somebody is called, ${page.reason}, ${page.to}`);
  });
  return {
    world,
    hasControlPlane,
    timeline,
    decisions,
    pages,
    facts: new Map(),
    get causedAt() {
      return causedAt;
    },
    find: (pairId) => {
      const found = onStage.find(({ pair }) => pair.pair.id === pairId);
      if (found === undefined) throw new Error(`the scenario has no pair ${pairId}`);
      return found;
    },
    pairs: () => onStage,
    note,
    cause: async (words, happen) => {
      if (causedAt === undefined) {
        causedAt = scheduler.now();
        onCause();
      }
      note(words);
      await happen();
    },
    wait: (ms) => scheduler.sleep(ms),
    until: async (words, isSo, withinMs) => {
      const became = await waitUntil(scheduler, isSo, withinMs);
      note(became ? words : `not within ${withinMs / SECOND_MS} s: ${words}`);
      return became;
    },
    record: (entry) => void decisions.push(entry),
    close: async () => {
      await Promise.all(onStage.map(({ traffic }) => traffic.stop()));
    },
  };
};
