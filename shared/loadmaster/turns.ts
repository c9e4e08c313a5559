/** One at a time per key, in the order of asking. What a unit does with two API calls at once is not documented. */
export type TakeTurn = <T>(key: string, work: () => Promise<T>) => Promise<T>;

export const makeTurns = (): TakeTurn => {
  const last = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const before = last.get(key) ?? Promise.resolve();
    const turn = before.then(work, work);
    last.set(key, turn);
    try {
      return await turn;
    } finally {
      if (last.get(key) === turn) last.delete(key);
    }
  };
};
