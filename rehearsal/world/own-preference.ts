import { DEFAULT_POLICIES } from '#contracts/estate-defaults.ts';
import type { FailbackPolicy, Pair } from '#domain/estate/estate.ts';

/** Whether the units themselves prefer the first: those that the control plane returns have No Preferred Host. */
export const unitsPreferFirst = (
  preferred: Pair['preferred'],
  { policy = DEFAULT_POLICIES.failback.policy }: Partial<FailbackPolicy> = {},
): boolean => preferred === 'first' && policy === 'native';
