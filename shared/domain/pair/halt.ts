import type { DrainOperation } from '#domain/drain/operation.ts';
import type { FirmwareOperation } from '#domain/firmware/operation.ts';
import type { GeoOperation } from '#domain/geo/operation.ts';
import type { SwitchOperation } from '#domain/switchover/operation.ts';
import type { EpochMs } from '#domain/time.ts';

/** Why an operation stopped for an operator to decide. `explain/reason-words.ts` says each in a sentence. */
export const HALT_REASONS = [
  'partner-did-not-take-over',
  'partner-lost',
  'loadmaster-unread',
  'not-managed',
  'did-not-become-unused',
  'did-not-come-back',
  'release-did-not-take',
  'did-not-step-out',
  'did-not-step-down',
  'new-active-not-healthy',
  'preference-not-taken',
  'split-brain-fenced',
  'backup-failed',
  'install-failed',
  'wrong-version',
  'brick-floor',
  'roles-unclear',
  'secret-not-set',
  'services-missing',
  'interrupted-by-drain',
  'geo-lists-not-set',
] as const;

export type HaltReason = (typeof HALT_REASONS)[number];

/** An operation that failed stays here with its reason until an operator resumes or aborts it. */
export interface HaltedOperation {
  readonly kind: 'halted';
  readonly operation: DrainOperation | SwitchOperation | FirmwareOperation | GeoOperation;
  readonly because: HaltReason;
  readonly haltedAt: EpochMs;
}
