import type { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import middy from 'middy';
import { parseEvent } from '#contracts/parse-event.ts';
import type { EventEnd } from '#control/event-end.ts';
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

/**
 * A Lambda function that is woken by events: every trigger of the event is handled, side by side, and one that fails
 * does not stop the others. Throws when any failed, so that EventBridge delivers the event again; what succeeded
 * already is then found done.
 */
export const makeEventHandler = (options: EventHandlerOptions) =>
  middy(async (event: unknown): Promise<readonly EventEnd[]> => {
    const triggers = parseEvent(event, options.clock.now());
    const results = await Promise.allSettled(
      triggers.map(async (trigger) => {
        const end = await options.handle(trigger);
        report(options, trigger, end);
        return end;
      }),
    );
    const failures = results.flatMap((result) =>
      result.status === 'rejected' ? [result.reason as unknown] : [],
    );
    if (failures.length > 0)
      throw new AggregateError(failures, `${failures.length} of ${triggers.length} triggers failed`);
    return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  }).use(injectLambdaContext(options.logger, { resetKeys: true }));
