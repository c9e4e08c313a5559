import { geoUnderWay } from '#domain/geo/interrupt.ts';
import type { GeoOperation } from '#domain/geo/operation.ts';
import { type DurationMs, MINUTE_MS } from '#domain/time.ts';
import { rememberedState } from '#rehearsal/scenarios/conditions.ts';
import { sendToApi } from '#rehearsal/scenarios/operator.ts';
import { roleChangesByPair } from '#rehearsal/scenarios/role-changes.ts';
import type { Expectation, Scenario } from '#rehearsal/scenarios/scenario.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { touchFigures, unitsTouched } from '#rehearsal/scenarios/units-touched.ts';
import type { PairSpec, StandaloneSpec } from '#rehearsal/world/estate-spec.ts';
import { type ByManual, geoByManual } from '#rehearsal/world/geo-at-start.ts';
import { geoOf } from '#rehearsal/world/unit-geo.ts';

/* GEO lists on stage: what units have, compared with what the manual says, and not with what the control plane thinks. */

export const CLUSTER = 'shop';

/** So that the lists of a pair are set without anybody asking. */
export const AT_ANY_TIME: NonNullable<PairSpec['geoWindows']> = [
  { days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '00:00', to: '00:00', timeZone: 'UTC' },
];

/** A pair of the cluster that has all its lists right, and no unit that is preferred. */
export const geoPair = (id: string, region: string, more: Partial<PairSpec> = {}): PairSpec => ({
  id,
  region,
  preferred: 'none',
  geoCluster: CLUSTER,
  geoMaster: 'first',
  geoWindows: AT_ANY_TIME,
  geoAtStart: 'right',
  ...more,
});

export const geoStandalone = (
  id: string,
  region: string,
  more: Partial<StandaloneSpec> = {},
): StandaloneSpec => ({
  id,
  region,
  mode: 'enforce',
  geoCluster: CLUSTER,
  geoAtStart: 'right',
  ...more,
});

/** By the manual, if only these were in the estate; everybody where none is named. */
export const byManual = ({ world }: Stage, without: readonly string[] = []): readonly ByManual[] => {
  const pairs = world.regions.flatMap((region) => region.pairs);
  const standalones = world.regions.flatMap((region) => region.standalones);
  return geoByManual(
    pairs.filter(({ spec }) => !without.includes(spec.id)),
    standalones.filter(({ spec }) => !without.includes(spec.id)),
  );
};

const sameSet = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((address) => other.includes(address));

const hasItsLists = ({ wired, access, partners }: ByManual): boolean => {
  const geo = geoOf(wired);
  return (access === undefined || sameSet(geo.access, access)) && sameSet(geo.partners, partners);
};

/** Every unit of every member has its lists as the manual says, if `without` were not in the estate. */
export const areListsRight = (stage: Stage, without: readonly string[] = []): boolean =>
  byManual(stage, without).every(hasItsLists);

export const untilListsAreRight = (
  stage: Stage,
  withinMs: DurationMs,
  without: readonly string[] = [],
): Promise<boolean> =>
  stage.until('every unit has its lists as the manual says', () => areListsRight(stage, without), withinMs);

/** The change of its lists that the pair is in the middle of, halted or not, as the control plane remembers it. */
export const changeUnderWayOf = async (stage: Stage, pairId: string): Promise<GeoOperation | undefined> => {
  const state = await rememberedState(stage, pairId);
  return state && geoUnderWay(state);
};

/** Nothing is being done to any pair any more, as the control plane itself remembers it. */
export const untilNothingIsUnderWay = (stage: Stage, withinMs: DurationMs): Promise<boolean> =>
  stage.until(
    'nothing is under way any more',
    async () => {
      for (const { region, store } of stage.world.regions) {
        const { pairs } = await store.readRegion(region);
        if (pairs.some(({ state }) => state !== undefined && state.operation.kind !== 'idle')) return false;
      }
      return true;
    },
    withinMs,
  );

/** The whole picture as the API of a region gives it, as text, into the timeline. */
export const noteGeo = async (stage: Stage, pairId: string, path = '/geo'): Promise<string> => {
  const response = await sendToApi(stage.find(pairId), 'GET', path, undefined, 'text/plain');
  const text = await response.text();
  for (const line of text.split('\n')) stage.note(line);
  return text;
};

/** How many pairs of the cluster had their lists set at the same time, at most, by the decisions that were recorded. */
export const mostAtOnce = (stage: Stage): number => {
  const underWay = new Set<string>();
  let most = 0;
  for (const { pairId, record } of stage.decisions) {
    if (record.operation.startsWith('GEO lists')) underWay.add(pairId);
    else underWay.delete(pairId);
    most = Math.max(most, underWay.size);
  }
  return most;
};

export const neverTwoAtOnce: Expectation = {
  words: 'never two pairs of the cluster at once',
  held: ({ figures }) => (figures.pairsAtOnce ?? Number.NaN) <= 1,
};

export const figure = (name: string, is: (value: number) => boolean, words: string): Expectation => ({
  words,
  held: ({ figures }) => is(figures[name] ?? Number.NaN),
});

export const oneRoleChangeEach: Expectation = {
  words: 'the roles of each pair change once at most',
  held: ({ figures }) =>
    Object.entries(figures).every(([name, value]) => !name.startsWith('roleChanges_') || value <= 1),
};

/** Figures of every scenario about GEO. */
export const geoFigures = (stage: Stage): Readonly<Record<string, number>> => ({
  ...roleChangesByPair(stage),
  ...touchFigures(stage),
  pairsAtOnce: mostAtOnce(stage),
  listsSet: stage.decisions.filter(({ record }) => record.actions.some(({ kind }) => kind === 'begin-job'))
    .length,
});

/** What was done to the units of these members since the cause. */
export const touchesOf = (stage: Stage, ids: readonly string[]): number =>
  unitsTouched(stage)
    .filter(({ id }) => ids.includes(id))
    .reduce((sum, { configurationWrites, boots }) => sum + configurationWrites + boots, 0);

/** When lists are the same everywhere as by the manual, a pair is safe: traffic is for others to judge. */
export const LISTS_ARE_RIGHT: Scenario['safe'] = {
  words: 'every unit of the cluster has its lists as the manual says',
  isSo: (stage) => areListsRight(stage),
};

/** Longer than a turn of one pair may take: both units' lists, a change of roles, a reboot. */
export const TURN_WITHIN_MS: DurationMs = 12 * MINUTE_MS;
