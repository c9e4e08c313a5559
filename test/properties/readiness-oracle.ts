import type { EpochMs } from '#domain/time.ts';
import type { World } from './world.ts';

/*
 * For how long the first unit has really been well without interruption, at the moments at which somebody looked: from
 * the models, with none of the deciding code.
 */

export interface ReadinessOracle {
  /** Somebody looks at the pair now. What he can miss (`blind`: readings may fail) interrupts nothing. */
  looked(blind: boolean): void;
  /** The function that looked died before it could remember: an interruption that only it saw is not known. */
  died(): void;
  wellSince(): EpochMs | undefined;
}

const isWell = (world: World): boolean => {
  const { units, pair, cloud } = world;
  const state = (arn: string, id: string): string =>
    cloud.elb.describeTargetHealth(arn).find(({ target }) => target.id === id)?.health.state ?? 'absent';
  const seen = (id: string, wanted: string): boolean =>
    pair.targetGroups.every((arn) => state(arn, id) === wanted);
  return (
    units.first.machine() === 'up' &&
    units.first.role() === 'standby' &&
    units.first.cloudHa().healthPort === pair.healthCheck.port &&
    seen(pair.units.first.instanceId, 'unhealthy') &&
    seen(pair.units.second.instanceId, 'healthy')
  );
};

export const makeReadinessOracle = (world: World): ReadinessOracle => {
  let since: EpochMs | undefined;
  let before: EpochMs | undefined;
  return {
    looked: (blind) => {
      before = since;
      const now = world.scheduler.now();
      if (!isWell(world)) {
        if (!blind) since = undefined;
      } else if (since === undefined || world.units.first.bootedAt() > since) since = now;
    },
    died: () => {
      since = since ?? before;
    },
    wellSince: () => since,
  };
};
