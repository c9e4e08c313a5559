import type { UnitBehaviour } from '#rehearsal/load-master/behaviour.ts';
import type { CloudHa, Role } from '#rehearsal/load-master/types.ts';

/*
 * Who becomes active. The manual gives the designations, the preference and "polls ... otherwise it takes over"
 * (LoadMaster HA for AWS, sections 4, 6.2 and 8). What it leaves open is decided here and nowhere else:
 *
 * - The first unit needs one look at its partner to become active, the second waits for `takeoverMisses`. So two units
 *   that boot together do not both become active.
 * - The first unit with Prefer First never waits: it "always takes over".
 * - A second unit that is active looks at its partner too, or it could never give way to a first unit that returned.
 * - A unit that boots is unconnected until the load balancer polls it again.
 * - A change of settings leaves the role as it is. With a health port of its own choosing a unit answers and polls
 *   there: the load balancer and the partner lose sight of it while it stays active in its own eyes and serves.
 */

/** All three are needed before the unit takes part. */
export const isConfigured = (ha: CloudHa): boolean =>
  ha.mode !== 'single' && ha.partner !== undefined && ha.healthPort !== undefined;

/** What an unconnected unit does about the load balancer's first poll. */
export const onFirstPoll = (ha: CloudHa): 'active' | 'standby' | 'ask-partner' => {
  if (ha.mode !== 'first') return 'standby';
  return ha.preferFirst ? 'active' : 'ask-partner';
};

/** Whether anything this unit sees of its partner could change its role. */
export const looksAtPartner = (role: Role, ha: CloudHa): boolean =>
  role === 'standby' || (role === 'active' && ha.mode === 'second');

export interface Standing {
  readonly role: Role;
  /** Polls of the partner in a row that did not get a 200. */
  readonly misses: number;
}

/** What a look at the partner makes of the unit. `partnerActive`: the partner answered 200. */
export const onPartnerSeen = (
  { role, misses }: Standing,
  ha: CloudHa,
  partnerActive: boolean,
  behaviour: UnitBehaviour,
): Standing => {
  switch (role) {
    case 'passive':
      return { role: partnerActive ? 'standby' : 'active', misses: 0 };
    case 'standby': {
      if (ha.mode === 'first' && ha.preferFirst) return { role: 'active', misses: 0 };
      if (partnerActive) return { role, misses: 0 };
      const missed = misses + 1;
      return missed >= behaviour.takeoverMisses ? { role: 'active', misses: 0 } : { role, misses: missed };
    }
    case 'active': {
      const yields = ha.preferFirst || behaviour.dualActiveResolution === 'second-yields';
      return { role: partnerActive && ha.mode === 'second' && yields ? 'standby' : role, misses: 0 };
    }
    case 'not-configured':
      return { role, misses: 0 };
    default:
      return role satisfies never;
  }
};
