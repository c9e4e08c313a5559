import type { UnitName } from '#domain/estate/estate.ts';
import { SECOND_MS } from '#domain/time.ts';
import type { UnitBehaviour } from '#rehearsal/load-master/behaviour.ts';
import {
  CUSTOMARY_HEALTH_PORT,
  type LoadMasterPair,
  makePair,
  probeOf,
} from '#rehearsal/load-master/pair.ts';
import type { Platform } from '#rehearsal/load-master/types.ts';
import type { Probe } from '#rehearsal/network.ts';
import { VirtualScheduler } from '#rehearsal/virtual-scheduler.ts';

/** When every virtual history begins. */
export const STARTED_AT = Date.UTC(2025, 9, 16, 9, 6, 27);

export const ADDRESSES: Readonly<Record<UnitName, string>> = { first: '10.0.1.5', second: '10.0.1.6' };

export interface VirtualPair extends LoadMasterPair {
  readonly scheduler: VirtualScheduler;
  /** Lets this many seconds pass. */
  readonly pass: (seconds: number) => void;
  /** One health check of the load balancer to both units, the second unit's first. */
  readonly poll: () => void;
  /** What the load balancer would get from each unit, as in `200/503`. */
  readonly health: () => string;
  /** Roles of first and second, as in `active/standby`. */
  readonly roles: () => string;
}

/** A configured pair in virtual time, unconnected until `poll`. `hidden`: addresses nobody can reach. */
export const makeVirtualPair = (
  options: {
    readonly preferFirst?: boolean;
    readonly behaviour?: Partial<UnitBehaviour>;
    readonly version?: string;
    readonly platform?: Platform;
    readonly hidden?: ReadonlySet<string>;
  } = {},
): VirtualPair => {
  const { hidden, ...setup } = options;
  const scheduler = new VirtualScheduler(STARTED_AT);
  const reach = probeOf(() => [pair.first, pair.second]);
  const probe: Probe = (target, done) =>
    hidden?.has(target.address) ? done({ kind: 'timeout' }) : reach(target, done);
  const pair: LoadMasterPair = makePair({ addresses: ADDRESSES, ...setup }, scheduler, probe);
  const health = (unit: UnitName): string => {
    const answer = pair[unit].healthAnswer(CUSTOMARY_HEALTH_PORT);
    return answer.kind === 'status' ? String(answer.status) : answer.kind;
  };
  return {
    ...pair,
    scheduler,
    pass: (seconds) => scheduler.advance(seconds * SECOND_MS),
    poll: () => {
      pair.second.polledByLoadBalancer(CUSTOMARY_HEALTH_PORT);
      pair.first.polledByLoadBalancer(CUSTOMARY_HEALTH_PORT);
    },
    health: () => `${health('first')}/${health('second')}`,
    roles: () => `${pair.first.role()}/${pair.second.role()}`,
  };
};

/** The same, polled: the first unit is active. */
export const makeRunningPair = (options: Parameters<typeof makeVirtualPair>[0] = {}): VirtualPair => {
  const pair = makeVirtualPair(options);
  pair.poll();
  return pair;
};
