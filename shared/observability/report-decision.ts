import type { Logger } from '@aws-lambda-powertools/logger';
import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Recorded } from '#control/carry-out.ts';

/**
 * One line in the log for every decision that was claimed and recorded, enough to replay it, and its counts. The
 * dimensions are closed sets: reasons, action kinds and failure codes, never ids.
 */
export const makeDecisionReporter =
  (logger: Logger, metrics: Metrics) =>
  ({ pairId, record, outcomes }: Recorded): void => {
    const { version, by, reason, from, to, operation, actions, would } = record;
    logger.info('decision', { pairId, version, by, reason, from, to, operation, actions, would, outcomes });
    metrics.singleMetric().addDimension('reason', reason).addMetric('Decisions', MetricUnit.Count, 1);
    if (to === 'no-active' && from !== to)
      metrics.singleMetric().addMetric('NoActiveUnit', MetricUnit.Count, 1);
    for (const outcome of outcomes) {
      if (outcome.kind !== 'failed') continue;
      metrics
        .singleMetric()
        .addDimension('code', outcome.code)
        .addMetric('ActionFailures', MetricUnit.Count, 1);
    }
  };
