import { StaleStateError } from '#control/errors.ts';
import { OperatorRefusal } from '#control/operator/refusal.ts';

/** How often a claim that lost the race is tried again. Functions claim every few seconds at most. */
const CLAIM_ATTEMPTS = 5;

/**
 * Reads, decides and claims, once more whenever somebody else was faster. Throws OperatorRefusal `overtaken` in the end,
 * and whatever `attempt` throws.
 */
export const untilClaimed = async <T>(what: string, attempt: () => Promise<T>): Promise<T> => {
  for (let tries = 1; tries <= CLAIM_ATTEMPTS; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof StaleStateError)) throw error;
    }
  }
  throw new OperatorRefusal('overtaken', `${what} changes too fast; try again`);
};
