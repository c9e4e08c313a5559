import { type Pair, UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import type { LoadMasterSeen, PairSeen, Reading, TargetSeen } from '#domain/pair/seen.ts';

/** `arn:…:targetgroup/lm-web/0123456789abcdef` → `lm-web`. */
export const targetGroupName = (arn: string): string => arn.split('/')[1] ?? arn;

const targetWords = (reading: Reading<TargetSeen> | undefined): string => {
  if (reading === undefined) return 'not read';
  if (reading.kind === 'unread') return `not read (${reading.code})`;
  const { state, reason } = reading.value;
  return reason === undefined ? state : `${state} (${reason})`;
};

const loadMasterWords = (reading: Reading<LoadMasterSeen>): string => {
  if (reading.kind === 'read') return `; LoadMaster says ${reading.value.haStatus}`;
  return reading.code === 'not-asked' ? '' : `; LoadMaster not read (${reading.code})`;
};

const firmwareEvidence = ({ firmware }: PairSeen, name: UnitName): string => {
  if (firmware === undefined) return '';
  const { firmware: runs, job } = firmware[name];
  const version = runs.kind === 'read' ? runs.value.version.trim() : `not read (${runs.code})`;
  if (job.kind === 'unread' || job.value === 'none') return `; firmware ${version}`;
  const { kind, state, code } = job.value;
  return `; firmware ${version}; last job ${kind} ${state}${code === undefined ? '' : ` (${code})`}`;
};

const list = (addresses: readonly string[]): string =>
  addresses.length === 0 ? 'none' : addresses.join(' ');

const geoEvidence = ({ geo: seen }: PairSeen, name: UnitName): string => {
  if (seen === undefined) return '';
  const { geo, job } = seen[name];
  const lists =
    geo.kind === 'read'
      ? `GEO access ${list(geo.value.access)}, partners ${list(geo.value.partners)}`
      : `GEO lists not read (${geo.code})`;
  if (job.kind === 'unread' || job.value === 'none') return `; ${lists}`;
  const { kind, state, code } = job.value;
  return `; ${lists}; last job ${kind} ${state}${code === undefined ? '' : ` (${code})`}`;
};

/** What each observer said, one line per unit: the proof that goes into the journal. */
export const evidenceOf = (seen: PairSeen, pair: Pair): readonly string[] =>
  UNIT_NAMES.map((name) => {
    const unit = seen.units[name];
    const instance =
      unit.instance.kind === 'read' ? unit.instance.value.state : `not read (${unit.instance.code})`;
    const targets = pair.targetGroups.map(
      (arn) => `${targetGroupName(arn)} ${targetWords(unit.targets[arn])}`,
    );
    return `${name} ${pair.units[name].instanceId}: ${instance}; ${targets.join(', ')}${loadMasterWords(unit.loadMaster)}${firmwareEvidence(seen, name)}${geoEvidence(seen, name)}`;
  });
