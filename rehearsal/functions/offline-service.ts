import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { parse } from 'yaml';
import * as z from 'zod';
import { CLOUD_FORMATION_TAGS } from '#rehearsal/event-bus/rules.ts';
import { bundling } from '../../esbuild.config.ts';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

/** Of every function, what serverless-offline needs: the rest of `serverless.yml` is about AWS. */
const declaredFunctions = z.looseObject({
  functions: z.record(
    z.string(),
    z.looseObject({
      handler: z.string(),
      timeout: z.number().optional(),
      events: z
        .array(z.looseObject({ httpApi: z.looseObject({ method: z.string(), path: z.string() }).optional() }))
        .optional(),
    }),
  ),
});

/** The project's functions as deployed, bundled, in a directory of their own from which a service can be run. */
export interface OfflineService {
  readonly directory: string;
  /** Writes the configuration of the service in one region; returns the file's name. */
  configure(region: string, environment: Readonly<Record<string, string>>): Promise<string>;
  /** What must have ended before the directory can go. */
  endBeforeRemoval(end: () => Promise<void>): void;
  remove(): Promise<void>;
}

/** Names the functions: `<service>-<stage>-<function>`. */
export const SERVICE = 'understudy';
export const STAGE = 'rehearsal';

const readDeclared = async () => {
  const text = await readFile(join(PROJECT, 'serverless.yml'), 'utf8');
  return declaredFunctions.parse(parse(text, { customTags: CLOUD_FORMATION_TAGS })).functions;
};

/** With the settings of the package, but all in one run: functions share files, and start-up takes seconds less. */
const bundle = async (handlers: readonly string[], outdir: string): Promise<void> => {
  await build({
    ...bundling,
    plugins: [],
    entryPoints: handlers.map((handler) => join(PROJECT, handler.replace(/\.\w+$/, '.ts'))),
    outdir,
    outExtension: { '.js': '.mjs' },
    sourcemap: false,
    logLevel: 'error',
  });
};

/** Bundles the functions with the project's own settings. */
export const makeOfflineService = async (): Promise<OfflineService> => {
  const parent = join(PROJECT, '.rehearsal');
  await mkdir(parent, { recursive: true });
  const directory = await mkdtemp(join(parent, 'service-'));
  const declared = await readDeclared();
  try {
    await bundle(
      Object.values(declared).map(({ handler }) => handler),
      join(directory, 'functions'),
    );
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
  const functions = Object.fromEntries(
    Object.entries(declared).map(([name, { handler, timeout, events = [] }]) => [
      name,
      {
        handler,
        timeout: timeout ?? 30,
        events: events.flatMap(({ httpApi }) =>
          httpApi === undefined ? [] : [{ httpApi: { method: httpApi.method, path: httpApi.path } }],
        ),
      },
    ]),
  );
  const ends: (() => Promise<void>)[] = [];
  return {
    directory,
    configure: async (region, environment) => {
      const name = `serverless.${region}.json`;
      const provider = { name: 'aws', runtime: 'nodejs24.x', region, stage: STAGE, environment };
      const config = {
        service: SERVICE,
        frameworkVersion: '4',
        plugins: ['serverless-offline'],
        provider,
        functions,
      };
      await writeFile(join(directory, name), JSON.stringify(config));
      return name;
    },
    endBeforeRemoval: (end) => void ends.push(end),
    remove: async () => {
      await Promise.all(ends.map((end) => end()));
      await rm(directory, { recursive: true, force: true });
    },
  };
};
