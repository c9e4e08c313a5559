import { randomUUID } from 'node:crypto';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import type { Hands } from '#control/carry-out.ts';
import { drainEvent } from '#control/drain-event.ts';
import type { Observers } from '#control/observe.ts';
import type { OperatePlan } from '#control/operate-event.ts';
import type { LifecycleHooks, LoadMasters } from '#control/ports.ts';
import { makeEventHandler } from '#functions/event-handler.ts';
import { makeDecisionReporter } from '#observability/report-decision.ts';
import spotInterruption from '../events/ec2/spot-interruption-terminate.json' with { type: 'json' };
import { REGION } from './steady-region.ts';

/** A single look: what comes after DeregisterTargets is not waited for. */
const PLAN: OperatePlan = { region: REGION, lookForMs: 0, continueForMs: 0 };

/** What the handler's middleware reads of it. */
const CONTEXT = { functionName: 'drain', awsRequestId: 'drain-reaction' } as Context;

const noHooks: LifecycleHooks = {
  extend: (instanceId) => Promise.reject(new Error(`extended a hook of ${instanceId}`)),
  complete: (instanceId) => Promise.reject(new Error(`completed a hook of ${instanceId}`)),
};

/** A standby is drained on AWS's word alone: a round trip through the gateway would be one too many. */
const noLoadMasters: LoadMasters = {
  readStatus: (units) => Promise.reject(new Error(`asked ${units.length} LoadMasters`)),
  readFirmware: (units) => Promise.reject(new Error(`asked ${units.length} LoadMasters for their firmware`)),
  readGeo: (units) => Promise.reject(new Error(`asked ${units.length} LoadMasters for GEO`)),
  readAudit: (units) => Promise.reject(new Error(`audited ${units.length} LoadMasters`)),
  perform: (unit, { kind }) => Promise.reject(new Error(`${kind} for ${unit.pairId} ${unit.unit}`)),
};

/** A warning of its own every time: one that was handled before starts no drain. */
const warn = (instanceId: string) => ({
  ...spotInterruption,
  id: randomUUID(),
  time: `${new Date().toISOString().slice(0, 19)}Z`,
  detail: { ...spotInterruption.detail, 'instance-id': instanceId },
});

/**
 * The `drain` function woken by a spot interruption warning for a standby, joined as `functions/drain.ts` joins it;
 * its log and metrics go nowhere. Throws when the standby is not deregistered.
 */
export const makeSpotDrain = (
  watching: Hands,
  watchers: Observers,
  instanceId: string,
): (() => Promise<void>) => {
  process.env.POWERTOOLS_METRICS_DISABLED = 'true';
  const logger = new Logger({ logLevel: 'SILENT' });
  const metrics = new Metrics({ logger });
  const observers: Observers = { ...watchers, loadMasters: noLoadMasters };
  const hands: Hands = {
    ...watching,
    onRecorded: makeDecisionReporter(logger, metrics),
    actors: { ...observers, lifecycleHooks: noHooks },
  };
  const handler = makeEventHandler({
    logger,
    metrics,
    clock: hands.clock,
    handle: (trigger) => drainEvent(hands, observers, PLAN, trigger),
  });
  return async () => {
    const [end] = await handler(warn(instanceId), CONTEXT);
    if (end?.end !== 'done' || !end.what.includes('deregistering'))
      throw new Error(`not deregistered: ${JSON.stringify(end)}`);
  };
};
