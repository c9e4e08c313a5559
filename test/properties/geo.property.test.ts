import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import type { EpochMs } from '#domain/time.ts';
import { listsOf } from '#rehearsal/virtual/unit-geo.ts';
import { type Course, followCourse } from './geo-course.ts';
import { dyingGeoFunctions, geoHistories, oneGeoOrder } from './geo-history.ts';
import type { History } from './history.ts';
import { holdRules, NUM_RUNS, SEED, TIMEOUT_MS } from './hold-rules.ts';
import { play } from './play.ts';

const GEO_RUNS = Math.ceil(NUM_RUNS / 10);
const DYING_RUNS = Math.ceil(NUM_RUNS / 100);
const UNDISTURBED_RUNS = Math.ceil(NUM_RUNS / 50);

const endOf = async (history: History) => {
  const { units, state } = await play(history);
  const { operation, geo } = (await state()) ?? {};
  const { end, because, set } = geo?.last ?? {};
  return {
    first: {
      ...listsOf(units.first),
      prefersFirst: units.first.cloudHa().preferFirst,
      role: units.first.role(),
    },
    second: {
      ...listsOf(units.second),
      prefersFirst: units.second.cloudHa().preferFirst,
      role: units.second.role(),
    },
    end,
    because,
    set,
    operation: operation?.kind,
  };
};

/** A pair to which nothing happens but one order: what came of it, by the models and by the result. */
const playOne = async (history: History) => {
  let course: Course = { roles: [], failed: [] };
  const world = await play(history, (begun) => {
    course = followCourse(begun);
  });
  const { geo, failback } = (await world.state()) ?? {};
  const last = geo?.last;
  const given = world.geo.given.get(last?.orderId ?? '');
  if (last === undefined || given === undefined) throw new Error('the order was not answered');
  const since = <T extends { readonly at: EpochMs }>(events: readonly T[]): readonly T[] =>
    events.filter(({ at }) => at > last.startedAt);
  const roleChanges = since(course.roles).filter(({ at }) => at <= last.endedAt).length;
  const { flappingSince } = failback ?? {};
  return { world, last, given, failed: since(course.failed), roleChanges, flappingSince };
};

/** How often the role moves from where it is over these units. */
const movesOver = (due: readonly UnitName[], active: readonly UnitName[]): number => {
  let [at] = active;
  let moves = 0;
  for (const unit of due) {
    if (unit !== at) moves += 1;
    at = unit;
  }
  return moves;
};

describe('GEO lists that are set, over random histories', () => {
  it(
    `hold every safety rule, journal every decision and come to an end (${GEO_RUNS} histories)`,
    { timeout: TIMEOUT_MS },
    () => holdRules(geoHistories, GEO_RUNS),
  );

  it(`end the same whichever functions die (${DYING_RUNS} histories)`, { timeout: TIMEOUT_MS }, () =>
    fc.assert(
      fc.asyncProperty(dyingGeoFunctions, async (history) => {
        const steps = history.steps.filter(({ kind }) => kind !== 'function-dies');
        expect(await endOf(history)).toEqual(await endOf({ ...history, steps }));
      }),
      { numRuns: DYING_RUNS, seed: SEED },
    ),
  );

  it(
    `move roles no more often than it takes where nothing else happens (${UNDISTURBED_RUNS} histories)`,
    { timeout: TIMEOUT_MS },
    () =>
      fc.assert(
        fc.asyncProperty(oneGeoOrder, async (history) => {
          const { world, last, given, failed, roleChanges, flappingSince } = await playOne(history);
          const { units, geo } = world;
          const { preferFirst, failback } = history;
          expect(failed).toEqual([]);
          expect(last).toMatchObject({ roleChanges, failovers: 0 });
          expect(geo.reboots).toHaveLength(roleChanges);
          // What the role still has to be brought back for, and one that returns too often, prefers nobody.
          const isBack = units.first.role() === 'active' && flappingSince === undefined;
          const prefersFirst = preferFirst && failback.policy === 'native' && isBack;
          for (const name of UNIT_NAMES) expect(units[name].cloudHa().preferFirst).toBe(prefersFirst);
          if (last.end === 'refused') {
            // The role was on its way back just then.
            expect(last.because).toContain('operation-under-way');
            expect(geo.set).toEqual([]);
            return;
          }
          expect(last).toMatchObject({ end: 'done', because: [] });
          const { due, active, order } = given;
          if (!history.geo.synchronised)
            expect([roleChanges, last.set]).toEqual([movesOver(due, active), due]);
          // The other unit has what the master has soon after. What it has itself may come upon the master.
          else if (due.includes(order.master)) expect(roleChanges).toBe(movesOver([order.master], active));
          else expect(roleChanges).toBeLessThanOrEqual(2);
          if (due.length === 0) expect(geo.asked.size + roleChanges).toBe(0);
        }),
        { numRuns: UNDISTURBED_RUNS, seed: SEED },
      ),
  );
});
