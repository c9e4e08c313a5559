import { unmarshall } from '@aws-sdk/util-dynamodb';
import type * as z from 'zod/mini';
import { DamagedItemError } from '#control/errors.ts';
import type { StoredItem } from '#store/dynamo/table-client.ts';

/** Numbers that do not fit would make unmarshalling throw; as what JavaScript makes of them they only fail the schema. */
const MARSHALL = { wrapNumbers: Number };

/** The item in its schema's shape, or undefined when it does not have it. Unknown attributes are left out. */
export const parseItem = <T>(schema: z.ZodMiniType<T>, item: StoredItem): T | undefined =>
  schema.safeParse(unmarshall(item, MARSHALL)).data;

/** The item in its schema's shape. Throws DamagedItemError. */
export const readItem = <T>(schema: z.ZodMiniType<T>, item: StoredItem): T => {
  const parsed = parseItem(schema, item);
  if (parsed === undefined) throw new DamagedItemError(`${item.PK?.S} ${item.SK?.S}`);
  return parsed;
};

export const sortKeyOf = (item: StoredItem): string => item.SK?.S ?? '';
