import { subscribe } from 'node:diagnostics_channel';
import { UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import type { UnitEndpoint } from '#loadmaster/transport.ts';
import { type AuditedUnit, startAuditedUnits } from './audited-units.ts';

/*
 * The other process of a benchmark: the LoadMasters of so many pairs. Started by `audited-unit-process.ts`; ends when its
 * parent lets go of it.
 */

/** What reached the units since they were last asked. */
export interface UnitCalls {
  /** By command, over all units. */
  readonly commands: Readonly<Record<string, number>>;
  /** Of the unit that got the most. */
  readonly most: number;
  /** Each with a TLS handshake of its own. */
  readonly connections: number;
}

export type AuditedUnitMessage =
  | {
      readonly kind: 'ready';
      /** By pair id. */
      readonly endpoints: Readonly<Record<string, Readonly<Record<UnitName, UnitEndpoint>>>>;
    }
  | ({ readonly kind: 'calls' } & UnitCalls);

export type AuditedUnitCommand = 'report';

const tell = (message: AuditedUnitMessage): void => void process.send?.(message);

// Nobody connects here but to the units: they ask one another in memory.
let connections = 0;
subscribe('net.server.socket', () => {
  connections += 1;
});

const pairs = await startAuditedUnits(Number(process.argv[2]));
const units: readonly AuditedUnit[] = [...pairs.values()].flatMap((pair) =>
  UNIT_NAMES.map((unit) => pair[unit]),
);

const takeCalls = (): UnitCalls => {
  const byUnit = units.map((unit) => unit.takeCommands());
  const byCommand = Object.groupBy(byUnit.flat(), (command) => command);
  const made = connections;
  connections = 0;
  return {
    commands: Object.fromEntries(
      Object.entries(byCommand).map(([command, calls = []]) => [command, calls.length]),
    ),
    most: Math.max(...byUnit.map((commands) => commands.length)),
    connections: made,
  };
};

process.on('message', (_command: AuditedUnitCommand) => tell({ kind: 'calls', ...takeCalls() }));
process.on('disconnect', () => process.exit());
tell({
  kind: 'ready',
  endpoints: Object.fromEntries(
    [...pairs].map(([id, { first, second }]) => [id, { first: first.endpoint, second: second.endpoint }]),
  ),
});
