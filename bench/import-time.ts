import { execFile } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

const TIMED_IMPORT = `
const [url] = process.argv.slice(1);
const startedAt = performance.now();
await import(url);
process.stdout.write(String(performance.now() - startedAt));
process.exit();
`;

/** What the functions read from their environment when they are imported. */
const ENVIRONMENT = {
  AWS_REGION: 'eu-west-1',
  AWS_LAMBDA_FUNCTION_NAME: 'cold-start',
  TABLE_NAME: 'understudy',
  BUS_NAME: 'understudy',
  GATEWAY_FUNCTION: 'understudy-loadmaster',
};

/** Milliseconds that importing a file takes in a process that has imported nothing before. */
export const importMs = async (file: string): Promise<number> => {
  const { stdout } = await run(
    process.execPath,
    ['--input-type=module', '--eval', TIMED_IMPORT, pathToFileURL(file).href],
    { env: ENVIRONMENT },
  );
  return Number(stdout);
};
