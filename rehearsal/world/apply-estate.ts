import { estateInDocument } from '#contracts/api/estate-document.ts';
import type { Estate } from '#domain/estate/estate.ts';
import type { WireWorld } from '#rehearsal/world/wire-world.ts';

/** The estate without these pairs and standalones. */
export const estateWithout = ({ pairs, standalones }: Estate, ids: readonly string[]): Estate => ({
  pairs: pairs.filter(({ id }) => !ids.includes(id)),
  standalones: standalones.filter(({ id }) => !ids.includes(id)),
});

/**
 * Declares the world's estate, or another one, as an operator does: the same file through the API of each region.
 * @throws Error when it is refused
 */
export const applyEstate = async (
  { regions, estate }: Pick<WireWorld, 'regions' | 'estate'>,
  declared: Estate = estate,
): Promise<void> => {
  const body = JSON.stringify(estateInDocument(declared.pairs, declared.standalones));
  for (const { functions } of regions) {
    const response = await fetch(`${functions.apiUrl}/estate`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'x-understudy-operator': 'rehearsal' },
      body,
    });
    if (!response.ok) throw new Error(`the estate was not applied: ${await response.text()}`);
  }
};
