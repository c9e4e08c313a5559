import type { AsffFinding } from '#domain/audit/asff-finding.ts';
import type { AwsSeen } from '#domain/audit/aws-seen.ts';
import type { PairAudit } from '#domain/audit/pair-audit.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import type { UnitAudited } from '#domain/audit/unit-audited.ts';
import type { Waiver } from '#domain/audit/waiver.ts';
import type { LifecycleHook } from '#domain/drain/intent.ts';
import type { Estate, Pair, Standalone, UnitName } from '#domain/estate/estate.ts';
import type { FirmwareImage } from '#domain/firmware/firmware-order.ts';
import type { FirmwareSeen } from '#domain/firmware/firmware-seen.ts';
import type { GeoReport, GeoTurns } from '#domain/geo/geo-report.ts';
import type { GeoSeen } from '#domain/geo/geo-seen.ts';
import type { GeoDeclaration, MemberUnit } from '#domain/geo/member.ts';
import type { JobSeen, UnitJob } from '#domain/job/unit-job.ts';
import type { ActionOutcome, HealthCheckChange, Ingress } from '#domain/pair/action.ts';
import type { JournalEntry } from '#domain/pair/decision.ts';
import type { InstanceSeen, LoadMasterSeen, Reading, TargetSeen } from '#domain/pair/seen.ts';
import type { PairState } from '#domain/pair/state.ts';
import type { RegionProgress, Rollout } from '#domain/rollout/rollout.ts';
import type { DurationMs, EpochMs } from '#domain/time.ts';

/*
 * What the control plane needs from the world, as types. No port throws for what the world does:
 * reads answer with a Reading, actions with an ActionOutcome. They throw for bugs, and the store
 * throws StaleStateError and StoreUnavailableError (`errors.ts`).
 */

export interface Clock {
  now(): EpochMs;
  /** Resolves after the time has passed; at once when the signal aborts. */
  sleep(ms: DurationMs): Promise<void>;
}

/** A pair as stored: what was declared, and what is remembered (absent before the first look). */
export interface PairRecord {
  readonly pair: Pair;
  readonly state?: PairState;
}

/** Automatic actions in the region are frozen until an operator lifts this (design rule 9, blast radius). */
export interface RegionFreeze {
  readonly at: EpochMs;
  readonly why: string;
}

export interface RegionRecord {
  readonly pairs: readonly PairRecord[];
  readonly standalones: readonly Standalone[];
  readonly freeze?: RegionFreeze;
  /**
   * Ids of pairs and standalones that are left out because an item of theirs does not parse. Nothing acts on them.
   * Declaring such an id again rewrites what was declared; removing it from the estate removes its items, state included.
   */
  readonly damaged: readonly string[];
}

export interface JournalPage {
  /** Newest first. */
  readonly entries: readonly JournalEntry[];
  /** Give it to the next call as `beforeVersion`; absent on the last page. */
  readonly nextBeforeVersion?: number;
  /** Versions on this page whose entry does not parse and is left out. */
  readonly damaged: readonly number[];
}

/** What an estate write changes, by pair and standalone id. */
export interface EstateChanges {
  readonly created: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: readonly string[];
}

/** What an estate write did. */
export interface EstateWritten extends EstateChanges {
  /** The region declares something else about GEO than before: the other regions are to look. */
  readonly geoChanged: boolean;
}

/**
 * The pairs of one region: the single table in DynamoDB, or its in-memory twin. Reading one item that does not parse
 * throws DamagedItemError; reading many leaves it out and says so.
 */
export interface PairStore {
  /** One Query (per megabyte) reads the whole region. Strongly consistent. */
  readRegion(region: string): Promise<RegionRecord>;
  /** One item read. Strongly consistent. */
  readStandalone(region: string, id: string): Promise<Standalone | undefined>;
  /** One round trip. Strongly consistent. */
  readPair(region: string, pairId: string): Promise<PairRecord | undefined>;
  /**
   * Which pair an instance belongs to: one item read, with the declared pair in it. Eventually the same as the
   * estate; the state is read separately because it changes.
   */
  findPairByInstance(instanceId: string): Promise<Pair | undefined>;
  /** One item read. Strongly consistent. */
  readState(region: string, pairId: string): Promise<PairState | undefined>;
  /**
   * The lock: stores `next` (whose version is the expected one plus 1) only if the stored version is still
   * `next.version - 1`; version 1 only if nothing is stored. Throws StaleStateError when somebody was faster.
   */
  claim(region: string, next: PairState): Promise<void>;
  /** Clears `pending` if the stored version is still `version`; silently does nothing otherwise. */
  settle(region: string, pairId: string, version: number): Promise<void>;
  /** Idempotent: the entry of a (pair, version) is put whole; an entry with outcomes replaces an `interrupted` one, never the reverse. */
  appendJournal(entry: JournalEntry): Promise<void>;
  readJournal(
    pairId: string,
    page: { readonly limit: number; readonly beforeVersion?: number },
  ): Promise<JournalPage>;
  /**
   * Makes the region's declared part equal to the estate's part for that region, lookups included, and touches no
   * state. A pair that is removed loses its state too and keeps its journal, until its id is declared anew: then a
   * new journal begins. Writes only what differs. The same goes for what the region declares about GEO, for as long
   * as it has anything to declare or has ever had; of writers at once the last one's stands.
   */
  writeEstate(region: string, estate: Estate): Promise<EstateWritten>;
  /** Places the freeze unless there is one already. */
  freezeRegion(region: string, freeze: RegionFreeze): Promise<void>;
  unfreezeRegion(region: string): Promise<void>;
  /** One item read, strongly consistent: what a single pair's look needs of the region. */
  readFreeze(region: string): Promise<RegionFreeze | undefined>;
}

/** Elastic Load Balancing: target health in and out. */
export interface TargetGroups {
  /**
   * One DescribeTargetHealth per target group, whatever the number of pairs; answers within the call budget.
   * Result: for every ARN the listed targets by instance id, or why it was not read.
   */
  readTargetHealth(
    targetGroupArns: readonly string[],
  ): Promise<ReadonlyMap<string, Reading<ReadonlyMap<string, TargetSeen>>>>;
  /** Takes the instance out of the group, on every port on which it was seen registered. */
  deregister(targetGroupArn: string, instanceId: string): Promise<ActionOutcome>;
  register(targetGroupArn: string, instanceId: string): Promise<ActionOutcome>;
}

/** EC2. */
export interface Instances {
  /** At most one DescribeInstances per 100 ids. An instance EC2 does not know is `terminated`. */
  readInstances(instanceIds: readonly string[]): Promise<ReadonlyMap<string, Reading<InstanceSeen>>>;
  /** Lifts termination protection and terminates. */
  terminate(instanceId: string): Promise<ActionOutcome>;
  stop(instanceId: string): Promise<ActionOutcome>;
}

/** Elastic Load Balancing, EC2 and Auto Scaling, as an audit of pairs sees them. */
export interface AwsAudit {
  /**
   * What AWS says of these pairs, by pair id: in bulk wherever AWS can, and besides two calls for each target group and
   * at most three for each pair. Answers within the call budgets.
   */
  readAws(pairs: readonly Pair[]): Promise<ReadonlyMap<string, AwsSeen>>;
}

/** The backups in the region's firmware bucket. */
export interface Backups {
  /** When the newest backup of each unit was made, in the order of `units`; one list (per thousand backups) for all of them. */
  readNewest(units: readonly UnitRef[]): Promise<readonly Reading<EpochMs | 'none'>[]>;
}

/** What of AWS an audit may put right. Each sets what is declared; set already is `done`. */
export interface AwsSettings {
  setHealthCheck(targetGroupArn: string, change: HealthCheckChange): Promise<ActionOutcome>;
  setTargetGroupAttributes(
    targetGroupArn: string,
    attributes: Readonly<Record<string, string>>,
  ): Promise<ActionOutcome>;
  /** Termination protection on. */
  protectInstance(instanceId: string): Promise<ActionOutcome>;
  allowIngress(securityGroupId: string, ingress: Ingress): Promise<ActionOutcome>;
  revokeIngress(securityGroupId: string, ingress: Ingress): Promise<ActionOutcome>;
}

/** Auto Scaling lifecycle hooks. "No active Lifecycle Action found" is `gone`. */
export interface LifecycleHooks {
  extend(instanceId: string, hook: LifecycleHook): Promise<ActionOutcome>;
  /** With result CONTINUE. */
  complete(instanceId: string, hook: LifecycleHook): Promise<ActionOutcome>;
}

/** Names one LoadMaster to the gateway, which looks up address, pin and credentials itself. */
export interface ApplianceRef {
  /** Of its pair, or its own where it is a standalone: both have their ids from one stock. */
  readonly pairId: string;
  readonly unit: MemberUnit;
}

/** Names a unit of a pair. */
export interface UnitRef extends ApplianceRef {
  readonly unit: UnitName;
}

/** Names a unit that is to be audited. */
export interface AuditRef extends UnitRef {
  /** What it has of GEO as well: where the pair is in a GEO cluster. */
  readonly withGeo: boolean;
}

export type LoadMasterCommand =
  | { readonly kind: 'set-health-port'; readonly port: number }
  | { readonly kind: 'set-preference'; readonly prefersFirst: boolean }
  /** Sets the HA mode to the unit's declared designation. */
  | { readonly kind: 'set-ha-mode' }
  | { readonly kind: 'reboot' }
  | { readonly kind: 'shutdown' };

/** The gateway to the units' management API. */
export interface LoadMasters {
  /** Asks all the units at once; the result is in the order of `units`. */
  readStatus(units: readonly UnitRef[]): Promise<readonly Reading<LoadMasterSeen>[]>;
  /** Likewise: what a plan for new firmware needs to know, which no look at a pair does. */
  readFirmware(units: readonly UnitRef[]): Promise<readonly Reading<FirmwareSeen>[]>;
  /** Likewise, of standalones as well: what they have of GEO. */
  readGeo(units: readonly ApplianceRef[]): Promise<readonly Reading<GeoSeen>[]>;
  /** Likewise, of units of pairs: all that an audit judges. */
  readAudit(units: readonly AuditRef[]): Promise<readonly Reading<UnitAudited>[]>;
  /** Writes, then reads back: `done` means it was seen to have taken. */
  perform(unit: UnitRef, command: LoadMasterCommand): Promise<ActionOutcome>;
}

/** What came of jobs. */
export interface JobReader {
  /** The last record of each unit's jobs, in the order of `units`; `none` where there never was one. */
  readJobs(units: readonly ApplianceRef[]): Promise<readonly Reading<JobSeen | 'none'>[]>;
}

/** What takes longer than a look, or what no command shows afterwards: asked for, and seen by its record. */
export interface UnitJobs extends JobReader {
  /** `done` means that it was handed over. The same `jobId` again is done once. */
  begin(unit: ApplianceRef, jobId: string, job: UnitJob): Promise<ActionOutcome>;
}

/** Whether an image in the region's firmware bucket is the one it was declared as. */
export interface ImageCheck {
  readonly state: 'running' | 'done' | 'failed';
  readonly at: EpochMs;
  readonly code?: string;
  readonly bytes?: number;
}

/** The region's firmware bucket. */
export interface FirmwareImages {
  readCheck(image: FirmwareImage): Promise<Reading<ImageCheck | 'none'>>;
  /** Has the whole object read and compared with its checksum; `done` means that it was handed over. */
  beginCheck(image: FirmwareImage): Promise<ActionOutcome>;
}

/** Rollouts and how far each region is with them. */
export interface RolloutRecord {
  readonly rollout: Rollout;
  readonly progress: readonly RegionProgress[];
}

/** The rollouts of all regions that share the table. Each item is written by its home region alone. */
export interface RolloutStore {
  /** All that are kept, newest first; one Query (per megabyte). What does not parse is left out and named. */
  readRollouts(): Promise<{
    readonly rollouts: readonly RolloutRecord[];
    readonly damaged: readonly string[];
  }>;
  readRollout(rolloutId: string): Promise<RolloutRecord | undefined>;
  /** Stores `next`, whose version is the expected one plus 1; version 1 only if there is none. Throws StaleStateError. */
  claimRollout(next: Rollout): Promise<void>;
  /** Likewise for a region's progress. */
  claimProgress(next: RegionProgress): Promise<void>;
}

/** Everything about GEO that the regions share. */
export interface GeoRecord {
  readonly declarations: readonly GeoDeclaration[];
  readonly reports: readonly GeoReport[];
  /** Absent before the first turn. */
  readonly turns?: GeoTurns;
  /** Sort keys of items that do not parse and are left out. */
  readonly damaged: readonly string[];
}

/** GEO of all regions that share the table. Each item is written by its own region alone; `PairStore.writeEstate` declares. */
export interface GeoStore {
  /** One Query (per megabyte), of this region's replica: what other regions wrote may be missing or old. */
  readGeo(): Promise<GeoRecord>;
  /** Stores `next`, whose version is the expected one plus 1; version 1 only if there is none. Throws StaleStateError. */
  claimReport(next: GeoReport): Promise<void>;
  /** Likewise. */
  claimTurns(next: GeoTurns): Promise<void>;
}

/** The audits of one region. */
export interface AuditRecord {
  readonly audits: readonly PairAudit[];
  readonly waivers: readonly Waiver[];
  /** Whose items do not parse and are left out. */
  readonly damaged: { readonly audits: readonly string[]; readonly waivers: readonly string[] };
}

/** A snapshot as it was saved. */
export interface SavedSnapshot {
  readonly at: EpochMs;
  /** The whole of it, as JSON. */
  readonly json: string;
}

/** Audits, waivers and snapshots of one region, which alone writes them. */
export interface AuditStore {
  /** One Query (per megabyte). Strongly consistent. */
  readAudits(): Promise<AuditRecord>;
  /** Stores `next`, whose version is the expected one plus 1; version 1 only if there is none. Throws StaleStateError. */
  claimAudit(next: PairAudit): Promise<void>;
  /** Forgets what was found about a pair, its snapshot included: it is declared no more, or the item is damaged. */
  removeAudit(pairId: string): Promise<void>;
  /** Keeps the last snapshot of each pair; one that is too large is not kept, and the one before is gone. */
  saveSnapshot(snapshot: PairSnapshot): Promise<void>;
  readSnapshot(pairId: string): Promise<SavedSnapshot | undefined>;
  /** Places it, in the stead of one of the same id. */
  placeWaiver(waiver: Waiver): Promise<void>;
  /** Whether there was one. */
  removeWaiver(id: string): Promise<boolean>;
}

/** Where findings go beside the control plane's own reports: Security Hub. */
export interface FindingsSink {
  /** An id that was reported before is replaced. `failed`: how many were not taken; the caller may report them again. */
  report(findings: readonly AsffFinding[]): Promise<{ readonly failed: number }>;
}

/** An event on Understudy's own bus. */
export interface Announcement {
  readonly detailType:
    | 'Pair Situation Changed'
    | 'Pair Needs Attention'
    | 'Region Frozen'
    | 'Pair Continue'
    | 'Drain Requested'
    | 'Drain Cancelled'
    | 'Switchover Requested'
    | 'Firmware Requested'
    | 'Rollouts Changed'
    | 'Rollout Needs Attention'
    | 'Geo Changed'
    | 'Geo Requested'
    | 'Geo Needs Attention'
    | 'Audit Requested'
    | 'Finding Opened'
    | 'Operator Command';
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface EventBus {
  /** Throws when EventBridge did not take every entry: the caller stays pending and announces again. */
  publish(announcements: readonly Announcement[]): Promise<void>;
}
