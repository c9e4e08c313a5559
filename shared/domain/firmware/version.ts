/** A version of LoadMaster firmware. */
export interface FirmwareVersion {
  /** What versions are compared by. */
  readonly numbers: readonly [number, number, number, number];
  /** Which build of it; absent where nobody said, as in most targets. */
  readonly build?: {
    /** A number that grew, in older firmware; the hash of a commit in newer. */
    readonly id: string;
    readonly suffix: 'RELEASE' | 'DEV';
  };
}

const NUMBER = '(0|[1-9]\\d{0,4})';

/** Bounded everywhere: it is matched against what an appliance or an operator wrote. */
const VERSION = new RegExp(
  `^${NUMBER}\\.${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:\\.([0-9a-f]{1,40})\\.(RELEASE|DEV))?(?:\\r?\\n){0,4}$`,
);

/**
 * Reads `7.2.54.12.22642.RELEASE`, `7.2.63.0.f6d42ce.DEV` or `7.2.54.12`; some commands put newlines behind it.
 * Undefined for anything else.
 */
export const parseVersion = (text: string): FirmwareVersion | undefined => {
  const [, a, b, c, d, id, suffix] = VERSION.exec(text) ?? [];
  if (a === undefined) return undefined;
  const numbers = [Number(a), Number(b), Number(c), Number(d)] as const;
  if (id === undefined) return { numbers };
  return { numbers, build: { id, suffix: suffix === 'DEV' ? 'DEV' : 'RELEASE' } };
};

/** What `parseVersion` reads. */
export const formatVersion = ({ numbers, build }: FirmwareVersion): string =>
  [...numbers, ...(build === undefined ? [] : [build.id, build.suffix])].join('.');

/**
 * Negative where `a` is the earlier one, 0 where they are of equal rank. Builds are not compared: a hash says nothing
 * about what came first.
 */
export const compareVersions = (a: FirmwareVersion, b: FirmwareVersion): number => {
  const place = ([0, 1, 2, 3] as const).find((at) => a.numbers[at] !== b.numbers[at]);
  return place === undefined ? 0 : a.numbers[place] - b.numbers[place];
};

export const isBelow = (version: FirmwareVersion, line: FirmwareVersion): boolean =>
  compareVersions(version, line) < 0;
