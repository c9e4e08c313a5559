import type { Recorded } from '#control/carry-out.ts';
import { SECOND_MS } from '#domain/time.ts';
import type { BusDelivery } from '#rehearsal/event-bus/event-bus.ts';
import type { Rule } from '#rehearsal/event-bus/rules.ts';
import { FunctionDiedError } from '#rehearsal/functions/function-deaths.ts';
import { type Measurement, startMeasuring } from '#rehearsal/scenarios/measure.ts';
import type { Played, Scenario, TimelineEntry } from '#rehearsal/scenarios/scenario.ts';
import { type OpenStage, openStage } from '#rehearsal/scenarios/stage.ts';
import { decisionWords, routingWords } from '#rehearsal/scenarios/words.ts';
import { estateWithout } from '#rehearsal/world/apply-estate.ts';
import { WorldStoppedError } from '#rehearsal/world/stoppable-clock.ts';
import { startWorld, type WireWorld } from '#rehearsal/world/wire-world.ts';

export interface RunOptions {
  /** Of `serverless.yml`; empty for a run without the control plane. */
  readonly rules: readonly Rule[];
  readonly seed: number;
  readonly speed: number;
  /** Told of every line of the timeline as it comes. */
  readonly onEntry?: (entry: TimelineEntry) => void;
}

export interface Outcome extends Played {
  readonly scenario: Scenario;
  readonly hasControlPlane: boolean;
  readonly timeline: readonly TimelineEntry[];
  readonly table: readonly string[];
  /** Time 0 of the timeline. */
  readonly causedAt: number;
  readonly expectations: readonly { readonly words: string; readonly held: boolean }[];
  /** Every expectation held and nothing broke. */
  readonly passed: boolean;
}

/**
 * In a scenario a target is registered only to set the stage, and nobody should have to wait one and a half minutes
 * for that.
 */
const STAGE_TIMING = { registrationMs: 10 * SECOND_MS } as const;

/** So that every pair has been looked at once, and clients are being served, before the cause strikes. */
const LEAD_IN_MS = 20 * SECOND_MS;

/** The world has ended, or a function was made to die: nothing that anybody did wrong. */
const isMeant = (error: unknown): boolean =>
  error instanceof WorldStoppedError ||
  error instanceof FunctionDiedError ||
  (error instanceof AggregateError && error.errors.every((each: unknown) => isMeant(each)));

const deliveryDefect = ({ functionName, error }: BusDelivery): string | undefined => {
  if (error === undefined || isMeant(error)) return undefined;
  const causes: readonly unknown[] = error instanceof AggregateError ? error.errors : [error];
  return `${functionName} failed: ${causes.map(String).join('; ')}`;
};

const followRouting = (stage: OpenStage): void => {
  for (const { region, pair } of stage.pairs()) {
    region.cloud.elb.onRoutingChange((routing) => {
      if (pair.pair.targetGroups[0] === routing.targetGroupArn) stage.note(routingWords(pair.pair, routing));
    });
  }
};

/** Everything that a world under a scenario reports, gathered. */
const makeListeners = (defects: string[], stage: () => OpenStage | undefined) => ({
  onRecorded: (entry: Recorded): void => {
    const open = stage();
    if (open?.causedAt !== undefined) open.record(entry);
    open?.note(decisionWords(entry));
  },
  onDelivered: (_region: string, delivery: BusDelivery): void => {
    const defect = deliveryDefect(delivery);
    if (defect !== undefined) defects.push(defect);
  },
  onDefect: (error: unknown): void => void defects.push(String(error)),
});

const begin = async (
  world: WireWorld,
  hasControlPlane: boolean,
  { declaredLater = [] }: Scenario,
): Promise<void> => {
  await world.settle();
  if (!hasControlPlane) return;
  await world.declare(estateWithout(world.estate, declaredLater));
  for (const { bus } of world.regions) bus.start();
};

/** Plays a scenario to its end in a world of its own. */
export const runScenario = async (scenario: Scenario, options: RunOptions): Promise<Outcome> => {
  const rules = scenario.byHand === true ? [] : options.rules;
  const hasControlPlane = rules.length > 0;
  const defects: string[] = [];
  let stage: OpenStage | undefined;
  let measurement: Measurement | undefined;
  const world = await startWorld({
    ...options,
    rules,
    pairs: scenario.pairs,
    ...(scenario.standalones === undefined ? {} : { standalones: scenario.standalones }),
    timing: { ...STAGE_TIMING, ...scenario.timing },
    listeners: makeListeners(defects, () => stage),
  });
  try {
    await begin(world, hasControlPlane, scenario);
    const measure = (): void => {
      if (stage?.causedAt !== undefined) measurement = startMeasuring(scenario, stage, stage.causedAt);
    };
    const { onEntry = () => undefined } = options;
    stage = openStage(world, hasControlPlane, measure, onEntry, scenario.connectionsPerSecond);
    followRouting(stage);
    await stage.wait(LEAD_IN_MS);
    // What was reached until then tells where to look.
    await scenario.play(stage).catch((error: unknown) => {
      if (measurement === undefined) throw error;
      defects.push(`the script broke off: ${String(error)}`);
    });
    await stage.close();
    if (measurement === undefined) throw new Error(`${scenario.name} has no cause`);
    const { facts, decisions, pages, timeline, causedAt = 0 } = stage;
    const played: Played = { figures: measurement.figures(), decisions, pages, facts, defects };
    const expected = hasControlPlane
      ? scenario.expected.withControlPlane
      : scenario.expected.withoutControlPlane;
    const expectations = expected.map(({ words, held }) => ({ words, held: held(played) }));
    const passed = defects.length === 0 && expectations.every(({ held }) => held);
    const table = scenario.table?.(stage) ?? [];
    return { ...played, scenario, hasControlPlane, timeline, table, causedAt, expectations, passed };
  } finally {
    await world.stop();
  }
};
