import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { bundling } from '../esbuild.config.ts';

/** One function, bundled. Sizes in kilobytes of 1,000 bytes, minified. */
export interface FunctionBundle {
  /** The file that Lambda imports. */
  readonly file: string;
  /** What is read at import: the file and all it imports, but not what it loads later. */
  readonly importedKb: number;
  /** What the first calls to EC2 and to the gateway load on top. */
  readonly onDemandKb: number;
}

const LOADED_ON_DEMAND = ['shared/aws/instances.ts', 'shared/aws/gateway.ts'] as const;

type Outputs = Metafile['outputs'];

/** The outputs that loading `start` loads, itself included. */
const loadedWith = (outputs: Outputs, start: string, loaded = new Set<string>()): ReadonlySet<string> => {
  if (loaded.has(start)) return loaded;
  loaded.add(start);
  for (const { path, kind } of outputs[start]?.imports ?? [])
    if (kind === 'import-statement' && path in outputs) loadedWith(outputs, path, loaded);
  return loaded;
};

const kilobytes = (outputs: Outputs, files: Iterable<string>): number =>
  [...files].reduce((sum, file) => sum + (outputs[file]?.bytes ?? 0), 0) / 1_000;

const outputOf = (outputs: Outputs, entry: string): string => {
  const found = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === entry);
  if (found === undefined) throw new Error(`${entry} was not bundled`);
  return found[0];
};

/** Bundles a function as it is packaged, into `directory`. */
export const bundleFunction = async (name: string, directory: string): Promise<FunctionBundle> => {
  const { metafile } = await build({
    ...bundling,
    plugins: [...bundling.plugins],
    mainFields: [...bundling.mainFields],
    sourcemap: false,
    outExtension: { '.js': '.mjs' },
    entryPoints: [`functions/${name}.ts`],
    outdir: join(directory, 'functions'),
    metafile: true,
  });
  const { outputs } = metafile;
  const file = outputOf(outputs, `functions/${name}.ts`);
  const imported = loadedWith(outputs, file);
  const later = LOADED_ON_DEMAND.flatMap((entry) => [...loadedWith(outputs, outputOf(outputs, entry))]);
  const onDemand = new Set(later.filter((output) => !imported.has(output)));
  return { file, importedKb: kilobytes(outputs, imported), onDemandKb: kilobytes(outputs, onDemand) };
};

/** The same clients as most people bundle them: from their barrels, with EC2 at the top, as CommonJS. */
export const bundleNaively = async (clients: readonly string[], directory: string): Promise<string> => {
  const file = join(directory, `naive-${clients.length}.cjs`);
  await build({
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    minify: true,
    outfile: file,
    stdin: {
      contents: clients.map((client, index) => `exports.client${index} = require('${client}');`).join('\n'),
      resolveDir: process.cwd(),
    },
  });
  return file;
};
