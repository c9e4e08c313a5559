import { suggest } from '#contracts/estate-suggest.ts';

/** Intl's list leaves it out. */
const UTC = 'UTC';

/**
 * Whether this is the IANA name of a zone, old names included. Only with its area: of the short ones Intl knows some
 * that mean another zone than their writer has in mind (`BST` is Dhaka's), and offsets, which no clock change moves.
 */
export const isTimeZone = (name: string): boolean => {
  if (name === UTC) return true;
  if (!name.includes('/')) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

const cityOf = (name: string): string => name.slice(name.lastIndexOf('/') + 1).toLowerCase();

/** The zone that was probably meant: by its city, which may stand alone or in the wrong area, or by its spelling. */
export const suggestTimeZone = (name: string): string | undefined => {
  const zones = [...Intl.supportedValuesOf('timeZone'), UTC];
  const written = name.replaceAll(' ', '_');
  return zones.find((zone) => cityOf(zone) === cityOf(written)) ?? suggest(written, zones);
};
