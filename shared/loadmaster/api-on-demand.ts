import type { Api } from '#loadmaster/api.ts';
import { apiV2 } from '#loadmaster/api-v2.ts';
import type { ApiName } from '#loadmaster/transport.ts';

/** An API by name. v1 with its XML parser is loaded by the first unit that needs it: a look at most units does not. */
export const apiNamed = async (name: ApiName = 'v2'): Promise<Api> =>
  name === 'v2' ? apiV2 : (await import('#loadmaster/v1/api.ts')).apiV1;
