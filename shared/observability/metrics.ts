import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { ErrorCode } from '#observability/error-codes.ts';

const NAMESPACE = 'Understudy';

/** Metrics in CloudWatch's embedded format, written with the log. Dimensions are closed sets, never ids. */
export const makeMetrics = (serviceName: string): Metrics =>
  new Metrics({ namespace: NAMESPACE, serviceName });

/** Counts one failure under its code. Written at once, as a metric of its own, so that codes do not mix. */
export const countFailure = (metrics: Metrics, name: string, code: ErrorCode): void => {
  metrics.singleMetric().addDimension('code', code).addMetric(name, MetricUnit.Count, 1);
};
