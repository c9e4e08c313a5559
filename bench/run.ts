import { parseArgs } from 'node:util';
import { endProcess } from '#rehearsal/end-process.ts';
import type { BenchResult } from './result.ts';

const USAGE = 'npm run bench -- [name] [--json]';

/** Each is loaded when it runs, so that none measures with the others' modules in memory. */
const BENCHMARKS: Readonly<Record<string, () => Promise<{ run(): Promise<BenchResult> }>>> = {
  'cold-start': () => import('./cold-start.ts'),
  'watch-pass': () => import('./watch-pass.ts'),
  'drain-reaction': () => import('./drain-reaction.ts'),
  'loadmaster-client': () => import('./loadmaster-client.ts'),
  'image-upload': () => import('./image-upload.ts'),
  'geo-plan': () => import('./geo-plan.ts'),
  audit: () => import('./audit.ts'),
};

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const asTable = (name: string, { passed, figures }: BenchResult): string => {
  const width = Math.max(...Object.keys(figures).map((figure) => figure.length));
  const rows = Object.entries(figures).map(
    ([figure, value]) =>
      `  ${figure.padEnd(width)}  ${value.toLocaleString('en', { maximumFractionDigits: 3 })}`,
  );
  return [`${name}: ${passed ? 'passed' : 'FAILED'}`, ...rows, ''].join('\n');
};

const runAll = async (names: readonly string[], json: boolean): Promise<number> => {
  let failures = 0;
  for (const bench of names) {
    const benchmark = await BENCHMARKS[bench]?.();
    if (benchmark === undefined) continue;
    const result = await benchmark.run();
    const { passed, figures } = result;
    say(json ? JSON.stringify({ bench, passed, figures }) : asTable(bench, result));
    if (!passed) failures += 1;
  }
  return failures > 0 ? 1 : 0;
};

const main = async (): Promise<number> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false } },
  });
  const unknown = positionals.filter((name) => !Object.hasOwn(BENCHMARKS, name));
  if (unknown.length > 0) {
    process.stderr.write(`${USAGE}\nThe benchmarks are ${Object.keys(BENCHMARKS).join(', ')}.\n`);
    return 2;
  }
  return runAll(positionals.length > 0 ? positionals : Object.keys(BENCHMARKS), values.json);
};

endProcess(await main());
