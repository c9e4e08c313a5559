import type { FailbackPolicy } from '#domain/estate/estate.ts';
import type { FailbackMemory } from '#domain/failback/memory.ts';
import type { EpochMs } from '#domain/time.ts';

/**
 * Notes a return to the preferred unit that nobody asked for by name. One too many within the policy's time stops
 * returning until an operator acknowledges: a first unit that comes and goes must not take the service with it.
 */
export const noteReturn = (memory: FailbackMemory, policy: FailbackPolicy, now: EpochMs): FailbackMemory => {
  const returns = [...memory.returns.filter((at) => at > now - policy.flapWithinMs), now];
  const flaps = returns.length >= policy.flapLimit;
  const flappingSince = memory.flappingSince ?? (flaps ? now : undefined);
  return { ...memory, returns, ...(flappingSince === undefined ? {} : { flappingSince }) };
};
