import type { ShapePath } from '#rehearsal/aws-wire/protocol/shape.ts';

/** `["Targets", 1, "Id"]` as validation messages write it: `targets.1.member.id`. */
export const constraintPath = (path: ShapePath): string =>
  path
    .map((part) =>
      typeof part === 'number' ? `${part}.member` : part.charAt(0).toLowerCase() + part.slice(1),
    )
    .join('.');

/** How AWS words a broken constraint of a service model, the same in every service but EC2. */
export const constraintMessage = (path: ShapePath, value: string | null, constraint: string): string =>
  `1 validation error detected: Value ${value === null ? 'null' : `'${value}'`} at '${constraintPath(path)}' failed to satisfy constraint: ${constraint}`;

export const NOT_NULL = 'Member must not be null';
