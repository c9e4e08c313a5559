import type { LocalTable } from '#rehearsal/world/table.ts';

/** Where the functions of one region run. */
export interface FunctionHost {
  /** The operators' HTTP API, open on loopback. */
  readonly apiUrl: string;
  /** Runs a function with an event, as Lambda would. Rejects when it fails. */
  invoke(functionName: string, event: unknown): Promise<unknown>;
  /** Ends what is under way and takes nothing more. */
  stop(): Promise<void>;
  /** After everything has ended: lets go of the last resources. */
  close(): Promise<void>;
}

/** What functions need to know of their region, whoever hosts them. */
export interface FunctionSurroundings {
  readonly region: string;
  /** Of the region's AWS endpoint. */
  readonly endpoint: string;
  /** Of the region's S3, in path-style addressing. */
  readonly s3Endpoint: string;
  /** Where firmware images are, in this region. */
  readonly firmwareBucket: string;
  /** The region's replica. */
  readonly table: Pick<LocalTable, 'endpoint' | 'tableName'>;
  readonly busName: string;
}

export type HostFunctions = (surroundings: FunctionSurroundings) => Promise<FunctionHost>;
