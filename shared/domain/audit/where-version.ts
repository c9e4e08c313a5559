import type { Judged } from '#domain/audit/judge.ts';
import type { FirmwareVersion } from '#domain/firmware/version.ts';
import { parseVersion } from '#domain/firmware/version.ts';
import { quoted } from '#domain/quoted.ts';

/** `judge` a version that was said or declared; of firmware that is not known nothing is judged by its version. */
export const whereVersion = (text: string, judge: (version: FirmwareVersion) => Judged): Judged => {
  const version = parseVersion(text);
  return version === undefined
    ? { unknown: `${quoted(text)} is no known version of firmware` }
    : judge(version);
};

/** What versions are compared by, without the build. */
export const numbersWords = ({ numbers }: FirmwareVersion): string => numbers.join('.');
