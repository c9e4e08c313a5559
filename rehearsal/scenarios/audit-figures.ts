import { UNIT_NAMES } from '#domain/estate/estate.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';

/* What audits cost, and what they changed, counted by those who were asked. */

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

/** By `service.operation`, over all regions. */
export type AwsCalls = ReadonlyMap<string, number>;

export const awsCallsSoFar = ({ world }: Stage): AwsCalls => {
  const calls = new Map<string, number>();
  for (const { cloud } of world.regions)
    for (const [name, count] of Object.entries(cloud.calls.read()))
      calls.set(name, (calls.get(name) ?? 0) + count);
  return calls;
};

/** Calls that change instances, target groups, load balancers or security groups: all but those that describe. */
const CHANGES = /^(ec2|elasticloadbalancing|autoscaling)\.(?!Describe)/;

export const callsOf = (calls: AwsCalls, names: RegExp): number =>
  sum([...calls].filter(([name]) => names.test(name)).map(([, count]) => count));

/** How many calls were to change something in AWS since then. */
export const awsChanges = (stage: Stage, before: AwsCalls): number =>
  callsOf(awsCallsSoFar(stage), CHANGES) - callsOf(before, CHANGES);

/** The most calls of the management API that one unit of a pair got since then, by its own log. */
export const mostLoadMasterCalls = (stage: Stage, since: number): number =>
  Math.max(
    0,
    ...stage
      .pairs()
      .flatMap(({ pair }) => UNIT_NAMES.map((unit) => pair.wired[unit].accessLog.entries(since).length)),
  );
