import type { LifecycleHook } from '#domain/drain/intent.ts';
import type { UnitName } from '#domain/estate/estate.ts';
import type { UnitJob } from '#domain/job/unit-job.ts';

/**
 * What is to be done, as data: stored, journaled and replayed. Each carries what makes a repeat harmless,
 * because an action is asked for again until the observers see that it took.
 */
export type Action =
  | {
      readonly kind: 'deregister-targets';
      readonly unit: UnitName;
      readonly instanceId: string;
      readonly targetGroups: readonly string[];
    }
  | {
      readonly kind: 'register-targets';
      readonly unit: UnitName;
      readonly instanceId: string;
      readonly targetGroups: readonly string[];
    }
  /** Move the unit's own health-check port: the load balancer and the partner stop seeing it while it still serves (ADR 0005). */
  | { readonly kind: 'set-health-port'; readonly unit: UnitName; readonly port: number }
  /** The unit's own setting of the preferred host (`haprefered`). */
  | { readonly kind: 'set-preference'; readonly unit: UnitName; readonly prefersFirst: boolean }
  /** Gives the unit back the designation it is declared with: only to end a split brain. */
  | { readonly kind: 'set-ha-mode'; readonly unit: UnitName }
  | { readonly kind: 'reboot-unit'; readonly unit: UnitName }
  /** What takes minutes, or what no command of the unit shows afterwards; the same `jobId` is done once. */
  | {
      readonly kind: 'begin-job';
      readonly unit: UnitName;
      readonly jobId: string;
      readonly job: UnitJob;
    }
  | { readonly kind: 'extend-hook'; readonly instanceId: string; readonly hook: LifecycleHook }
  | { readonly kind: 'complete-hook'; readonly instanceId: string; readonly hook: LifecycleHook }
  /** Lifts termination protection first: nobody else can have terminated the instance before. */
  | { readonly kind: 'terminate-instance'; readonly unit: UnitName; readonly instanceId: string }
  | { readonly kind: 'stop-instance'; readonly unit: UnitName; readonly instanceId: string }
  | FixAction;

/** What puts a finding of an audit right. Each sets what is declared, so that a repeat changes nothing. */
export type FixAction =
  /** What is left out stays as it is. */
  | {
      readonly kind: 'set-health-check';
      readonly targetGroup: string;
      readonly check: HealthCheckChange;
    }
  /** By AWS's keys. */
  | {
      readonly kind: 'set-target-group-attributes';
      readonly targetGroup: string;
      readonly attributes: Readonly<Record<string, string>>;
    }
  /** Termination protection on. */
  | { readonly kind: 'protect-instance'; readonly unit: UnitName; readonly instanceId: string }
  | { readonly kind: 'allow-ingress'; readonly securityGroup: string; readonly ingress: Ingress }
  | { readonly kind: 'revoke-ingress'; readonly securityGroup: string; readonly ingress: Ingress };

/** In AWS's units. @see Elastic Load Balancing API, ModifyTargetGroup */
export interface HealthCheckChange {
  readonly protocol?: 'HTTP';
  readonly port?: number;
  readonly path?: string;
  readonly intervalSeconds?: number;
  readonly healthyThreshold?: number;
  readonly unhealthyThreshold?: number;
  readonly matcher?: string;
}

/** Who may reach which ports. @see Amazon EC2 API, IpPermission */
export interface Ingress {
  /** `tcp`, `udp`, … or `-1` for every one, which has no ports. */
  readonly protocol: string;
  readonly fromPort?: number;
  readonly toPort?: number;
  readonly from: { readonly cidr: string } | { readonly group: string };
}

export type ActionKind = Action['kind'];

/** What came of an action. `gone` is success: what was to be removed is not there any more. */
export type ActionOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly code: string };
