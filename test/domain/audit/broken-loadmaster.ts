import type { Broken } from './broken.ts';
import { BROKEN_GEO } from './broken-loadmaster-geo.ts';
import { BROKEN_HA } from './broken-loadmaster-ha.ts';
import { BROKEN_SERVICES } from './broken-loadmaster-services.ts';
import { BROKEN_UPKEEP } from './broken-loadmaster-upkeep.ts';

/** How each LoadMaster rule is broken, by its id. */
export const BROKEN_LOADMASTER: Readonly<Record<string, readonly Broken[]>> = {
  ...BROKEN_HA,
  ...BROKEN_SERVICES,
  ...BROKEN_GEO,
  ...BROKEN_UPKEEP,
};
