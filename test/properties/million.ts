import { spawn } from 'node:child_process';

/* A million random histories, other ones every time; the seed is printed so that a failure can be repeated. */

const SEED = String(Date.now() % 2 ** 31);
process.stdout.write(`SEED=${SEED}\n`);
spawn(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', 'test/properties'], {
  stdio: 'inherit',
  env: { ...process.env, HISTORIES: '1000000', SEED },
}).on('exit', (code) => {
  process.exitCode = code ?? 1;
});
