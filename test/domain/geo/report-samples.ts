import type { Pair, Standalone } from '#domain/estate/estate.ts';
import type { GeoDrift } from '#domain/geo/drift.ts';
import type { GeoFinding } from '#domain/geo/geo-finding.ts';
import type { GeoReport, GeoRequest, GeoTurn, GeoTurns, MemberReport } from '#domain/geo/geo-report.ts';
import type { GeoOperation, GeoResult } from '#domain/geo/operation.ts';
import { newPairState, type PairState } from '#domain/pair/state.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { NOW, SAMPLE_PAIR } from '../../../docs/state-samples.ts';
import { DUBLIN } from './member-samples.ts';

/** When a sample's last look was. */
export const EARLIER = NOW - 60 * MINUTE_MS;

export const PAIR: Pair = {
  ...SAMPLE_PAIR,
  id: 'pair-1',
  geoCluster: 'shop',
  geoMaster: 'first',
};

export const ALONE: Standalone = {
  ...SAMPLE_PAIR.units.first,
  id: 'alone-1',
  region: DUBLIN,
  mode: 'enforce',
  geoCluster: 'shop',
};

export const finding = (code: GeoFinding['code'], more: Partial<GeoFinding> = {}): GeoFinding => ({
  code,
  memberId: 'pair-1',
  unit: 'first',
  names: ['10.0.0.7'],
  words: `pair-1 first: ${code}`,
  remedy: 'somebody has to do something',
  ...more,
});

export const RIGHT: GeoDrift = { findings: [], listsWrong: 0, wrong: {} };
export const DRIFTED: GeoDrift = {
  findings: [finding('partners-missing')],
  listsWrong: 1,
  wrong: { first: ['partners'] },
};
/** One list is wrong, and of the other unit nobody knows. */
export const UNREAD: GeoDrift = { ...DRIFTED, findings: [finding('unread'), ...DRIFTED.findings] };

export const memberIn = (state: MemberReport['state'], more: Partial<MemberReport> = {}): MemberReport => ({
  kind: 'pair',
  cluster: 'shop',
  state,
  since: EARLIER,
  expected: 'digest',
  findings: [],
  listsWrong: 0,
  wantsTurn: false,
  ...more,
});

export const waiting = (since: number, more: Partial<MemberReport> = {}): MemberReport =>
  memberIn('drifted', { since, listsWrong: 1, wantsTurn: true, ...more });

export const reportOf = (
  region: string,
  members: GeoReport['members'],
  more: Partial<GeoReport> = {},
): GeoReport => ({
  schemaVersion: 1,
  region,
  version: 3,
  at: EARLIER,
  incomplete: [],
  members,
  ended: {},
  requests: [],
  ...more,
});

export const TURN: GeoTurn = {
  number: 4,
  pairId: 'pair-1',
  region: DUBLIN,
  grantedAt: NOW - MINUTE_MS,
  notAfter: NOW + 14 * MINUTE_MS,
};

export const turnsOf = (clusters: GeoTurns['clusters'], more: Partial<GeoTurns> = {}): GeoTurns => ({
  schemaVersion: 1,
  version: 8,
  region: DUBLIN,
  clusters,
  ...more,
});

export const requestOf = (
  members: readonly string[],
  at: number,
  more: Partial<GeoRequest> = {},
): GeoRequest => ({
  id: 'r-1',
  members,
  by: 'ada',
  why: 'a partner was replaced',
  at,
  ...more,
});

const UNTOUCHED = { preferredFirst: false, timesSet: 0 } as const;

/** Pair 1 works on the order with this id. */
export const working = (orderId: string): GeoOperation => ({
  kind: 'syncing-geo',
  order: {
    id: orderId,
    cluster: 'shop',
    master: 'first',
    access: ['10.0.1.5'],
    partners: [],
    notAfter: TURN.notAfter,
    requestedAt: NOW,
    why: 'understudy: partners-missing',
  },
  phase: 'setting',
  startedAt: EARLIER,
  phaseSince: EARLIER,
  unit: 'first',
  units: { first: UNTOUCHED, second: UNTOUCHED },
  servedBy: 'first',
  roleChanges: 0,
  failovers: 0,
});

export const resultOf = (
  end: GeoResult['end'],
  endedAt: number,
  more: Partial<GeoResult> = {},
): GeoResult => ({
  orderId: 'geo/shop/4',
  cluster: 'shop',
  end,
  because: ['not-steady'],
  startedAt: EARLIER,
  endedAt,
  roleChanges: 0,
  failovers: 0,
  set: [],
  backups: {},
  ...more,
});

export const stateOf = (more: Partial<PairState> = {}): PairState => ({
  ...newPairState('pair-1', EARLIER),
  version: 2,
  ...more,
});

export const halted = (orderId: string): PairState['operation'] => ({
  kind: 'halted',
  because: 'partner-lost',
  operation: working(orderId),
  haltedAt: EARLIER,
});
