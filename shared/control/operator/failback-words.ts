import type { Remembered } from '#control/operator/claim-decision.ts';
import { windowOnDemand } from '#control/window-on-demand.ts';
import { failbackSentence } from '#domain/explain/failback-sentence.ts';

/** Where the return of a pair to its preferred unit stands, as far as is remembered. */
export const failbackWordsOf = async ({ pair, state, now }: Remembered): Promise<string> =>
  failbackSentence(pair, state, await windowOnDemand(pair.failback.windows, now), now);
