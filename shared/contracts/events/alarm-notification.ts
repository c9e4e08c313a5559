import * as z from 'zod/mini';
import { alarmTriggers } from '#contracts/events/alarm-state-change.ts';
import type { Trigger } from '#domain/trigger.ts';

/** Unlike in EventBridge, a list. */
const dimensions = z.nullish(z.array(z.object({ name: z.string(), value: z.string() })));

const notification = z.object({
  AlarmName: z.string(),
  NewStateValue: z.string(),
  AlarmRule: z.nullish(z.string()),
  Trigger: z.nullish(
    z.object({
      /** An alarm on one metric. */
      Dimensions: dimensions,
      /** An alarm on metric math. */
      Metrics: z.nullish(
        z.array(
          z.object({ MetricStat: z.nullish(z.object({ Metric: z.object({ Dimensions: dimensions }) })) }),
        ),
      ),
    }),
  ),
});

/**
 * An alarm's state change as CloudWatch publishes it to an SNS topic. Undefined for anything else.
 * @see CloudWatch User Guide, Notifying users on alarm changes
 */
export const readAlarmNotification = (raw: unknown): readonly Trigger[] | undefined => {
  const parsed = z.safeParse(notification, raw);
  if (!parsed.success) return undefined;
  const { AlarmRule, Trigger: watched } = parsed.data;
  const ofMetrics = watched?.Metrics?.flatMap(({ MetricStat }) => MetricStat?.Metric.Dimensions ?? []) ?? [];
  const groups = [...(watched?.Dimensions ?? []), ...ofMetrics].filter(({ name }) => name === 'TargetGroup');
  return alarmTriggers(
    groups.map(({ value }) => value),
    typeof AlarmRule === 'string',
  );
};
