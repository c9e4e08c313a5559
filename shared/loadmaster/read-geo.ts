import type { GeoLists, GeoSeen } from '#domain/geo/geo-seen.ts';
import { bounded } from '#loadmaster/bounded.ts';
import type { LoadMasterSession } from '#loadmaster/client.ts';
import { isGeoEnabled } from '#loadmaster/commands/geo.ts';
import { listGeoClusters } from '#loadmaster/commands/geo-clusters.ts';
import { listGeoFqdns } from '#loadmaster/commands/geo-fqdns.ts';
import { getGeoList, listGeoPartners } from '#loadmaster/commands/geo-partners.ts';
import { defined } from '#loadmaster/defined.ts';
import { ifAny } from '#loadmaster/if-any.ts';

/**
 * Bytes of one unit's answer as JSON: a synchronous invocation answers with 6 MB at most, and no unit is to crowd the
 * others out of it. Some thousand addresses. @see AWS Lambda, Quotas
 */
export const MOST_GEO_BYTES = 100_000;

/**
 * What a unit has of GEO, by six calls, less one for each list that is `known` already. How a unit answers on which GEO
 * is off is not published: whatever it refuses then, it has none of.
 */
export const readGeo = async (
  session: LoadMasterSession,
  known: Partial<GeoLists> = {},
): Promise<GeoSeen> => {
  const enabled = await isGeoEnabled(session);
  const list = async <T>(read: Promise<readonly T[]>): Promise<readonly T[]> =>
    enabled ? read : ((await ifAny(read)) ?? []);
  const access = known.access ?? (await list(getGeoList(session, 'access')));
  const partners = known.partners ?? (await list(getGeoList(session, 'partners')));
  const partnerStatus = await list(listGeoPartners(session));
  const clusters = await list(listGeoClusters(session));
  const fqdns = await list(listGeoFqdns(session));
  const mapped = new Set(fqdns.flatMap(({ maps }) => maps.map(({ address }) => address)));
  const seen = {
    enabled,
    access,
    partners,
    partnerStatus,
    clusters: clusters.map(({ address, name, type }) => defined({ address, name, type })),
    mapped: [...mapped],
  };
  return bounded(seen, MOST_GEO_BYTES);
};
