import { otherUnit, type UnitName } from '#domain/estate/estate.ts';
import { comesBackSteps } from '#domain/explain/comes-back.ts';
import type { Course, UnitCourse } from '#domain/firmware/course.ts';
import type { PlanStep } from '#domain/firmware/firmware-plan.ts';
import { isWayBack, needsConfirmation, needsPartnerSecret } from '#domain/firmware/release-line.ts';
import { formatVersion } from '#domain/firmware/version.ts';
import { targetGroupName } from '#domain/pair/evidence.ts';

/*
 * The manual's steps with the pair's own values. Standby first, then the active unit, each checked before the next is
 * begun; a hold around it all, because nothing else may be done in between.
 * @see LoadMaster HA for AWS, sections 7.1 and 7.2
 */

/** How long a unit may take to come back with other firmware; the sources say "a few minutes", so this is inferred. */
const BACK_WITHIN = 'ten minutes';

const groupsOf = ({ pair }: Course): string => pair.targetGroups.map(targetGroupName).join(', ');

const everybody = (words: string): PlanStep => ({ words });

const idOf = ({ pair }: Course, unit: UnitName): string => `${unit} (${pair.units[unit].instanceId})`;

const on = (course: Course, unit: UnitName, words: string): PlanStep => ({
  unit,
  words: `On ${idOf(course, unit)}: ${words}`,
});

const servicesUp = ({ name, firmware }: UnitCourse): string =>
  `${firmware.servicesUp} of ${firmware.servicesTotal} on ${name}`;

const before = (course: Course): readonly PlanStep[] => {
  const { pair, standby, active, preferring } = course;
  return [
    everybody(
      `Place a hold on ${pair.id} that outlasts the maintenance window (PUT /pairs/${pair.id}/hold); until it is lifted do nothing to the pair but these steps, in this order`,
    ),
    everybody(
      `See that ${idOf(course, standby.name)} is the standby still and ${idOf(course, active.name)} the active unit; if not, lift the hold and ask for a plan again`,
    ),
    ...[standby, active].map(({ name }) => on(course, name, 'make a backup and keep it off the unit')),
    everybody(`Note which virtual services are up: ${servicesUp(active)}, ${servicesUp(standby)}`),
    ...preferring.map((unit) =>
      on(course, unit, 'set the preferred host to No Preferred Host, so that no role moves half-way'),
    ),
  ];
};

const install = (course: Course, { name, restores }: UnitCourse): PlanStep => {
  const version = formatVersion(course.to);
  if (restores)
    return on(course, name, `restore the previous version, ${version}; it takes effect with the reboot`);
  const confirm = needsConfirmation(course.to) ? '; over the API, installpatch needs confirm=yes' : '';
  return on(
    course,
    name,
    `install ${version}, with the XML verification file that came with it where the unit requires one${confirm}`,
  );
};

const reboot = (course: Course, { name }: UnitCourse): PlanStep => {
  const { standby } = course;
  return on(
    course,
    name,
    name === standby.name
      ? 'reboot it; it remains the standby, with no more than Local Administration in its interface'
      : `reboot it, the active unit; ${standby.name} becomes active while it is down`,
  );
};

/**
 * Where the unit does not come back as it should. Next to a partner that still runs what it ran it goes back, so that
 * both run the same; later there is nothing to go back to.
 */
const otherwise = ({ kind, to, standby, active }: Course, { name, from }: UnitCourse): string => {
  const stop = `if not within ${BACK_WITHIN}, stop, for ${otherUnit(name)} serves`;
  const isAlone = kind !== 'repair' && name === standby.name && active.isDue;
  if (!isAlone)
    return `${stop}; bring ${name} back by hand, and do not lift the hold before both run the same version`;
  return isWayBack(from, to)
    ? `${stop}, and bring ${name} back to ${formatVersion(from)} before anything else`
    : `${stop}, and ask the vendor: ${name} must not go back to ${formatVersion(from)}`;
};

/** Between the units' turns the secret may keep them apart: that, and that the way out is forward, is inferred. */
const unlessApart = ({ active, standby }: Course, { name }: UnitCourse): string =>
  name === standby.name && active.crossesSecret
    ? ` (both may say Active for want of a common secret: then go on with ${active.name} at once)`
    : '';

const check = (course: Course, unit: UnitCourse): PlanStep => {
  const { name } = unit;
  const other = otherUnit(name);
  const roles = `${name} says Standby and ${other} Active${unlessApart(course, unit)}`;
  const health = `in ${groupsOf(course)} ${name} is unhealthy (503) and ${other} healthy (200)`;
  return on(
    course,
    name,
    `check that it has a newer boot time than before and runs ${formatVersion(course.to)}; ${roles}; ${health}; ${otherwise(course, unit)}`,
  );
};

const setSecret = (course: Course, { name, crossesSecret }: UnitCourse): readonly PlanStep[] => {
  if (!crossesSecret || !needsPartnerSecret(course.to)) return [];
  return [
    on(
      course,
      name,
      `set the partner shared secret as soon as it answers (Local Administration > Remote Access): the one that both units share`,
    ),
  ];
};

const change = (course: Course, unit: UnitCourse): readonly PlanStep[] =>
  unit.isDue
    ? [install(course, unit), reboot(course, unit), ...setSecret(course, unit), check(course, unit)]
    : [];

const putPreferenceBack = (course: Course): readonly PlanStep[] => {
  const { preferring, restoresPreference, activeThen } = course;
  if (!restoresPreference) return [];
  const steps = preferring.map((unit) => on(course, unit, 'set the preferred host back to Prefer First'));
  if (activeThen === 'first') return steps;
  return [
    ...steps,
    everybody(
      `Check that first takes the role back: first says Active and second Standby; in ${groupsOf(course)} first is healthy (200) and second unhealthy (503)`,
    ),
  ];
};

const after = (course: Course): readonly PlanStep[] => {
  const { pair, state, activeThen, restoresPreference } = course;
  const serves = restoresPreference ? 'first' : activeThen;
  const stays = pair.mode === 'observe' || serves === 'first' ? [] : comesBackSteps(pair, state);
  return [
    ...putPreferenceBack(course),
    everybody(`Compare the virtual services that are up with the note; ${serves} is the active unit now`),
    everybody(
      `See that explain (GET /pairs/${pair.id}/explain) says steady and reads both LoadMasters; a unit may show another certificate now, which then has to be declared`,
    ),
    everybody(
      [`Lift the hold (DELETE /pairs/${pair.id}/hold)`, ...stays.map((words) => `; then ${words}`)].join(''),
    ),
  ];
};

/** All the steps, in order. */
export const stepsOf = (course: Course): readonly PlanStep[] => [
  ...before(course),
  ...change(course, course.standby),
  ...change(course, course.active),
  ...after(course),
];
