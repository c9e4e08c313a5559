/** What versions are compared by: the first four numbers of `7.2.54.12.22642.RELEASE`; a build may be a hash. */
const numbersOf = (version: string): readonly number[] => {
  const numbers = version.split('.').slice(0, 4).map(Number);
  return [0, 1, 2, 3].map((place) => numbers[place] ?? 0);
};

/** Whether `version` is `line` or later. Both may be shorter: `7.2.61` is `7.2.61.0`. */
export const isAtLeast = (version: string, line: string): boolean => {
  const wanted = numbersOf(line);
  for (const [place, number] of numbersOf(version).entries()) {
    const difference = number - (wanted[place] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
};

/** The long-term support line, which gets some features at numbers of its own. */
const isLtsf = (version: string): boolean => numbersOf(version).slice(0, 3).join('.') === '7.2.54';

/** The first version with a feature, on either line. */
export interface FirstVersion {
  readonly ltsf: string;
  readonly ga: string;
}

export const hasFeature = (version: string, first: FirstVersion): boolean =>
  isAtLeast(version, isLtsf(version) ? first.ltsf : first.ga);
