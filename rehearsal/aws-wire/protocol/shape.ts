import type { NormalizedSchema } from '@smithy/core/schema';
import type { StaticStructureSchema } from '@smithy/types';

/**
 * A shape of a published service model. The SDK clients carry the models as schemas; reading requests and writing
 * answers by the same schemas keeps names, nesting and required members those of the service, not ours.
 */
export type Shape = NormalizedSchema;

/** Where a value stands in a request: member names, and 1-based list positions. */
export type ShapePath = readonly (string | number)[];

export interface ShapeTraits {
  readonly xmlName?: string;
  readonly ec2QueryName?: string;
  readonly xmlFlattened?: unknown;
}

/** The serialisation traits of a member, with those of its target beneath them. */
export const traitsOf = (shape: Shape): ShapeTraits => {
  const { xmlName, ec2QueryName, xmlFlattened } = shape.getMergedTraits();
  return {
    ...(typeof xmlName === 'string' && { xmlName }),
    ...(typeof ec2QueryName === 'string' && { ec2QueryName }),
    ...(xmlFlattened !== undefined && { xmlFlattened }),
  };
};

/** The members a structure cannot be without. A schema lists its required members first and says how many they are. */
export const requiredMembersOf = (structure: Shape): readonly string[] => {
  // The caller has asked isStructSchema(); the type of getSchema() does not narrow by it.
  const schema = structure.getSchema() as StaticStructureSchema;
  return schema[4].slice(0, schema[6] ?? 0);
};
