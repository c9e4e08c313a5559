/** More than these are counted, not named. */
const NAMED = 3;

/** `a; b; c; 12 more`. */
export const fewWords = (parts: readonly string[]): string => {
  const more = parts.length - NAMED;
  return (more > 0 ? [...parts.slice(0, NAMED), `${more} more`] : parts).join('; ');
};
