import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { FunctionHost, FunctionSurroundings } from '#rehearsal/functions/function-host.ts';
import { type OfflineService, SERVICE, STAGE } from '#rehearsal/functions/offline-service.ts';
import { ACCOUNT_ID, HOME_REGION } from '#rehearsal/world/estate-spec.ts';
import { LOCAL_CREDENTIALS } from '#rehearsal/world/table.ts';

const READY_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 200;
/** Longer than any function's timeout: Lambda's own comes first. */
const INVOKE_WITHIN_MS = 200_000;
const END_WITHIN_MS = 5_000;

/** serverless-offline cannot be told to take any port, so two that were free a moment ago are given to it. */
const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server that is listening has an AddressInfo; strings are for pipes.
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

const environmentOf = (
  { region, endpoint, s3Endpoint, firmwareBucket, table, busName }: FunctionSurroundings,
  lambdaPort: number,
): Readonly<Record<string, string>> => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
  AWS_ENDPOINT_URL_S3: s3Endpoint,
  AWS_ENDPOINT_URL_LAMBDA: `http://127.0.0.1:${lambdaPort}`,
  AWS_REGION: region,
  AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
  TABLE_NAME: table.tableName,
  BUS_NAME: busName,
  FIRMWARE_BUCKET: firmwareBucket,
  SECURITY_HUB: 'true',
  AWS_ACCOUNT: ACCOUNT_ID,
  AWS_PARTITION_NAME: 'aws',
  HOME_REGION,
  GATEWAY_FUNCTION: `${SERVICE}-${STAGE}-loadmaster`,
  JOBS_FUNCTION: `${SERVICE}-${STAGE}-jobs`,
  UNDERSTUDY_LOCAL: 'true',
  POWERTOOLS_LOG_LEVEL: 'ERROR',
});

const launch = (
  { directory }: OfflineService,
  config: string,
  ports: { readonly http: number; readonly lambda: number },
): ChildProcess => {
  const command = createRequire(import.meta.url).resolve('serverless/bin/serverless.js');
  const flags = ['--httpPort', `${ports.http}`, '--lambdaPort', `${ports.lambda}`, '--host', '127.0.0.1'];
  return spawn(
    process.execPath,
    [command, 'offline', '--config', config, ...flags, '--noPrependStageInUrl', '--noTimeout'],
    {
      cwd: directory,
      env: {
        ...process.env,
        SLS_TELEMETRY_DISABLED: '1',
        SLS_NOTIFICATIONS_MODE: 'off',
        AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
        AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
};

/** Keeps the last lines a process wrote, for when it fails. */
const lastWords = ({ stdout, stderr }: ChildProcess): (() => string) => {
  let words = '';
  for (const stream of [stdout, stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(-4_000);
    });
  return () => words;
};

const waitUntilReady = async (child: ChildProcess, apiUrl: string, words: () => string): Promise<void> => {
  const until = Date.now() + READY_WITHIN_MS;
  for (;;) {
    if (child.exitCode !== null || Date.now() > until)
      throw new Error(`serverless-offline did not come up:\n${words()}`);
    try {
      if ((await fetch(`${apiUrl}/health`)).ok) return;
    } catch (error) {
      // Fetch's word for a connection that was refused; nobody listens yet.
      if (!(error instanceof TypeError)) throw error;
    }
    await sleep(LOOK_EVERY_MS);
  }
};

const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), END_WITHIN_MS);
  await ended;
  clearTimeout(late);
};

/** The functions of one region as bundled for AWS, in a process of their own under serverless-offline, in real time. */
export const hostUnderServerlessOffline = async (
  service: OfflineService,
  surroundings: FunctionSurroundings,
): Promise<FunctionHost> => {
  const { region } = surroundings;
  const [http, lambda] = [await freePort(), await freePort()];
  const config = await service.configure(region, environmentOf(surroundings, lambda));
  const child = launch(service, config, { http, lambda });
  service.endBeforeRemoval(() => end(child));
  const words = lastWords(child);
  const apiUrl = `http://127.0.0.1:${http}`;
  await waitUntilReady(child, apiUrl, words);
  const client = new LambdaClient({
    region,
    endpoint: `http://127.0.0.1:${lambda}`,
    credentials: LOCAL_CREDENTIALS,
    maxAttempts: 1,
    requestHandler: { requestTimeout: INVOKE_WITHIN_MS },
  });
  return {
    apiUrl,
    invoke: async (functionName, event) => {
      const FunctionName = `${SERVICE}-${STAGE}-${functionName}`;
      const { FunctionError, Payload } = await client.send(
        new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }),
      );
      const answer = Payload?.transformToString();
      if (FunctionError !== undefined) throw new Error(`${functionName}: ${answer}`);
      return answer;
    },
    stop: async () => {
      client.destroy();
      await end(child);
    },
    close: async () => undefined,
  };
};
