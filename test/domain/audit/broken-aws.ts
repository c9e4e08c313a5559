import { TARGET_GROUP } from '../../../docs/state-samples.ts';
import { type Broken, withAws } from './broken.ts';

/** How each AWS rule is broken, by its id. */
export const BROKEN_AWS: Readonly<Record<string, readonly Broken[]>> = {
  matcher: [
    {
      words: 'everything that a Network Load Balancer can be told to accept',
      snapshot: withAws('targetGroups', (group) => ({ ...group, matcher: '200-599' })),
      faults: [
        'lm-a: success codes 200-599, expected success codes 200, without 503',
        'lm-b: success codes 200-599, expected success codes 200, without 503',
      ],
    },
    {
      words: 'in one of the target groups the active unit is not healthy either',
      snapshot: withAws('targetGroups', (group) => ({ ...group, matcher: '204' }), TARGET_GROUP),
      faults: ['lm-a: success codes 204, expected success codes 200, without 503'],
    },
  ],
};
