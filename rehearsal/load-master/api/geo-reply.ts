import { type Fields, refused } from '#rehearsal/load-master/api/reply.ts';
import type { UnitBehaviour } from '#rehearsal/load-master/behaviour.ts';

/** What a cluster or name that does not exist is answered with. */
export const NO_GEO_DATA = refused('No geo data found');

/** A list under its name: absent when empty, and one entry in the shape the unit has for it. */
export const inShape = (
  name: string,
  entries: readonly Fields[],
  { clusterListShape }: UnitBehaviour,
): Fields => {
  const [first, ...others] = entries;
  if (first === undefined) return {};
  return { [name]: others.length === 0 && clusterListShape === 'object' ? first : entries };
};
