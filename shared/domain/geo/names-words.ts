/** More than these are counted, not named: a list may have hundreds. */
const NAMED = 4;

/** `a`, `a and b`, `a, b, c, d and 12 more`. */
export const namesWords = (names: readonly string[]): string => {
  const more = names.length - NAMED;
  const said = more > 0 ? [...names.slice(0, NAMED), `${more} more`] : names;
  return said.length < 2 ? said.join('') : `${said.slice(0, -1).join(', ')} and ${said.at(-1)}`;
};
