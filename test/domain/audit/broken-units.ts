import type { PairSnapshot, UnitSnapshot } from '#domain/audit/snapshot.ts';
import type { ServiceAudited, UnitAudited } from '#domain/audit/unit-audited.ts';
import { UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import type { GeoSeen } from '#domain/geo/geo-seen.ts';
import { withUnit } from './broken.ts';
import { CLEAN_SNAPSHOT } from './clean-snapshot.ts';

/** The clean snapshot with the same said by both units, as where they synchronise it. */
export const withBoth = (
  change: (said: UnitAudited, unit: UnitName) => Partial<UnitAudited>,
  from: PairSnapshot = CLEAN_SNAPSHOT,
): PairSnapshot =>
  UNIT_NAMES.reduce(
    (snapshot, unit) => withUnit(unit, (said) => ({ ...said, ...change(said, unit) }), snapshot),
    from,
  );

/** One more virtual service on each unit, at its own address unless that is changed. */
export const withService = (
  service: Omit<Partial<ServiceAudited>, 'address'>,
  at: (unit: UnitName) => string = (unit) => CLEAN_SNAPSHOT.pair.units[unit].address,
): PairSnapshot =>
  withBoth(({ services }, unit) => ({
    services: [...services, { name: 'more', protocol: 'tcp', enabled: true, ...service, address: at(unit) }],
  }));

/** Something else about one unit than what its LoadMaster says. */
export const withUnitSnapshot = (unit: UnitName, change: Partial<UnitSnapshot>): PairSnapshot => ({
  ...CLEAN_SNAPSHOT,
  units: { ...CLEAN_SNAPSHOT.units, [unit]: { ...CLEAN_SNAPSHOT.units[unit], ...change } },
});

export const withSettings = (
  unit: UnitName,
  change: Readonly<Record<string, string>>,
  from: PairSnapshot = CLEAN_SNAPSHOT,
): PairSnapshot => withUnit(unit, (said) => ({ ...said, settings: { ...said.settings, ...change } }), from);

/** Without one of a unit's settings. */
export const withoutSetting = (unit: UnitName, name: string): PairSnapshot =>
  withUnit(unit, (said) => ({
    ...said,
    settings: Object.fromEntries(Object.entries(said.settings).filter(([each]) => each !== name)),
  }));

/** Without something that a unit may leave unsaid. */
export const withoutSaying = (unit: UnitName, ...keys: readonly (keyof UnitAudited)[]): PairSnapshot =>
  withUnit(unit, (said) => {
    const rest = { ...said };
    for (const key of keys) Reflect.deleteProperty(rest, key);
    return rest;
  });

export const withGeo = (unit: UnitName, change: (geo: GeoSeen) => Partial<GeoSeen>): PairSnapshot =>
  withUnit(unit, (said) => {
    if (said.geo === undefined) throw new Error('only GEO that was read can be changed');
    return { ...said, geo: { ...said.geo, ...change(said.geo) } };
  });

const { pair, geo, ...rest } = CLEAN_SNAPSHOT;
const { partnerSecret: _secret, ...withoutSecret } = pair;
const { geoMaster: _master, ...masterless } = pair;

export const WITHOUT_PARTNER_SECRET: PairSnapshot = { ...CLEAN_SNAPSHOT, pair: withoutSecret };

export const OUTSIDE_GEO_CLUSTERS: PairSnapshot = { ...rest, pair };

/** Nobody has declared the pair's master, so nobody has to carry the access list. */
export const withoutMaster = (): PairSnapshot => {
  if (geo?.kind !== 'expected' || geo.member.kind !== 'pair') throw new Error('no pair in a GEO cluster');
  const { master: _, ...member } = geo.member;
  const units = geo.units.map(({ access: __, ...unit }) => unit);
  return { ...rest, pair: masterless, geo: { kind: 'expected', member, units } };
};
