import type { BriefFinding, GeoFinding } from '#domain/geo/geo-finding.ts';
import type { GeoResult } from '#domain/geo/operation.ts';
import type { AskedJob } from '#domain/job/drive-job.ts';
import type { EpochMs } from '#domain/time.ts';

/** How one member is, as its own region saw it. */
export interface MemberReport {
  readonly kind: 'pair' | 'standalone';
  readonly cluster: string;
  /**
   * `right` every list of it is as declared; `drifted` one is not; `unread` a unit did not answer; `syncing`, `halted`
   * its lists are being set, or that has stopped for an operator.
   */
  readonly state: 'right' | 'drifted' | 'unread' | 'syncing' | 'halted';
  readonly since: EpochMs;
  /** Of the lists that are expected of it, by which it was judged: another one means that it is to be looked at anew. */
  readonly expected: string;
  readonly findings: readonly BriefFinding[];
  /** How many of its lists are not as declared. */
  readonly listsWrong: number;
  /** What a drifted member waits for before its lists are set; absent where nothing is in the way. */
  readonly waits?: string;
  /** It asks for its cluster's turn. Never of a standalone, which needs none. */
  readonly wantsTurn: boolean;
  /** Of a pair: what else is being done to it, or has halted. No other pair of its cluster is to be touched meanwhile. */
  readonly busyWith?: 'draining' | 'switching' | 'upgrading' | 'halted';
  /** Of a pair, in words, while its lists are being set or that is halted. */
  readonly operation?: string;
  /** How the last change of a pair ended. */
  readonly last?: GeoResult;
  /** Of a standalone: the job that sets its lists. */
  readonly job?: AskedJob;
  /** Of a standalone: why its lists could not be set the last time. */
  readonly failure?: { readonly at: EpochMs; readonly code: string };
  /** Of a standalone: what was done to it, oldest first, bounded. Intent before, outcome after. */
  readonly events?: readonly MemberEvent[];
}

export interface MemberEvent {
  readonly at: EpochMs;
  /** An operator's name, or `understudy`. */
  readonly by: string;
  readonly what: string;
}

/** An operator wants the lists of members set now, whatever the windows say. */
export interface GeoRequest {
  readonly id: string;
  readonly members: readonly string[];
  readonly by: string;
  readonly why: string;
  readonly at: EpochMs;
}

/** How a region's turn ended, by its number. */
export interface EndedTurn {
  readonly number: number;
  readonly end: GeoResult['end'] | 'not-begun';
  readonly at: EpochMs;
}

/** What one region has seen of its members. Only that region's functions write it; written only when it changes. */
export interface GeoReport {
  readonly schemaVersion: 1;
  readonly region: string;
  /** Grows by one with every claim. */
  readonly version: number;
  readonly at: EpochMs;
  /** Why nothing can be judged here: the declarations of all regions do not make a whole. Empty when they do. */
  readonly incomplete: readonly GeoFinding[];
  /** By id. */
  readonly members: Readonly<Record<string, MemberReport>>;
  /** By cluster: the last turn that this region has brought to an end. */
  readonly ended: Readonly<Record<string, EndedTurn>>;
  /** What operators of this region asked for, oldest first; forgotten once the members are as declared, or a day later. */
  readonly requests: readonly GeoRequest[];
}

/** A pair's turn: no other pair of its cluster is touched before it has ended. */
export interface GeoTurn {
  /** Grows by one with every turn of the cluster. */
  readonly number: number;
  readonly pairId: string;
  readonly region: string;
  readonly grantedAt: EpochMs;
  /** The pair is not begun any more after this. */
  readonly notAfter: EpochMs;
  /** An operator took it back, because nobody there will say that it has ended: others may have theirs. */
  readonly takenBack?: { readonly at: EpochMs; readonly by: string; readonly why: string };
}

/** The turns of all clusters. Only the home region's functions write it. */
export interface GeoTurns {
  readonly schemaVersion: 1;
  readonly version: number;
  /** The home region. */
  readonly region: string;
  /** By cluster: the last turn that was given. */
  readonly clusters: Readonly<Record<string, GeoTurn>>;
  /**
   * By region: when a turn of it was taken back. What it reported until then holds nobody up and earns no turn; one
   * that is there after all reports anew.
   */
  readonly passedOver?: Readonly<Record<string, EpochMs>>;
}
