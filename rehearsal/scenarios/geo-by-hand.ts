import { otherUnit } from '#domain/estate/estate.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { isServedByOne } from '#rehearsal/scenarios/conditions.ts';
import { byManual } from '#rehearsal/scenarios/geo-course.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { isActive, unitOf } from '#rehearsal/scenarios/unit-conditions.ts';
import { setGeo } from '#rehearsal/world/unit-geo.ts';

/*
 * What a person does who follows the manual for every pair, one after the other: the master's lists, its reboot, and the
 * other unit's partners as soon as that is active. @see LoadMaster HA for AWS, section 5
 */

const TAKES_OVER_WITHIN_MS = 5 * MINUTE_MS;

const setPairByHand = async (stage: Stage, pairId: string, without: readonly string[]): Promise<void> => {
  const { pair } = stage.find(pairId);
  const master = pair.spec.geoMaster ?? 'first';
  const other = otherUnit(master);
  const lists = byManual(stage, without).filter(({ id }) => id === pairId);
  const listsOf = (unit: typeof master) => lists.find(({ wired }) => wired === pair.wired[unit]);
  const ofMaster = listsOf(master);
  const ofOther = listsOf(other);
  if (ofMaster === undefined || ofOther === undefined) throw new Error(`${pairId} is in no GEO cluster`);
  setGeo(pair.wired[master], {
    ...(ofMaster.access === undefined ? {} : { access: ofMaster.access }),
    partners: ofMaster.partners,
  });
  stage.note(`${pairId}: the lists of ${master} are set, and it is rebooted`);
  unitOf(stage, pairId, master).reboot();
  await stage.until(
    `${pairId}: ${other} is active`,
    () => isActive(stage, pairId, other),
    TAKES_OVER_WITHIN_MS,
  );
  setGeo(pair.wired[other], { partners: ofOther.partners });
};

/** Every pair of the world, and then its standalones; as if `without` were not there. */
export const setListsByHand = async (stage: Stage, without: readonly string[] = []): Promise<void> => {
  for (const { pair } of stage.pairs())
    if (pair.spec.geoCluster !== undefined) await setPairByHand(stage, pair.spec.id, without);
  for (const { id, wired, access, partners } of byManual(stage, without)) {
    const isStandalone = stage.pairs().every(({ pair }) => pair.spec.id !== id);
    if (isStandalone) setGeo(wired, { ...(access === undefined ? {} : { access }), partners });
  }
  // What the reboots cost is over when the load balancers have followed.
  await stage.until(
    'every pair is served by one unit again',
    () => stage.pairs().every(({ pair }) => isServedByOne(stage, pair.spec.id)),
    TAKES_OVER_WITHIN_MS,
  );
};
