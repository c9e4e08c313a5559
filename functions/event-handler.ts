import type { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import middy from 'middy';
import { parseEvent } from '#contracts/parse-event.ts';
import type { EventEnd } from '#control/event-end.ts';
import { handleTriggers } from '#control/handle-triggers.ts';
import type { Clock } from '#control/ports.ts';
import type { Trigger } from '#domain/trigger.ts';

interface EventHandlerOptions {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly handle: (trigger: Trigger) => Promise<EventEnd>;
}

const report = ({ logger, metrics }: EventHandlerOptions, trigger: Trigger, end: EventEnd): void => {
  const what = end.end === 'done' ? end.what : end.reason;
  // Foreign instances are most of an account's events: they are counted, and seen in the log only by who looks for them.
  if (end.end === 'done') logger.info('event', { trigger: trigger.kind, end: end.end, what });
  else logger.debug('event', { trigger: trigger.kind, end: end.end, what });
  metrics
    .singleMetric()
    .addDimension('end', end.end === 'done' ? 'done' : end.reason)
    .addMetric('Events', MetricUnit.Count, 1);
};

/** A Lambda function that is woken by events. Throws when a trigger failed: EventBridge delivers the event again. */
export const makeEventHandler = (options: EventHandlerOptions) =>
  middy(async (event: unknown): Promise<readonly EventEnd[]> => {
    const triggers = parseEvent(event, options.clock.now());
    return handleTriggers(triggers, async (trigger) => {
      const end = await options.handle(trigger);
      report(options, trigger, end);
      return end;
    });
  }).use(injectLambdaContext(options.logger, { resetKeys: true }));
