/** In which regions a deployment is, seen from one of its stacks. */
export interface Placement {
  /** The region of the stack. */
  readonly own: string;
  /** The region whose stack has the table, and whose functions give turns. */
  readonly home: string;
  /** All of them in the alphabet's order, so that the order in which they are named changes no stack. */
  readonly regions: readonly string[];
}

/** The parameters `regions` and `homeRegion` do not say where the deployment is. */
export class PlacementError extends Error {
  override readonly name = 'PlacementError';
}

const REGION = /^[a-z]+(-[a-z]+)+-\d+$/;

const namesIn = (list: string): readonly string[] =>
  list.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));

const insist = (holds: boolean, otherwise: string): void => {
  if (!holds) throw new PlacementError(otherwise);
};

/**
 * `regions` are separated by commas; none means the stack's own alone. Several need a stated `homeRegion`: were it the
 * own one by default, every stack would take the table, and the giving of turns, for itself.
 * @throws PlacementError
 */
export const placementOf = (stack: {
  readonly own: string;
  readonly regions: string;
  readonly homeRegion: string;
}): Placement => {
  const { own, homeRegion } = stack;
  const named = namesIn(stack.regions);
  const regions = [...new Set(named.length === 0 ? [own] : named)].toSorted();
  const malformed = regions.filter((region) => !REGION.test(region));
  insist(malformed.length === 0, `regions: not the name of a region: ${malformed.join(', ')}`);
  insist(regions.includes(own), `regions: ${regions.join(',')} is without ${own}, where this stack is`);
  insist(
    regions.length === 1 || homeRegion !== '',
    'homeRegion: several regions need one that is their home',
  );
  const home = homeRegion === '' ? own : homeRegion;
  insist(regions.includes(home), `homeRegion: ${home} is not among regions, ${regions.join(',')}`);
  return { own, home, regions };
};

/** The regions of the other stacks. */
export const othersOf = ({ own, regions }: Placement): readonly string[] =>
  regions.filter((region) => region !== own);
