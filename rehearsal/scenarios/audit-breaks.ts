import type { Breaks } from '#rehearsal/scenarios/audit-break.ts';
import { GEO_BREAKS } from '#rehearsal/scenarios/audit-breaks-geo.ts';
import { HA_BREAKS } from '#rehearsal/scenarios/audit-breaks-ha.ts';
import { INSTANCE_BREAKS } from '#rehearsal/scenarios/audit-breaks-instances.ts';
import { LOAD_BALANCER_BREAKS } from '#rehearsal/scenarios/audit-breaks-load-balancer.ts';
import { SECURITY_GROUP_BREAKS } from '#rehearsal/scenarios/audit-breaks-security-groups.ts';
import { SERVICE_BREAKS } from '#rehearsal/scenarios/audit-breaks-services.ts';
import { TARGET_GROUP_BREAKS } from '#rehearsal/scenarios/audit-breaks-target-groups.ts';
import { UPKEEP_BREAKS } from '#rehearsal/scenarios/audit-breaks-upkeep.ts';

/** How every rule is broken, by its id. */
export const BREAKS: Breaks = {
  ...LOAD_BALANCER_BREAKS,
  ...TARGET_GROUP_BREAKS,
  ...INSTANCE_BREAKS,
  ...SECURITY_GROUP_BREAKS,
  ...HA_BREAKS,
  ...SERVICE_BREAKS,
  ...GEO_BREAKS,
  ...UPKEEP_BREAKS,
};
