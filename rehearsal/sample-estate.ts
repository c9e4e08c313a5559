import { SECOND_MS } from '#domain/time.ts';
import type { CloudTiming } from '#rehearsal/cloud/timing.ts';
import type { PairSpec, StandaloneSpec } from '#rehearsal/world/estate-spec.ts';

/** The manual's arithmetic at its fastest: a failover can be watched in some 25 seconds. */
const HEALTH_CHECK_SECONDS = 5;

const QUICK = {
  healthCheckSeconds: HEALTH_CHECK_SECONDS,
  deregistrationDelaySeconds: 20,
  behaviour: { rebootSeconds: 20, patchSeconds: 10 },
} as const;

/** Two pairs that have each other in their GEO lists. Without windows: their lists are set when somebody asks. */
const GEO = { geoCluster: 'edge', geoMaster: 'first', geoAtStart: 'right' } as const;

/** What `npm start` brings up: a pair of every kind that its keys can get into trouble. */
export const SAMPLE_PAIRS: readonly PairSpec[] = [
  {
    ...QUICK,
    ...GEO,
    id: 'web',
    region: 'eu-west-1',
    failback: { policy: 'gated', holdDownMs: 30 * SECOND_MS },
  },
  { ...QUICK, id: 'shop', region: 'eu-west-1', spot: 'one-time' },
  { ...QUICK, ...GEO, id: 'mail', region: 'us-east-1', preferred: 'none', terminateHookSeconds: 60 },
  { ...QUICK, id: 'wiki', region: 'us-east-1', mode: 'observe' },
];

/** It has joined the cluster, and neither it nor the pairs have heard of it. */
export const SAMPLE_STANDALONES: readonly StandaloneSpec[] = [
  { id: 'lab', region: 'us-east-1', mode: 'enforce', geoCluster: 'edge' },
];

/** Faster than AWS, so that nobody has to wait for what is not the point. Scenarios use AWS's measured delays. */
export const SAMPLE_TIMING: Partial<CloudTiming> = {
  registrationMs: 2 * SECOND_MS,
  healthToRoutingMs: 5 * SECOND_MS,
  deregistrationToRoutingMs: 20 * SECOND_MS,
};
