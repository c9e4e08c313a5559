import type { DrainIntent } from '#domain/drain/intent.ts';
import type { FirmwareOrder } from '#domain/firmware/firmware-order.ts';
import type { GeoOrder } from '#domain/geo/operation.ts';
import type { InstanceState } from '#domain/pair/seen.ts';
import type { SwitchRequest } from '#domain/switchover/operation.ts';

/** Why the control plane was woken. An event is only a reason to look; what is true is read afterwards. */
export type Trigger =
  /** The one-minute schedule: look at every pair of the region. */
  | { readonly kind: 'sweep' }
  /** An instance changed state: look at its pair. */
  | { readonly kind: 'instance-state'; readonly instanceId: string; readonly state: InstanceState }
  /** An alarm on a target group: look at the pairs registered in it. `targetGroup` is the ARN's tail, `targetgroup/name/id`. */
  | { readonly kind: 'target-group-alarm'; readonly targetGroups: readonly string[] }
  /** Somebody changed or tried to change something through the AWS API: look at what it names. */
  | {
      readonly kind: 'out-of-band-change';
      readonly instanceIds: readonly string[];
      readonly targetGroupArn?: string;
    }
  | { readonly kind: 'drain'; readonly intent: DrainIntent }
  /** The intent with this id was withdrawn. */
  | {
      readonly kind: 'drain-cancelled';
      readonly intentId: string;
      readonly instanceId: string;
      /** Who withdrew it and why, for the journal. */
      readonly why?: string;
    }
  /** An operator decides about a halted operation or one under way. */
  | {
      readonly kind: 'operator-command';
      readonly pairId: string;
      readonly command: 'resume' | 'abort';
      /** Who and why, for the journal. */
      readonly why: string;
    }
  /** An operator wants the roles of a pair changed. */
  | { readonly kind: 'switchover'; readonly pairId: string; readonly request: SwitchRequest }
  /** A rollout has come to a pair. */
  | { readonly kind: 'firmware-order'; readonly pairId: string; readonly order: FirmwareOrder }
  /** Something changed about rollouts: look at them before the schedule does. */
  | { readonly kind: 'rollouts' }
  /** A pair has its turn: its GEO lists are to be set. */
  | { readonly kind: 'geo-order'; readonly pairId: string; readonly order: GeoOrder }
  /** Something changed about GEO, here or in another region: look before the schedule does. */
  | { readonly kind: 'geo-changed' }
  /** An operator wants pairs audited now; without ids all of the region. */
  | {
      readonly kind: 'audit-request';
      readonly requestId: string;
      readonly pairIds?: readonly string[];
      readonly by: string;
      readonly why: string;
    }
  /** The schedule, or one invocation, hands a pair on which there is something to do to the function whose concern it is. */
  | {
      readonly kind: 'continue';
      readonly pairId: string;
      readonly concern: 'drain' | 'failback' | 'firmware' | 'geo';
    }
  /** Well-formed, known, and no concern of ours (a launch hook, a test notification, an insignificant state). */
  | { readonly kind: 'ignored'; readonly reason: string }
  /** Not understood. Acknowledged and counted; `instanceIds` are those it names, so that it can be journaled where it concerns a pair. */
  | { readonly kind: 'malformed'; readonly reason: string; readonly instanceIds: readonly string[] };
