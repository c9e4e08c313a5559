/** Where in the document something is: keys of mappings and indexes of lists. */
export type EstatePath = readonly PropertyKey[];

/** A fault with the path it is at, not yet with its line. */
export interface EstateProblem {
  readonly path: EstatePath;
  readonly message: string;
  /** The key itself is the fault, not its value. */
  readonly atKey?: boolean;
  /** Finds what was probably meant. A search: only for what is shown. */
  readonly meant?: () => string | undefined;
}

/** Counted from 1, as editors do. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** `pairs[0].units.first.address`; empty for the document as a whole. */
export const formatPath = (path: EstatePath): string =>
  path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');
