import { UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import type { EpochMs } from '#domain/time.ts';
import type { World } from './world.ts';

/** What clients of a pair meet, by the models: at every moment at which anything changes. */
export interface Course {
  /** Units that got the role, and when: the load balancer led new connections to them alone. */
  readonly roles: { readonly unit: UnitName; readonly at: EpochMs }[];
  /** Moments at which a new connection would have been led to a unit that takes none, or nowhere. */
  readonly failed: { readonly to: string; readonly at: EpochMs }[];
}

export const followCourse = ({ cloud, units, pair, scheduler }: World): Course => {
  const course: Course = { roles: [], failed: [] };
  const unitOf = (instanceId: string): UnitName | undefined =>
    UNIT_NAMES.find((name) => pair.units[name].instanceId === instanceId);
  const look = (): void => {
    const at = scheduler.now();
    const routes = pair.targetGroups.map((arn) => cloud.elb.routableTargets(arn));
    for (const routable of routes) {
      const refusing = routable.map(unitOf).filter((name) => !name || !units[name].acceptsConnections());
      if (refusing.length > 0 || routable.length === 0) course.failed.push({ to: refusing.join(), at });
    }
    const [one, ...others] = new Set(routes.flat());
    const unit = others.length === 0 && one !== undefined ? unitOf(one) : undefined;
    if (unit !== undefined && unit !== course.roles.at(-1)?.unit) course.roles.push({ unit, at });
  };
  for (const name of UNIT_NAMES) units[name].onChange(look);
  cloud.elb.onRoutingChange(look);
  look();
  return course;
};
