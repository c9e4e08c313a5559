import { expectedIn, topologyIn } from '#control/geo/see-region.ts';
import type {
  AuditRef,
  AwsAudit,
  Backups,
  GeoStore,
  LoadMasters,
  PairRecord,
  UnitRef,
} from '#control/ports.ts';
import { auditPolicyOf } from '#domain/audit/audit-policy.ts';
import type { AwsSeen } from '#domain/audit/aws-seen.ts';
import type { GeoExpected, PairSnapshot, UnitSnapshot } from '#domain/audit/snapshot.ts';
import type { UnitAudited } from '#domain/audit/unit-audited.ts';
import { UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import type { Reading } from '#domain/pair/seen.ts';
import { newPairState } from '#domain/pair/state.ts';
import { PACIFIED_ABOVE_REBOOTS, recentBoots } from '#domain/pair/unit-view.ts';
import type { EpochMs } from '#domain/time.ts';

/** What an audit looks at pairs with. */
export interface AuditObservers {
  readonly aws: AwsAudit;
  readonly loadMasters: Pick<LoadMasters, 'readAudit'>;
  readonly backups: Backups;
  readonly geo: Pick<GeoStore, 'readGeo'>;
}

const NOT_ASKED: Reading<never> = { kind: 'unread', code: 'not-asked' };

const NOTHING_SEEN: AwsSeen = {
  targetGroups: {},
  targets: {},
  targetGroupAttributes: {},
  loadBalancers: {},
  loadBalancerAttributes: {},
  instances: {},
  instanceHealth: {},
  terminationProtection: {},
  autoScaling: {},
  securityGroups: {},
  subnets: {},
};

/** What is expected of the lists of those that are in a GEO cluster, by pair id. One read for all of them. */
const readExpected = async (
  geo: AuditObservers['geo'],
  region: string,
  records: readonly PairRecord[],
): Promise<ReadonlyMap<string, GeoExpected>> => {
  const members = records.filter(({ pair }) => pair.geoCluster !== undefined);
  if (members.length === 0) return new Map();
  const topology = topologyIn(region, await geo.readGeo());
  const expected = expectedIn(region, topology);
  return new Map(
    members.map(({ pair }): [string, GeoExpected] => {
      const of = expected.get(pair.id);
      return [
        pair.id,
        of === undefined
          ? { kind: 'incomplete', words: 'what the regions declare about GEO does not make a whole' }
          : { kind: 'expected', member: of.member, units: of.expected },
      ];
    }),
  );
};

/** One listing of the bucket, and none where nobody wants to know. */
const readBackups = (
  backups: Backups,
  records: readonly PairRecord[],
  units: readonly UnitRef[],
): Promise<readonly Reading<EpochMs | 'none'>[]> =>
  records.some(({ pair }) => auditPolicyOf(pair).backupWithinMs !== undefined)
    ? backups.readNewest(units)
    : Promise.resolve(units.map(() => NOT_ASKED));

/**
 * Takes a snapshot of each pair: AWS in bulk, all LoadMasters by one question to the gateway, side by side. In the order of
 * the records.
 */
export const takeSnapshots = async (
  observers: AuditObservers,
  region: string,
  records: readonly PairRecord[],
  now: EpochMs,
): Promise<readonly PairSnapshot[]> => {
  const units = records.flatMap(({ pair }) =>
    UNIT_NAMES.map((unit): AuditRef => ({ pairId: pair.id, unit, withGeo: pair.geoCluster !== undefined })),
  );
  const [aws, said, backups, geo] = await Promise.all([
    observers.aws.readAws(records.map(({ pair }) => pair)),
    observers.loadMasters.readAudit(units),
    readBackups(observers.backups, records, units),
    readExpected(observers.geo, region, records),
  ]);
  const unitOf = ({ pair, state = newPairState(pair.id, now) }: PairRecord, at: number, unit: UnitName) => {
    const index = at * UNIT_NAMES.length + UNIT_NAMES.indexOf(unit);
    const loadMaster: Reading<UnitAudited> = said[index] ?? NOT_ASKED;
    const pacified = recentBoots(state, unit, now) > PACIFIED_ABOVE_REBOOTS;
    return { loadMaster, newestBackup: backups[index] ?? NOT_ASKED, pacified } satisfies UnitSnapshot;
  };
  return records.map((record, at): PairSnapshot => {
    const { pair, state } = record;
    const expected = geo.get(pair.id);
    return {
      schemaVersion: 1,
      at: now,
      pair,
      aws: aws.get(pair.id) ?? NOTHING_SEEN,
      flapping: state?.failback.flappingSince !== undefined,
      units: { first: unitOf(record, at, 'first'), second: unitOf(record, at, 'second') },
      ...(expected && { geo: expected }),
    };
  });
};
