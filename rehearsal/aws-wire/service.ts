import { NormalizedSchema } from '@smithy/core/schema';
import type { StaticOperationSchema } from '@smithy/types';
import type { EpochMs } from '#domain/time.ts';
import type { OperationShapes, Protocol } from '#rehearsal/aws-wire/protocol/wire.ts';
import type { AwsService } from '#rehearsal/cloud/api/types.ts';
import type { CloudRegion } from '#rehearsal/cloud/types.ts';

/** What the operations of a region work on. */
export interface RegionWorld {
  readonly cloud: CloudRegion;
  readonly now: () => EpochMs;
  /** SecretString by secret name. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Receives what PutEvents accepted, in order. */
  readonly onEvents: (events: readonly PutEvent[]) => void;
}

/** One event that PutEvents accepted, as EventBridge delivers it. */
export interface PutEvent {
  /** A name; ARNs are reduced to it. */
  readonly eventBusName: string;
  readonly event: {
    readonly version: '0';
    readonly id: string;
    readonly 'detail-type': string;
    readonly source: string;
    readonly account: string;
    /** RFC 3339 in UTC with whole seconds. */
    readonly time: string;
    readonly region: string;
    readonly resources: readonly string[];
    readonly detail: Readonly<Record<string, unknown>>;
  };
}

/** One operation of a service: its published shapes and what it does. */
export interface Operation extends OperationShapes {
  /** @throws CloudError what the service would answer */
  handle(input: Record<string, unknown>, world: RegionWorld): unknown;
}

/**
 * Declares an operation. `schema` is the operation's schema as its client package exports it (`DescribeTargetHealth$`);
 * `Input` and `Output` are the types the package generates from that schema.
 */
export const operation = <Input, Output>(
  schema: StaticOperationSchema,
  handle: (input: Input, world: RegionWorld) => Output,
): Operation => ({
  name: schema[2],
  input: NormalizedSchema.of(schema[4]),
  output: NormalizedSchema.of(schema[5]),
  // The protocol has read the input by `schema`, which is what Input was generated from.
  handle: (input, world) => handle(input as Input, world),
});

/** A service at the endpoint: how it is recognised, what it speaks, what it can do. */
export interface WireService {
  readonly signingName: AwsService;
  readonly protocol: Protocol;
  readonly operations: ReadonlyMap<string, Operation>;
}

export const wireService = (
  signingName: AwsService,
  protocol: Protocol,
  operations: readonly Operation[],
): WireService => ({
  signingName,
  protocol,
  operations: new Map(operations.map((each) => [each.name, each])),
});
