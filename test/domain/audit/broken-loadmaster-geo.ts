import type { Broken } from './broken.ts';
import { withGeo, withoutMaster } from './broken-units.ts';

const inCluster = 'who is declared to be in its GEO cluster';
const clusters = 'a GEO cluster of type Remote LM at the master address of every pair';
const partners = 'GEO on, every partner Up, a declared master';

/** How the rules about GEO are broken. The master is the first unit, and a standalone is at 10.0.3.5. */
export const BROKEN_GEO: Readonly<Record<string, readonly Broken[]>> = {
  'geo-lists': [
    {
      words: 'the access list lacks somebody',
      snapshot: withGeo('first', () => ({ access: ['10.0.1.5'] })),
      faults: [`first: lacks 10.0.3.5 in Remote GEO LoadMaster Access, expected ${inCluster}`],
    },
    {
      words: 'the access list has a stranger',
      snapshot: withGeo('first', ({ access }) => ({ access: [...access, '10.9.9.9'] })),
      faults: [
        `first: has 10.9.9.9 in Remote GEO LoadMaster Access, and nobody in its cluster is found there, expected ${inCluster}`,
      ],
    },
    {
      words: 'the partner list lacks somebody and has a stranger',
      snapshot: withGeo('second', () => ({ partners: ['10.9.9.9'] })),
      faults: [
        `second: lacks 10.0.3.5 in GEO LoadMaster Partners; has 10.9.9.9 in GEO LoadMaster Partners, and nobody in its cluster is found there, expected ${inCluster}`,
      ],
    },
  ],
  'geo-own-standby': [
    {
      words: 'the master has the standby in its access list',
      snapshot: withGeo('first', ({ access }) => ({ access: [...access, '10.0.2.5'] })),
      faults: [
        'first: has the other unit of its own pair, 10.0.2.5, in Remote GEO LoadMaster Access, where it must not be, expected of its own pair its own address alone',
      ],
    },
  ],
  'geo-clusters': [
    {
      words: 'one is missing',
      snapshot: withGeo('second', () => ({ clusters: [] })),
      faults: [`second: has no GEO cluster at 10.0.2.5, the master address of a pair, expected ${clusters}`],
    },
    {
      words: 'one is of another type',
      snapshot: withGeo('first', () => ({ clusters: [{ address: '10.0.1.5', type: 'default' }] })),
      faults: [
        `first: has a GEO cluster at 10.0.1.5 that is not of the type Remote LM, expected ${clusters}`,
      ],
    },
  ],
  'geo-addresses-swapped': [
    {
      words: 'a name leads to the other unit',
      snapshot: withGeo('second', ({ mapped }) => ({ mapped: [...mapped, '10.0.1.5'] })),
      faults: [
        'second: leads a GEO cluster or a name to 10.0.1.5, the other unit of its own pair, expected its own address in its place',
      ],
    },
    {
      words: 'a GEO cluster leads to the other unit',
      snapshot: withGeo('first', ({ clusters: own }) => ({
        clusters: [...own, { address: '10.0.2.5', type: 'remoteLM' }],
      })),
      faults: [
        'first: leads a GEO cluster or a name to 10.0.2.5, the other unit of its own pair, expected its own address in its place',
      ],
    },
  ],
  'geo-partners': [
    {
      words: 'GEO is off',
      snapshot: withGeo('second', () => ({ enabled: false })),
      faults: [`second: has GEO switched off, expected ${partners}`],
    },
    {
      words: 'a partner is down',
      snapshot: withGeo('first', () => ({ partnerStatus: [{ address: '10.0.3.5', status: 'Down' }] })),
      faults: [`first: does not say Up of its GEO partner 10.0.3.5, expected ${partners}`],
    },
    {
      words: 'nobody has declared the master',
      snapshot: withoutMaster(),
      faults: [
        `pair: nobody has declared which unit of pair-a is its master, so nobody knows which unit carries the access list, expected ${partners}`,
      ],
    },
  ],
};
