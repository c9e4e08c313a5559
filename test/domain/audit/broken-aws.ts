import type { Broken } from './broken.ts';
import { BROKEN_ATTRIBUTES } from './broken-aws-attributes.ts';
import { BROKEN_HEALTH_CHECKS } from './broken-aws-health-checks.ts';
import { BROKEN_INSTANCES } from './broken-aws-instances.ts';
import { BROKEN_LOAD_BALANCERS } from './broken-aws-load-balancers.ts';
import { BROKEN_SECURITY_GROUPS } from './broken-aws-security-groups.ts';
import { BROKEN_TARGETS } from './broken-aws-targets.ts';

/** How each AWS rule is broken, by its id. */
export const BROKEN_AWS: Readonly<Record<string, readonly Broken[]>> = {
  ...BROKEN_LOAD_BALANCERS,
  ...BROKEN_HEALTH_CHECKS,
  ...BROKEN_TARGETS,
  ...BROKEN_ATTRIBUTES,
  ...BROKEN_INSTANCES,
  ...BROKEN_SECURITY_GROUPS,
};
