import type { Recorded } from '#control/carry-out.ts';
import type { EpochMs } from '#domain/time.ts';
import type { CloudTiming } from '#rehearsal/cloud/timing.ts';
import type { Page } from '#rehearsal/scenarios/pages.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import type { PairSpec, StandaloneSpec } from '#rehearsal/world/estate-spec.ts';

/** A story that is played on the wire, and what must have come of it. */
export interface Scenario {
  readonly name: string;
  /** What happens, in one sentence. */
  readonly sentence: string;
  readonly pairs: readonly PairSpec[];
  readonly standalones?: readonly StandaloneSpec[];
  /** Ids of pairs and standalones that nobody has declared yet when it begins: the script does, by `applyEstate`. */
  readonly declaredLater?: readonly string[];
  /** The control plane is left out in any case: the script does everything itself. */
  readonly byHand?: boolean;
  /** How fast it runs unless told otherwise, where that differs from the others. */
  readonly speed?: number;
  /** New clients of each pair per simulated second, where that differs from the others. */
  readonly connectionsPerSecond?: number;
  /** Delays of AWS that differ from the rehearsal's. */
  readonly timing?: Partial<CloudTiming>;
  /** When a pair is safe again: `secondsToSafe` counts from the cause until this is so, for the slowest pair. */
  readonly safe: { readonly words: string; readonly isSo: (stage: Stage, pairId: string) => boolean };
  play(stage: Stage): Promise<void>;
  /** Figures of this scenario alone. */
  readonly measure?: (stage: Stage) => Readonly<Record<string, number>>;
  /** A table for people, beside the figures. */
  readonly table?: (stage: Stage) => readonly string[];
  readonly expected: {
    readonly withControlPlane: readonly Expectation[];
    readonly withoutControlPlane: readonly Expectation[];
  };
}

/** A predicate with words. */
export interface Expectation {
  readonly words: string;
  readonly held: (played: Played) => boolean;
}

/** What was measured, as numbers, by name. */
export type Figures = Readonly<Record<string, number>> & {
  readonly attemptedConnections: number;
  readonly failedConnections: number;
  readonly secondsToSafe: number;
  readonly secondsWithoutHealthyTarget: number;
  readonly controlPlaneWrites: number;
  readonly awsCalls: number;
  /** Pairs that were not safe when the scenario ended. */
  readonly pairsNotSafe: number;
};

/** A scenario that has been played. */
export interface Played {
  readonly figures: Figures;
  /** Decisions that were recorded since the cause, oldest first. */
  readonly decisions: readonly Recorded[];
  /** To which pairs somebody was called, oldest first. */
  readonly pages: readonly Page[];
  /** What the script itself noted down, by name. */
  readonly facts: ReadonlyMap<string, unknown>;
  /** Errors in the simulators, and functions that failed. */
  readonly defects: readonly string[];
}

export interface TimelineEntry {
  readonly at: EpochMs;
  readonly words: string;
}
