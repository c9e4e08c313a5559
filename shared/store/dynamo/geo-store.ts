import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type * as z from 'zod/mini';
import { ITEM_SCHEMA_VERSION } from '#contracts/items.ts';
import { geoDeclarationItem, geoReportItem, geoTurnsItem } from '#contracts/items-geo.ts';
import type { GeoRecord, GeoStore } from '#control/ports.ts';
import type { GeoReport, GeoTurns } from '#domain/geo/geo-report.ts';
import type { GeoDeclaration } from '#domain/geo/member.ts';
import { claimItem } from '#store/dynamo/claim-item.ts';
import { GEO_PARTITION, GEO_TURNS_KEY, geoItemKind, geoReportKey } from '#store/dynamo/keys.ts';
import { parseItem, sortKeyOf } from '#store/dynamo/parse-item.ts';
import { makeTableClient, type StoredItem } from '#store/dynamo/table-client.ts';

const sortGeoItems = (items: readonly StoredItem[]): GeoRecord => {
  const declarations: GeoDeclaration[] = [];
  const reports: GeoReport[] = [];
  const damaged: string[] = [];
  let turns: GeoTurns | undefined;
  const parse = <T>(schema: z.ZodMiniType<T>, item: StoredItem, keep: (parsed: T) => void) => {
    const parsed = parseItem(schema, item);
    if (parsed === undefined) damaged.push(sortKeyOf(item));
    else keep(parsed);
  };

  for (const item of items) {
    const kind = geoItemKind(sortKeyOf(item));
    if (kind === 'declaration')
      parse(geoDeclarationItem, item, ({ declaration }) => declarations.push(declaration));
    else if (kind === 'report') parse(geoReportItem, item, ({ report }) => reports.push(report));
    else if (kind === 'turns')
      parse(geoTurnsItem, item, (parsed) => {
        turns = parsed.turns;
      });
  }
  return { declarations, reports, damaged, ...(turns && { turns }) };
};

/**
 * What the regions share about GEO, in DynamoDB, in the table of `table.ts`. Nothing of it expires. Retries are the
 * client's own (`maxAttempts`).
 */
export const makeDynamoGeoStore = (options: {
  readonly client: DynamoDBClient;
  readonly tableName: string;
}): GeoStore => {
  const table = makeTableClient(options.client, options.tableName);
  return {
    readGeo: async () => sortGeoItems(await table.queryPartition(GEO_PARTITION)),
    claimReport: (next) => {
      const { region, version } = next;
      const item = { schemaVersion: ITEM_SCHEMA_VERSION, report: next };
      const claim = { item, version, within: 'report', of: `GEO in ${region}` };
      return claimItem(table, geoReportKey(region), claim);
    },
    claimTurns: (next) => {
      const item = { schemaVersion: ITEM_SCHEMA_VERSION, turns: next };
      const claim = { item, version: next.version, within: 'turns', of: 'the GEO clusters’ turns' };
      return claimItem(table, GEO_TURNS_KEY, claim);
    },
  };
};
