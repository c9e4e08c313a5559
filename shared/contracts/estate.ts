import { fillAudit } from '#contracts/estate-audit.ts';
import { contradictions } from '#contracts/estate-checks.ts';
import { DEFAULT_POLICIES, fillPolicies } from '#contracts/estate-defaults.ts';
import { type EstateFile, estateFile, MAX_ESTATE_BYTES } from '#contracts/estate-file.ts';
import { issueWords, problemsOf } from '#contracts/estate-issues.ts';
import { type EstateProblem, formatPath, type Place } from '#contracts/estate-places.ts';
import { type EstateText, offsetOf, placeAt, readEstateText } from '#contracts/estate-text.ts';
import type { Estate } from '#domain/estate/estate.ts';

/** One fault of an estate file. */
export interface EstateError extends Place {
  /** For example `pairs[0].units.first.address`; empty where the text as a whole, or its form, is at fault. */
  readonly path: string;
  readonly message: string;
}

export type ParsedEstate =
  | { readonly ok: true; readonly estate: Estate }
  | {
      readonly ok: false;
      /** In the order of the file, at most `MAX_ERRORS`. */
      readonly errors: readonly EstateError[];
      /** How many more there are. */
      readonly omitted: number;
    };

export const MAX_ERRORS = 100;

/** Only what is shown is placed: a file of faults costs no more than its first hundred. */
const refuse = <T>(faults: Iterable<T>, place: (fault: T) => EstateError): ParsedEstate => {
  const all = [...faults];
  const errors = all
    .slice(0, MAX_ERRORS)
    .map(place)
    .sort((a, b) => a.line - b.line || a.column - b.column);
  return { ok: false, errors, omitted: all.length - errors.length };
};

const refuseProblems = ({ document, lines }: EstateText & { ok: true }, problems: Iterable<EstateProblem>) =>
  refuse(problems, ({ path, message, atKey = false, meant }) => {
    const suggestion = meant?.();
    return {
      path: formatPath(path),
      message: suggestion === undefined ? message : `${message}; did you mean "${suggestion}"?`,
      ...placeAt(lines, offsetOf(document, path, atKey)),
    };
  });

const withDefaults = ({ defaults = {}, pairs, standalones = [] }: EstateFile): Estate => {
  const shared = fillPolicies(defaults, DEFAULT_POLICIES);
  const sharedAudit = fillAudit(defaults.audit, undefined);
  return {
    pairs: pairs.map(({ id, region, units, targetGroups, ...declared }) => {
      const { partnerSecret, geoCluster, geoMaster } = declared;
      // Of `defaults` only a pair that is in a GEO cluster takes them over.
      const geoWindows = declared.geoWindows ?? (geoCluster === undefined ? undefined : defaults.geoWindows);
      const audit = fillAudit(declared.audit, sharedAudit);
      return {
        id,
        region,
        units,
        targetGroups,
        ...fillPolicies(declared, shared),
        ...(partnerSecret === undefined ? {} : { partnerSecret }),
        ...(geoCluster === undefined ? {} : { geoCluster }),
        ...(geoMaster === undefined ? {} : { geoMaster }),
        ...(geoWindows === undefined ? {} : { geoWindows }),
        ...(audit === undefined ? {} : { audit }),
      };
    }),
    standalones,
  };
};

/**
 * Reads an estate file, YAML or JSON. Total: any text is an estate or a list of errors, each with its place. What
 * contradicts what is looked at once every value by itself is right.
 * @see docs/estate.md
 */
export const parseEstate = (text: string): ParsedEstate => {
  if (Buffer.byteLength(text) > MAX_ESTATE_BYTES)
    return refuse([`the file is larger than ${MAX_ESTATE_BYTES} bytes`], (message) => ({
      path: '',
      message,
      line: 1,
      column: 1,
    }));
  const read = readEstateText(text);
  if (!read.ok)
    return refuse(read.faults, ({ offset, message }) => ({
      path: '',
      message,
      ...placeAt(read.lines, offset),
    }));
  const file = estateFile.safeParse(read.document.toJS(), { error: issueWords });
  if (!file.success) return refuseProblems(read, problemsOf(file.error.issues, estateFile));
  const estate = withDefaults(file.data);
  const found = contradictions(estate);
  return found.length > 0 ? refuseProblems(read, found) : { ok: true, estate };
};
