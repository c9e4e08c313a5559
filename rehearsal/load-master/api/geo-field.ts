import { type Reply, unknownValue } from '#rehearsal/load-master/api/reply.ts';
import type { GeoFields } from '#rehearsal/load-master/config/geo.ts';

/** One setting of a cluster, a name or a map: units read it under another name than they take it. */
export interface GeoField {
  /** As it is set, lower-case. */
  readonly parameter: string;
  /** As it is read. */
  readonly field: string;
  readonly initial: string;
  /** What is stored for a value; undefined where it is not one the setting can have. */
  readonly normal: (text: string) => string | undefined;
}

export const oneOf = (...words: readonly string[]): GeoField['normal'] => {
  return (text) => words.find((word) => word.toLowerCase() === text.toLowerCase());
};

export const numberIn =
  (least: number, most: number): GeoField['normal'] =>
  (text) => {
    const number = /^-?\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    return number >= least && number <= most ? String(number) : undefined;
  };

export const anyText =
  (most: number): GeoField['normal'] =>
  (text) =>
    text.length <= most ? text : undefined;

/** Set as 0 or 1, read as N or Y. */
export const yesOrNo: GeoField['normal'] = (text) => {
  if (/^(1|y|yes)$/i.test(text)) return 'Y';
  return /^(0|n|no)$/i.test(text) ? 'N' : undefined;
};

export const initialFields = (fields: readonly GeoField[]): GeoFields =>
  Object.fromEntries(fields.map(({ field, initial }) => [field, initial]));

/** The fields that the parameters of a call change, or the refusal of the first value that cannot be. */
export const changedFields = (
  fields: readonly GeoField[],
  parameters: ReadonlyMap<string, string>,
): { readonly fields: GeoFields } | { readonly refusal: Reply } => {
  const changed: Record<string, string> = {};
  for (const { parameter, field, normal } of fields) {
    const text = parameters.get(parameter);
    if (text === undefined) continue;
    const value = normal(text);
    if (value === undefined) return { refusal: unknownValue(text) };
    changed[field] = value;
  }
  return { fields: changed };
};
