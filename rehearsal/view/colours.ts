import type pc from 'picocolors';

/** The colour functions; those that do nothing where the output is no terminal. */
export type Colours = ReturnType<typeof pc.createColors>;
