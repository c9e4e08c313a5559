import { isDrainAhead } from '#domain/drain/is-due.ts';
import { UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import { dueUnits, geoSays } from '#domain/geo/geo-look.ts';
import type { GeoOperation, GeoOrder } from '#domain/geo/operation.ts';
import { isHeldAt } from '#domain/hold/hold.ts';
import type { PairLook } from '#domain/pair/look.ts';
import { misfitOfPair } from '#domain/pair/misfit.ts';
import { hasRebootBudget } from '#domain/pair/unit-view.ts';
import { loadMasterSays } from '#domain/switchover/look.ts';

/** Why a pair's lists are not touched now. `docs/runbook.md` says what to do about each. */
export const GEO_REFUSAL_CODES = [
  'observe-mode',
  'held',
  'region-frozen',
  'operation-under-way',
  'window-closed',
  'not-steady',
  'loadmaster-unread',
  'geo-unread',
  'wrong-partner',
  'wrong-designation',
  'image-staged',
  'reboot-budget',
] as const;

export type GeoRefusalCode = (typeof GEO_REFUSAL_CODES)[number];

export type GeoAdmission =
  | { readonly kind: 'start'; readonly operation: GeoOperation }
  /** Every list is as ordered: there is nothing to begin. */
  | { readonly kind: 'right' }
  | { readonly kind: 'refuse'; readonly because: readonly GeoRefusalCode[] };

/** What stands in the way whatever the lists are. */
const inTheWay = (look: PairLook, order: GeoOrder, frozen: boolean): readonly GeoRefusalCode[] => {
  const { pair, state, seen, now } = look;
  const codes: GeoRefusalCode[] = [];
  if (pair.mode === 'observe') codes.push('observe-mode');
  if (isHeldAt(state, now)) codes.push('held');
  if (frozen) codes.push('region-frozen');
  if (state.operation.kind !== 'idle' || isDrainAhead(state, now)) codes.push('operation-under-way');
  if (now > order.notAfter) codes.push('window-closed');
  if (state.situation.kind !== 'steady') codes.push('not-steady');
  if (UNIT_NAMES.some((unit) => loadMasterSays(look, unit) === undefined)) codes.push('loadmaster-unread');
  if (UNIT_NAMES.some((unit) => geoSays(look, unit) === undefined)) codes.push('geo-unread');
  const misfit = misfitOfPair(seen, pair);
  if (misfit === 'wrong-partner' || misfit === 'wrong-designation') codes.push(misfit);
  return codes;
};

/** What stands in the way of a reboot, where one will be needed. */
const inTheWayOfReboot = (look: PairLook): readonly GeoRefusalCode[] => {
  const { state, now } = look;
  const codes: GeoRefusalCode[] = [];
  // Any reboot starts what lies on a unit.
  if (UNIT_NAMES.some((unit) => state.firmware.staged?.[unit] !== undefined)) codes.push('image-staged');
  if (UNIT_NAMES.some((unit) => !hasRebootBudget(state, unit, now))) codes.push('reboot-budget');
  return codes;
};

const begin = (look: PairLook, order: GeoOrder, servedBy: UnitName): GeoOperation => {
  const { now } = look;
  const change = (unit: UnitName) => ({
    preferredFirst: loadMasterSays(look, unit)?.prefersFirst === true,
    timesSet: 0,
  });
  return {
    kind: 'syncing-geo',
    order,
    phase: 'setting',
    startedAt: now,
    phaseSince: now,
    units: { first: change('first'), second: change('second') },
    servedBy,
    roleChanges: 0,
    failovers: 0,
  };
};

/** Whether an order is begun now. Everything that stands in its way is said at once, before anything is touched. */
export const admitGeo = (look: PairLook, order: GeoOrder, frozen: boolean): GeoAdmission => {
  const { active } = look.state.situation;
  const due = dueUnits(look, order);
  const takesReboot = due === undefined || due.some((unit) => unit !== active);
  const because = [...inTheWay(look, order, frozen), ...(takesReboot ? inTheWayOfReboot(look) : [])];
  if (due?.length === 0) return { kind: 'right' };
  if (because.length > 0) return { kind: 'refuse', because };
  return active === undefined
    ? { kind: 'refuse', because: ['not-steady'] }
    : { kind: 'start', operation: begin(look, order, active) };
};
