import { rmSync } from 'node:fs';
import { basename } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';

/**
 * The files that a function loads on demand are named after it: serverless-esbuild leaves `functions/watch.*` out of
 * every zip but that of `watch`.
 */
const namedAfterTheFunction: Plugin = {
  name: 'named-after-the-function',
  setup({ initialOptions }) {
    const [entry] = Array.isArray(initialOptions.entryPoints) ? initialOptions.entryPoints : [];
    if (typeof entry === 'string') initialOptions.chunkNames = `${basename(entry, '.ts')}.[name]-[hash]`;
  },
};

/**
 * How every function is bundled, for the package and for the benchmark that weighs it. ES modules, so that unused code
 * is left out and `import()` makes a file of its own; `mainFields` because the AWS SDK's `main` is CommonJS.
 */
export const bundling = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  splitting: true,
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
  sourcemap: 'external',
  // The YAML parser is CommonJS and asks for Node's own modules when it is loaded.
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
  plugins: [namedAfterTheFunction],
} as const satisfies BuildOptions;

/**
 * What serverless-esbuild asks for: `require` gives it this function. It packs whatever lies in its directory, so files of
 * an earlier build go first. `skipRebuild`: a build that fails otherwise never ends.
 */
const forServerless = () => {
  rmSync('.esbuild', { recursive: true, force: true });
  return {
    ...bundling,
    plugins: [...bundling.plugins],
    outputFileExtension: '.mjs',
    exclude: [],
    keepOutputDirectory: true,
    skipRebuild: true,
  };
};

export { forServerless as 'module.exports' };
