import * as z from 'zod/mini';
import type { LoadMasterSession } from '#loadmaster/client.ts';
import { decimal, listOf, maybe, text, wholeNumber } from '#loadmaster/fields.ts';

const StatisticsReply = z.object({
  fqdnstatistics: maybe(
    z.object({
      fqdn: listOf(
        z.object({
          fqdn: text,
          map: listOf(z.object({ addr: text, rps: decimal, total: wholeNumber })),
        }),
      ),
    }),
  ),
});

/** How often one address of a name was given out. */
export interface GeoMapStatistics {
  /** As the unit writes it. */
  readonly fqdn: string;
  readonly address: string;
  readonly requestsPerSecond: number;
  readonly requests: number;
}

/** @see LoadMaster Interface Description, RESTful API, section 3.7.7 */
export const getGeoStatistics = async (session: LoadMasterSession): Promise<readonly GeoMapStatistics[]> => {
  const { fqdnstatistics } = await session.read('geostats', {}, StatisticsReply);
  return (fqdnstatistics?.fqdn ?? []).flatMap(({ fqdn, map }) =>
    map.flatMap(({ addr, rps, total }) =>
      fqdn === undefined || addr === undefined
        ? []
        : [{ fqdn, address: addr, requestsPerSecond: rps ?? 0, requests: total ?? 0 }],
    ),
  );
};
