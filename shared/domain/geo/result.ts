import { unitsSet } from '#domain/geo/geo-look.ts';
import type { GeoOperation, GeoOrder, GeoResult } from '#domain/geo/operation.ts';
import type { EpochMs } from '#domain/time.ts';

const backupsOf = ({ units: { first, second } }: GeoOperation): GeoResult['backups'] => ({
  ...(first.backup === undefined ? {} : { first: first.backup }),
  ...(second.backup === undefined ? {} : { second: second.backup }),
});

/** How an operation that ends now ended. */
export const geoResultOf = (
  op: GeoOperation,
  end: Exclude<GeoResult['end'], 'refused'>,
  now: EpochMs,
): GeoResult => ({
  orderId: op.order.id,
  cluster: op.order.cluster,
  end,
  because: [op.failed, op.trouble].filter((one) => one !== undefined),
  startedAt: op.startedAt,
  endedAt: now,
  roleChanges: op.roleChanges,
  failovers: op.failovers,
  set: unitsSet(op),
  backups: backupsOf(op),
});

/** An order that was not begun: refused, or there was nothing to do. */
export const unbegunResult = (
  { id, cluster }: GeoOrder,
  end: 'refused' | 'done',
  because: readonly string[],
  now: EpochMs,
): GeoResult => ({
  orderId: id,
  cluster,
  end,
  because,
  startedAt: now,
  endedAt: now,
  roleChanges: 0,
  failovers: 0,
  set: [],
  backups: {},
});
