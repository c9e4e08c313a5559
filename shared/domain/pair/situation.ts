import { type HealthCheck, otherUnit, type Pair, UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import { evidenceOf } from '#domain/pair/evidence.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import type { PairState, Situation, SituationRecord } from '#domain/pair/state.ts';
import { type UnitViews, viewUnits } from '#domain/pair/unit-view.ts';
import { type DurationMs, type EpochMs, SECOND_MS } from '#domain/time.ts';

/** The longest a LoadMaster takes to notice that its partner is gone (High Availability, HA timeout: 3 to 15 s). */
export const TAKE_OVER_MS: DurationMs = 15 * SECOND_MS;

/** Time we grant the load balancer beyond its own arithmetic before a short absence counts as one. */
export const PROPAGATION_MS: DurationMs = 15 * SECOND_MS;

/**
 * How long a pair may be without exactly one active unit before that is more than a change of roles:
 * the partner notices, then the load balancer counts (LoadMaster HA for AWS, section 2: interval × threshold).
 */
export const graceMs = (check: HealthCheck): DurationMs =>
  TAKE_OVER_MS +
  check.intervalMs * Math.max(check.healthyThreshold, check.unhealthyThreshold) +
  PROPAGATION_MS;

/** A situation that somebody should look at. */
export const needsAttention = (situation: Situation): boolean =>
  situation !== 'steady' && situation !== 'switching';

const servingUnits = (views: UnitViews): readonly UnitName[] =>
  UNIT_NAMES.filter((name) => views[name].health === 'healthy');

const observersMissing = (views: UnitViews): boolean =>
  UNIT_NAMES.some((name) => {
    const { instance, health } = views[name];
    if (instance === 'unknown') return true;
    return health === 'unknown' && instance === 'running';
  });

const isUnconnected = (views: UnitViews, seen: PairSeen): boolean => {
  const bothUp = UNIT_NAMES.every((name) => views[name].instance === 'running');
  const noLoadBalancer = UNIT_NAMES.every((name) => views[name].notInUse);
  const neverPolled = UNIT_NAMES.every((name) => {
    const { loadMaster } = seen.units[name];
    return loadMaster.kind === 'read' && loadMaster.value.haStatus === 'passive';
  });
  return bothUp && (noLoadBalancer || neverPolled);
};

interface Verdict {
  readonly kind: Situation;
  readonly active?: UnitName;
}

/** What is true if it lasts; `unsettled` names what a change of roles looks like while it is under way. */
const verdictOf = (views: UnitViews, seen: PairSeen): Verdict & { readonly unsettled?: boolean } => {
  if (observersMissing(views)) return { kind: 'unknown' };
  const serving = servingUnits(views);
  const mixed = UNIT_NAMES.filter((name) => views[name].health === 'mixed');
  if (serving.length === 2) return { kind: 'dual-active', unsettled: true };
  // Target groups that disagree about a unit do so for a moment during any change; if it lasts, the pair is not sound.
  const [active] = [...serving, ...mixed];
  if (active !== undefined && mixed.length > 0) return { kind: 'degraded', active, unsettled: true };
  if (active === undefined) {
    if (isUnconnected(views, seen)) return { kind: 'unconnected' };
    // Nobody can be about to take over whose LoadMaster does not answer: then it is said at once.
    const anyoneMay = UNIT_NAMES.some((name) => views[name].instance === 'running' && !views[name].silent);
    return { kind: 'no-active', unsettled: anyoneMay };
  }
  const other = views[otherUnit(active)];
  // One answer that does not come is no proof; a standby that stays silent is none.
  const unsettled = other.silent && other.instance === 'running';
  return { kind: other.canTakeOver ? 'steady' : 'degraded', active, unsettled };
};

const settle = (
  before: SituationRecord,
  verdict: Verdict,
  unsettled: boolean,
  grace: DurationMs,
  now: EpochMs,
) => {
  if (!unsettled || before.kind === verdict.kind) return verdict.kind;
  const beganAt = before.kind === 'switching' ? before.since : now;
  return now - beganAt > grace ? verdict.kind : 'switching';
};

/**
 * A pair that was not in order is in order again only when its standby's LoadMaster was asked: to the load balancer
 * alone a dead standby looks like a good one.
 */
const isUnproven = (before: SituationRecord, { active }: Verdict, seen: PairSeen): boolean => {
  if (active === undefined || (before.kind !== 'degraded' && before.kind !== 'switching')) return false;
  const { loadMaster } = seen.units[otherUnit(active)];
  return loadMaster.kind === 'unread' && loadMaster.code === 'not-asked';
};

/**
 * Says what the pair as a whole is in, from one look and what was true before. Total.
 *
 * In a healthy pair exactly one unit answers 200 and the other 503, so an unhealthy standby is the normal state
 * (LoadMaster HA for AWS, section 4). Two or none answering is `switching` for as long as a change of roles may
 * take, then `dual-active` or `no-active`. `since` moves only when the kind does.
 */
export const classify = (state: PairState, seen: PairSeen, pair: Pair, now: EpochMs): SituationRecord => {
  const before = state.situation;
  const verdict = verdictOf(viewUnits(seen, pair, state, now), seen);
  const settled = settle(before, verdict, verdict.unsettled === true, graceMs(pair.healthCheck), now);
  const kind = settled === 'steady' && isUnproven(before, verdict, seen) ? before.kind : settled;
  const active = verdict.active ?? (kind === 'switching' ? before.active : undefined);
  return {
    kind,
    since: kind === before.kind ? before.since : now,
    ...(active === undefined ? {} : { active }),
    evidence: evidenceOf(seen, pair),
  };
};
