/**
 * Makes a value and everything in it read-only, in place, and returns it. What is frozen already is taken to be frozen
 * all through and not walked again: a state shares most of its parts with the one before it.
 */
export const deepFreeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
};
