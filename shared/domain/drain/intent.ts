import type { DurationMs, EpochMs } from '#domain/time.ts';

/** Who wants a unit out of service. */
export type DrainSource =
  | 'spot'
  | 'capacity-reservation'
  | 'rebalance'
  | 'lifecycle-hook'
  | 'health'
  | 'instance-leaving'
  | 'split-brain'
  | 'operator';

/** An Auto Scaling terminate hook that waits for us. @see Amazon EC2 Auto Scaling, lifecycle hooks */
export interface LifecycleHook {
  readonly autoScalingGroup: string;
  readonly name: string;
  readonly token: string;
}

/** What happens to the unit once it is out of service. */
export type Release =
  /** It goes by itself (spot, shutting down): nothing to do. */
  | { readonly kind: 'none' }
  | { readonly kind: 'terminate' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'reboot' }
  /** The end of a split brain: set to its declared designation where it is not, rebooted, brought back. */
  | { readonly kind: 'repair' }
  /** It stays out of service until an operator decides. */
  | { readonly kind: 'keep-out' }
  | { readonly kind: 'complete-hook'; readonly hook: LifecycleHook };

/** A wish to drain one instance, from whatever source, in one shape. */
export interface DrainIntent {
  readonly source: DrainSource;
  /** Identity for deduplication: the event's id, the hook's token, or AWS Health's event ARN. */
  readonly id: string;
  readonly instanceId: string;
  readonly requestedAt: EpochMs;
  /** When the unit is gone whatever we do: spot's two minutes, the hook's time. Absent where nobody forces it. */
  readonly deadlineAt?: EpochMs;
  /** When an announced maintenance begins; `notBefore` follows from it by policy. */
  readonly maintenanceAt?: EpochMs;
  /** Not to be started before this time (AWS Health announces weeks ahead). */
  readonly notBefore?: EpochMs;
  readonly release: Release;
  /** Who asked and why, for the journal: the operator's name and reason, or the event's own words. */
  readonly why: string;
  /** When the hook was last asked to wait, while the drain itself has to. */
  readonly heartbeatAt?: EpochMs;
  /** An operator's confirm token, which lets the guard of rule 1 be crossed for exactly the decision it was given for. */
  readonly confirm?: string;
}

/** One split brain is ended once; it is told from another by when it began. */
export const splitBrainId = ({ since }: { readonly since: EpochMs }): string => `split-brain-${since}`;

/** How long AWS lets a spot instance live after the warning. @see EC2 User Guide, Spot Instance interruption notices */
export const SPOT_NOTICE_MS: DurationMs = 120_000;
