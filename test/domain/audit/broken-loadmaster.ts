import { type Broken, withUnit } from './broken.ts';

/** How each LoadMaster rule is broken, by its id. */
export const BROKEN_LOADMASTER: Readonly<Record<string, readonly Broken[]>> = {
  'ha-modes': [
    {
      words: 'both units are first',
      snapshot: withUnit('second', { designation: 'first' }),
      faults: ['second: HA mode first, expected HA mode second'],
    },
    {
      words: 'a unit has no HA',
      snapshot: withUnit('first', { designation: 'none' }),
      faults: ['first: no HA, expected HA mode first'],
    },
  ],
};
