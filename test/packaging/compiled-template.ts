import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
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

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

const readFrom = (directory: string): Template =>
  parseTemplate(
    JSON.parse(readFileSync(join(directory, 'cloudformation-template-update-stack.json'), 'utf8')),
  );

/** The template that `npm run package` wrote. */
export const compiledTemplate = (): Template => readFrom(join(PROJECT, '.serverless'));

/**
 * What the framework makes the template of, elsewhere, for it clears away what an earlier run has packaged. The functions
 * are empty: they take most of the time, and nothing of the template is about what is in them.
 */
const standIn = (directory: string): void => {
  for (const file of ['serverless.yml', 'package.json', 'esbuild.config.ts'])
    copyFileSync(join(PROJECT, file), join(directory, file));
  for (const linked of ['deploy', 'node_modules'])
    symlinkSync(join(PROJECT, linked), join(directory, linked), 'dir');
  mkdirSync(join(directory, 'functions'));
  for (const file of readdirSync(join(PROJECT, 'functions')).filter((name) => name.endsWith('.ts')))
    writeFileSync(join(directory, 'functions', file), 'export const handler = () => undefined;\n');
};

/** The template of the stack in a region, with parameters as `--param` takes them. */
export const packagedTemplate = (region: string, parameters: readonly string[]): Template => {
  const directory = mkdtempSync(join(tmpdir(), 'understudy-package-'));
  const serverless = join(PROJECT, 'node_modules/serverless/bin/serverless.js');
  const given = parameters.map((parameter) => `--param=${parameter}`);
  try {
    standIn(directory);
    execFileSync(process.execPath, [serverless, 'package', '--region', region, ...given], {
      cwd: directory,
      stdio: 'pipe',
    });
    return readFrom(join(directory, '.serverless'));
  } finally {
    rmSync(directory, { recursive: true });
  }
};

/** The resources of a type, by logical id. */
export const resourcesOf = ({ Resources }: Template, type: string): [string, Resource][] =>
  Object.entries(Resources).filter(([, { Type }]) => Type === type);
