import { MIXED_LIMIT_MS } from '#domain/firmware/timing.ts';
import type { PairState } from '#domain/pair/state.ts';
import type { EpochMs } from '#domain/time.ts';

/**
 * The pair's units run different firmware, as far as is known, and either that has lasted for too long or nobody is at
 * work on it: an alarm stays open for as long as this is so.
 */
export const isMixedAlarming = ({ operation, firmware }: PairState, now: EpochMs): boolean => {
  if (firmware.mixedSince !== undefined || firmware.interrupted?.mixedSince !== undefined) return true;
  if (operation.kind === 'halted')
    return operation.operation.kind === 'upgrading' && operation.operation.mixedSince !== undefined;
  if (operation.kind !== 'upgrading' || operation.mixedSince === undefined) return false;
  return now - operation.mixedSince > MIXED_LIMIT_MS;
};
