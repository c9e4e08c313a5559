import type { Pair } from '#domain/estate/estate.ts';
import type { AuditedUnitCommand, AuditedUnitMessage, UnitCalls } from './audited-unit-server.ts';
import { startForked } from './forked.ts';

/** The LoadMasters of pairs, served by a process of its own so that its work does not count as ours. */
export interface UnitProcess extends AsyncDisposable {
  /** The pairs with the endpoints at which their units are. */
  reach(pairs: readonly Pair[]): readonly Pair[];
  /** What reached the units since the last time. */
  takeCalls(): Promise<UnitCalls>;
}

/** Use with `await using`. Rejects when the process ends before it is ready. */
export const startUnitProcess = async (pairCount: number): Promise<UnitProcess> => {
  const server = startForked<AuditedUnitMessage>('./audited-unit-server.ts', [String(pairCount)]);
  const { endpoints } = await server.next('ready');
  return {
    reach: (pairs) =>
      pairs.map((pair) => {
        const { first, second } = pair.units;
        const at = endpoints[pair.id];
        return {
          ...pair,
          units: { first: { ...first, ...at?.first }, second: { ...second, ...at?.second } },
        };
      }),
    takeCalls: () => {
      const calls = server.next('calls');
      server.send('report' satisfies AuditedUnitCommand);
      return calls;
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
};
