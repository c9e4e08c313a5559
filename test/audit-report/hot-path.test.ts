import { readdirSync } from 'node:fs';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { bundling } from '../../esbuild.config.ts';

/** Functions that are asked for reports. What the others carry is read at each of their cold starts. */
const REPORTING = ['api.ts', 'audit.ts'];

const ONLY_FOR_REPORTS =
  /audit-report\/|node_modules\/(?:mustache|csv-stringify|@aws-sdk\/client-securityhub)\//;

it('no function but those that report carries what reports are made with', async () => {
  const { metafile } = await build({
    ...bundling,
    plugins: [],
    sourcemap: false,
    entryPoints: readdirSync('functions', { withFileTypes: true })
      .filter((entry) => entry.isFile() && !REPORTING.includes(entry.name))
      .map(({ name }) => `functions/${name}`),
    outdir: 'nowhere',
    write: false,
    metafile: true,
  });
  const inputs = Object.keys(metafile.inputs);
  expect(inputs).toContain('functions/watch.ts');
  expect(inputs.filter((input) => ONLY_FOR_REPORTS.test(input))).toEqual([]);
});
