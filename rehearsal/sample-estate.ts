import { SECOND_MS } from '#domain/time.ts';
import type { CloudTiming } from '#rehearsal/cloud/timing.ts';
import type { PairSpec } from '#rehearsal/world/estate-spec.ts';

/** The manual's arithmetic at its fastest: a failover can be watched in some 25 seconds. */
const HEALTH_CHECK_SECONDS = 5;

const QUICK = {
  healthCheckSeconds: HEALTH_CHECK_SECONDS,
  deregistrationDelaySeconds: 20,
  behaviour: { rebootSeconds: 20, patchSeconds: 10 },
} as const;

/** What `npm start` brings up: a pair of every kind that its keys can get into trouble. */
export const SAMPLE_PAIRS: readonly PairSpec[] = [
  { ...QUICK, id: 'web', region: 'eu-west-1', failback: { policy: 'gated', holdDownMs: 30 * SECOND_MS } },
  { ...QUICK, id: 'shop', region: 'eu-west-1', spot: 'one-time' },
  { ...QUICK, id: 'mail', region: 'us-east-1', preferred: 'none', terminateHookSeconds: 60 },
  { ...QUICK, id: 'wiki', region: 'us-east-1', mode: 'observe' },
];

/** Faster than AWS, so that nobody has to wait for what is not the point. Scenarios use AWS's measured delays. */
export const SAMPLE_TIMING: Partial<CloudTiming> = {
  registrationMs: 2 * SECOND_MS,
  healthToRoutingMs: 5 * SECOND_MS,
  deregistrationToRoutingMs: 20 * SECOND_MS,
};
