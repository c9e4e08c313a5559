import { readFileSync } from 'node:fs';
import * as z from 'zod';

const resource = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DependsOn: z.union([z.string(), z.array(z.string())]).optional(),
  Condition: z.string().optional(),
});

const template = z.looseObject({
  Parameters: z.record(z.string(), z.unknown()).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Resources: z.record(z.string(), resource),
  Outputs: z.record(z.string(), z.unknown()).default({}),
});

/** A CloudFormation template. @see AWS CloudFormation User Guide, Template sections */
export type Template = z.infer<typeof template>;
export type Resource = z.infer<typeof resource>;

export const parseTemplate = (value: unknown): Template => template.parse(value);

/** The template that `npm run package` wrote. */
export const compiledTemplate = (): Template =>
  parseTemplate(
    JSON.parse(
      readFileSync(
        new URL('../../.serverless/cloudformation-template-update-stack.json', import.meta.url),
        'utf8',
      ),
    ),
  );

/** The resources of a type, by logical id. */
export const resourcesOf = ({ Resources }: Template, type: string): [string, Resource][] =>
  Object.entries(Resources).filter(([, { Type }]) => Type === type);
