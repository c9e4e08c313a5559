import type { AwsSeen } from '#domain/audit/aws-seen.ts';
import type { UnitAudited } from '#domain/audit/unit-audited.ts';
import type { Pair, UnitName } from '#domain/estate/estate.ts';
import type { UnitExpected } from '#domain/geo/lists.ts';
import type { GeoMember } from '#domain/geo/member.ts';
import type { Reading } from '#domain/pair/seen.ts';
import type { EpochMs } from '#domain/time.ts';

/**
 * One pair at one moment: all that rules judge, and nothing that they look up elsewhere. Plain data: it can be saved, and
 * judged again by later rules.
 */
export interface PairSnapshot {
  readonly schemaVersion: 1;
  readonly at: EpochMs;
  /** As declared. */
  readonly pair: Pair;
  readonly aws: AwsSeen;
  readonly units: Readonly<Record<UnitName, UnitSnapshot>>;
  /** Returns have stopped because there were too many: until an operator acknowledges, the units are to prefer nobody. */
  readonly flapping: boolean;
  /** What is expected of its GEO lists; absent where it is in no GEO cluster. */
  readonly geo?: GeoExpected;
}

export interface UnitSnapshot {
  readonly loadMaster: Reading<UnitAudited>;
  /** When its newest backup in the firmware bucket was made. */
  readonly newestBackup: Reading<EpochMs | 'none'>;
  /** Rebooted too often within a short time, as far as the control plane has watched it. */
  readonly pacified: boolean;
}

export type GeoExpected =
  | {
      readonly kind: 'expected';
      readonly member: GeoMember;
      readonly units: readonly UnitExpected[];
    }
  /** The declarations of the regions do not make a whole, so that nobody knows what to expect. */
  | { readonly kind: 'incomplete'; readonly words: string };
