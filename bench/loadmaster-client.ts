import { systemClock } from '#aws/clock.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { makeLoadMasterClient } from '#loadmaster/client.ts';
import { getHaStatus } from '#loadmaster/commands/get.ts';
import { makeSecret } from '#loadmaster/credentials.ts';
import { DEFAULT_LIMITS } from '#loadmaster/limits.ts';
import { UNIT_CALLS_PER_WINDOW, UNIT_WINDOW_MS } from '#loadmaster/rate-limit.ts';
import { makeBareCalls } from './bare-calls.ts';
import { makeComparison, rounded } from './comparison.ts';
import { startForked } from './forked.ts';
import { monotonicMs } from './monotonic.ts';
import type { BenchResult } from './result.ts';
import type { CallerMessage } from './unit-caller.ts';
import type { UnitServerMessage } from './unit-server.ts';

/*
 * What the client costs a call, next to bare calls on the same kept-alive TLS connection; and what several processes do
 * to a unit that drops connections beyond its call rate, when they share that rate by way of the table.
 */

const LIMITS = { ratio: 0.7, droppedConnections: 0, peakCallsIn3s: UNIT_CALLS_PER_WINDOW } as const;

const WARM_UPS = 60;
const ROUNDS = 100;
const CALLS_PER_SAMPLE = 50;

const PROCESSES = 4;

type Ready = Extract<UnitServerMessage, { readonly kind: 'ready' }>;

const timed = async (call: () => Promise<unknown>): Promise<number> => {
  const startedAtMs = monotonicMs();
  for (let calls = 0; calls < CALLS_PER_SAMPLE; calls++) await call();
  return monotonicMs() - startedAtMs;
};

/** Calls a second of the client with its call rate off, and how that compares with bare calls. */
const compareCalls = async ({ unlimited, user, password }: Ready) => {
  const client = makeLoadMasterClient({
    clock: systemClock,
    limits: { ...DEFAULT_LIMITS, sessionMs: 60 * MINUTE_MS },
    rateLimit: { take: async () => true },
  });
  const credentials = { kind: 'password', user, password: makeSecret(password), version: 'v1' } as const;
  const session = client.open(unlimited, credentials);
  const body = JSON.stringify({ param: 'hastatus', cmd: 'get', apiuser: user, apipass: password });
  const bare = makeBareCalls(unlimited);
  const comparison = makeComparison(
    () => timed(() => getHaStatus(session)),
    () => timed(() => bare.call(body)),
  );
  for (let round = 0; round < WARM_UPS; round++) await comparison.round();
  comparison.forget();
  for (let round = 0; round < ROUNDS; round++) await comparison.round();
  session.close();
  bare.close();
  const { oursMs, bareMs, ratio } = comparison.medians();
  const perSecond = (ms: number): number => (CALLS_PER_SAMPLE * SECOND_MS) / ms;
  return {
    ratio: 1 / ratio,
    callsPerSecond: perSecond(oursMs),
    bareCallsPerSecond: perSecond(bareMs),
  };
};

/** The most calls in any window of less than three seconds. */
const peak = (times: readonly number[]): number =>
  Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + UNIT_WINDOW_MS).length));

/** What a unit with its call limit sees of several processes that all want more of it than it tolerates. */
const floodUnit = async (
  { limited, tableEndpoint, tableName, user, password }: Ready,
  report: () => Promise<Extract<UnitServerMessage, { readonly kind: 'calls' }>>,
) => {
  await using callers = new AsyncDisposableStack();
  const { management, certificateSha256 } = limited;
  const processes = Array.from({ length: PROCESSES }, () =>
    callers.use(
      startForked<CallerMessage>('./unit-caller.ts', [
        management,
        certificateSha256,
        tableEndpoint,
        tableName,
        user,
        password,
      ]),
    ),
  );
  await Promise.all(processes.map((one) => one.next('ready')));
  const done = Promise.all(processes.map((one) => one.next('done')));
  const beganAtMs = monotonicMs();
  for (const one of processes) one.send('begin');
  const lost = (await done).reduce((sum, one) => sum + one.lost, 0);
  const tookMs = monotonicMs() - beganAtMs;
  const { arrivedAtMs, dropped } = await report();
  return {
    peakCallsIn3s: peak(arrivedAtMs),
    droppedConnections: dropped + lost,
    limitedCallsPerSecond: (arrivedAtMs.length * SECOND_MS) / tookMs,
  };
};

export const run = async (): Promise<BenchResult> => {
  await using server = startForked<UnitServerMessage>('./unit-server.ts', []);
  const ready = await server.next('ready');
  const compared = await compareCalls(ready);
  const flood = await floodUnit(ready, () => {
    const calls = server.next('calls');
    server.send('report');
    return calls;
  });
  return {
    passed:
      compared.ratio >= LIMITS.ratio &&
      flood.droppedConnections <= LIMITS.droppedConnections &&
      flood.peakCallsIn3s <= LIMITS.peakCallsIn3s,
    figures: Object.fromEntries(
      Object.entries({ ...compared, ...flood }).map(([name, value]) => [name, rounded(value)]),
    ),
  };
};
