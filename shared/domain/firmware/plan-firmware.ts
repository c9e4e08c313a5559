import { courseOf, roleChangesOf } from '#domain/firmware/course.ts';
import {
  type FirmwareAnswer,
  type FirmwareRequest,
  REFUSAL_CODES,
  type Refusal,
} from '#domain/firmware/firmware-plan.ts';
import { pairRefusals } from '#domain/firmware/pair-refusals.ts';
import { stepsOf } from '#domain/firmware/plan-steps.ts';
import { warningsOf } from '#domain/firmware/plan-warnings.ts';
import { formatVersion } from '#domain/firmware/version.ts';
import { versionRefusals } from '#domain/firmware/version-refusals.ts';

const inOrder = (refusals: readonly Refusal[]): readonly Refusal[] =>
  REFUSAL_CODES.flatMap((code) => refusals.filter((refusal) => refusal.code === code));

/**
 * How to bring both units of a pair to one firmware version, or everything that stands in the way. Pure and total; it
 * plans and does nothing. Two different versions are no refusal: the plan is then how to mend that.
 * @see LoadMaster HA for AWS, section 7
 */
export const planFirmware = (request: FirmwareRequest): FirmwareAnswer => {
  const refusals = inOrder([...versionRefusals(request), ...pairRefusals(request)]);
  const course = courseOf(request);
  if (refusals.length > 0 || course === undefined) return { kind: 'refused', refusals };
  const { kind, to, active, standby } = course;
  const [first, second] = active.name === 'first' ? [active, standby] : [standby, active];
  return {
    kind: 'plan',
    plan: {
      kind,
      from: { first: formatVersion(first.from), second: formatVersion(second.from) },
      to: formatVersion(to),
      roleChanges: roleChangesOf(course),
      steps: stepsOf(course),
      warnings: warningsOf(course),
    },
  };
};
