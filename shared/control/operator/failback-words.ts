import type { Remembered } from '#control/operator/claim-decision.ts';
import { windowNow } from '#control/window-now.ts';
import { failbackSentence } from '#domain/explain/failback-sentence.ts';

/** Where the return of a pair to its preferred unit stands, as far as is remembered. */
export const failbackWordsOf = ({ pair, state, now }: Remembered): string =>
  failbackSentence(pair, state, windowNow(pair.failback.windows, now), now);
