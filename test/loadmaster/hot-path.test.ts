import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { bundling } from '../../esbuild.config.ts';

/** What a look at a unit loads; the rest comes by `import()` when it is used. */
it('a status read loads neither API v1 nor its XML parser', async () => {
  const entry = 'shared/loadmaster/client.ts';
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
  const isHeavy = (input: string): boolean => /loadmaster\/v1\/|fast-xml-parser/.test(input);
  expect(inputs(loaded)).toContain('shared/loadmaster/line.ts');
  expect(inputs(loaded).filter(isHeavy)).toEqual([]);
  expect(inputs(Object.keys(metafile.outputs)).filter(isHeavy)).not.toEqual([]);
});
