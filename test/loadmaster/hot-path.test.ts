import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { bundling } from '../../esbuild.config.ts';

/** The files that `entry` loads at once, and all that are bundled with it: the others come by `import()`. */
const bundled = async (entry: string) => {
  const { metafile } = await build({
    ...bundling,
    plugins: [],
    sourcemap: false,
    entryPoints: [entry],
    outdir: 'nowhere',
    write: false,
    metafile: true,
  });
  const outputs = Object.entries(metafile.outputs);
  const loaded = new Set<string>();
  const load = (path: string): void => {
    const output = metafile.outputs[path];
    if (output === undefined || loaded.has(path)) return;
    loaded.add(path);
    for (const { path: next, kind } of output.imports) if (kind === 'import-statement') load(next);
  };
  for (const [path, { entryPoint }] of outputs) if (entryPoint === entry) load(path);
  const inputs = (paths: Iterable<string>): string[] =>
    [...paths].flatMap((path) => Object.keys(metafile.outputs[path]?.inputs ?? {}));
  return { atOnce: inputs(loaded), all: inputs(Object.keys(metafile.outputs)) };
};

it.each([
  {
    what: 'a status read loads neither API v1 nor its XML parser',
    entry: 'shared/loadmaster/client.ts',
    needed: 'shared/loadmaster/line.ts',
    heavy: /loadmaster\/v1\/|fast-xml-parser/,
  },
  {
    what: 'the gateway loads what an audit reads when an audit asks',
    entry: 'shared/loadmaster/load-masters.ts',
    needed: 'shared/loadmaster/commands/get.ts',
    heavy: /read-audit|audited-settings|virtual-services/,
  },
  {
    what: 'who asks the gateway for roles does not load what it answers to an audit',
    entry: 'shared/aws/gateway.ts',
    needed: 'shared/contracts/gateway.ts',
    heavy: /gateway-audit/,
  },
])('$what', async ({ entry, needed, heavy }) => {
  const { atOnce, all } = await bundled(entry);
  expect(atOnce).toContain(needed);
  expect(atOnce.filter((input) => heavy.test(input))).toEqual([]);
  expect(all.filter((input) => heavy.test(input))).not.toEqual([]);
});
