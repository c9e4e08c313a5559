import { StaleStateError } from '#control/errors.ts';

/**
 * Claims what a region has seen. False for the loser of a race, who has nothing to add: the winner has looked as well.
 */
export const claimed = async (claim: () => Promise<void>): Promise<boolean> => {
  try {
    await claim();
    return true;
  } catch (error) {
    if (error instanceof StaleStateError) return false;
    throw error;
  }
};
