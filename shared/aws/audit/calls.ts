import type { CallBudget } from '#control/budget.ts';

/** Makes a call once it is its turn. */
export type InTurn = <T>(call: () => Promise<T>) => Promise<T>;

/** A service's client, and how its calls are spread. */
export interface Service<Client> {
  readonly client: Client;
  readonly inTurn: InTurn;
}

/** At most `atOnce` calls under way, begun in the order asked for. */
export const makeLanes = (atOnce: number): InTurn => {
  const waiting: (() => void)[] = [];
  let free = atOnce;
  const enter = async (): Promise<void> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
  };
  /** The lane goes to who waits longest. */
  const leave = (): void => {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  };
  return async (call) => {
    await enter();
    try {
      return await call();
    } finally {
      leave();
    }
  };
};

/** In lanes, and within what the account allows. */
export const makeLanesWithin = (atOnce: number, budget: CallBudget): InTurn => {
  const inLane = makeLanes(atOnce);
  return (call) =>
    inLane(async () => {
      await budget.take();
      return call();
    });
};
