import type { Pair } from '#domain/estate/estate.ts';
import { startAwsEndpoint } from '#rehearsal/aws-wire/endpoint.ts';
import { startLocalTable } from '#rehearsal/world/table.ts';
import { makeAuditedRegion } from './audited-region.ts';
import { monotonicMs } from './monotonic.ts';
import { makeSteadyRegion } from './steady-region.ts';

/*
 * The other process of a benchmark: AWS's endpoints and DynamoDB for one region. Started by `region-process.ts` with
 * the number of pairs and their kind; ends when its parent lets go of it.
 */

export type ServerMessage =
  | {
      readonly kind: 'ready';
      readonly endpoint: string;
      readonly tableEndpoint: string;
      readonly tableName: string;
      readonly pairs: readonly Pair[];
    }
  /** A DeregisterTargets request has arrived. */
  | { readonly kind: 'deregister-arrived'; readonly atMs: number }
  | { readonly kind: 'settled' };

export type ServerCommand = 'settle';

const MAKE = { steady: makeSteadyRegion, audited: makeAuditedRegion } as const;

/** What pairs are there to be looked at for. */
export type RegionKind = keyof typeof MAKE;

const tell = (message: ServerMessage): void => void process.send?.(message);

const [pairCount, kind] = process.argv.slice(2);
const region = MAKE[kind === 'audited' ? kind : 'steady'](Number(pairCount));
const { calls } = region.cloud;
const endpoint = await startAwsEndpoint({
  cloud: {
    ...region.cloud,
    calls: {
      ...calls,
      count: (service, operation) => {
        if (operation === 'DeregisterTargets') tell({ kind: 'deregister-arrived', atMs: monotonicMs() });
        calls.count(service, operation);
      },
    },
  },
  scheduler: region.scheduler,
  secrets: new Map(),
  onEvents: () => undefined,
  onDefect: (error) => {
    throw error;
  },
});
const table = await startLocalTable();

process.on('message', (_command: ServerCommand) => {
  region.settle();
  tell({ kind: 'settled' });
});
process.on('disconnect', () => process.exit());
tell({
  kind: 'ready',
  endpoint: endpoint.url,
  tableEndpoint: table.endpoint,
  tableName: table.tableName,
  pairs: region.pairs,
});
