import { type DurationMs, SECOND_MS } from '#domain/time.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';

const LOOK_EVERY_MS: DurationMs = SECOND_MS / 4;

/** Seconds, to one decimal, as figures are given. */
export const inSeconds = (ms: DurationMs): number => Math.round((ms * 10) / SECOND_MS) / 10;

/**
 * Measures for how long something is so of each pair, by looking four times a simulated second from now on. Read it as
 * figures by {@link figuresOf} under the same name.
 */
export const startStopwatch = (
  stage: Stage,
  name: string,
  isSo: (stage: Stage, pairId: string) => boolean,
): void => {
  const { scheduler } = stage.world;
  const lasted = new Map<string, DurationMs>();
  let lookedAt = scheduler.now();
  const look = (): void => {
    const now = scheduler.now();
    for (const { pair } of stage.pairs()) {
      const { id } = pair.pair;
      const ms = (lasted.get(id) ?? 0) + (isSo(stage, id) ? now - lookedAt : 0);
      lasted.set(id, ms);
      stage.facts.set(`${name}_${id}`, inSeconds(ms));
    }
    lookedAt = now;
    scheduler.after(LOOK_EVERY_MS, look);
  };
  look();
};

/** The facts `<name>_<pair>` of every pair that has one. */
export const figuresOf = ({ facts, pairs }: Stage, name: string): Readonly<Record<string, number>> =>
  Object.fromEntries(
    pairs()
      .map(({ pair }) => `${name}_${pair.pair.id}`)
      .filter((key) => facts.has(key))
      .map((key) => [key, Number(facts.get(key))]),
  );
