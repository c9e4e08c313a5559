import type { UnitName } from '#domain/estate/estate.ts';
import { compareVersions, formatVersion, parseVersion } from '#domain/firmware/version.ts';
import { type RolloutRefusal, refusal } from '#domain/rollout/refusal.ts';
import type { Rollout } from '#domain/rollout/rollout.ts';
import type { PairNow } from '#domain/rollout/standing.ts';

const fromOf = ({ progress }: PairNow): Readonly<Record<UnitName, string>> | undefined =>
  progress?.result?.from ?? progress?.from;

/** What both units ran before; the build is asked for only where it was the same on both. */
export const cameFrom = (one: PairNow): string | RolloutRefusal => {
  const from = fromOf(one);
  const [first, second] = [from?.first, from?.second].map((text) => parseVersion(text ?? ''));
  if (first === undefined || second === undefined)
    return refusal(
      'from-unknown',
      'what its units ran before is not known',
      'look at its backups and bring it back by hand',
    );
  if (compareVersions(first, second) !== 0)
    return refusal(
      'from-differs',
      `its units ran different firmware before: first ${formatVersion(first)}, second ${formatVersion(second)}`,
      'plan a rollout to the version that both should run',
    );
  return formatVersion(first.build?.id === second.build?.id ? first : { numbers: first.numbers });
};

/** Whether the change of a pair may have changed anything; where it has not, the check of the roll back says so. */
export const mayHaveChanged = (rollout: Rollout, one: PairNow): boolean => {
  if (one.standing === 'done' || one.standing === 'halted') return true;
  if (one.progress?.state !== 'aborted') return false;
  const from = fromOf(one);
  const to = parseVersion(one.pair.target ?? rollout.spec.target);
  return [from?.first, from?.second].some((text) => {
    const version = parseVersion(text ?? '');
    return version === undefined || to === undefined || compareVersions(version, to) !== 0;
  });
};
