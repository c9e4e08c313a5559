import * as z from 'zod/mini';
import { type EventReader, eventReader, ignored } from '#contracts/events/event-reader.ts';
import type { Trigger } from '#domain/trigger.ts';

/** An alarm watches metrics, some of them expressions over the others; or, composite, other alarms by a rule. */
const configuration = z.object({
  alarmRule: z.optional(z.string()),
  metrics: z.optional(
    z.array(
      z.object({
        metricStat: z.optional(
          z.object({
            metric: z.object({
              dimensions: z.optional(z.object({ TargetGroup: z.optional(z.string()) })),
            }),
          }),
        ),
      }),
    ),
  ),
});

/** An alarm's reason to look: at the target groups it watches, or, where a composite alarm names none, at everything. */
export const alarmTriggers = (
  targetGroups: readonly (string | undefined)[],
  isComposite: boolean,
): readonly Trigger[] => {
  const named = [...new Set(targetGroups.filter((group) => group !== undefined))];
  if (named.length > 0) return [{ kind: 'target-group-alarm', targetGroups: named }];
  return isComposite ? [{ kind: 'sweep' }] : ignored('names-no-target-group');
};

const fromConfiguration = ({ alarmRule, metrics = [] }: z.infer<typeof configuration>): readonly Trigger[] =>
  alarmTriggers(
    metrics.map(({ metricStat }) => metricStat?.metric.dimensions?.TargetGroup),
    alarmRule !== undefined,
  );

const alarm = z.object({ configuration });

/**
 * CloudWatch Alarm State Change. Every change is a reason to look, also the one back to OK.
 * @see CloudWatch User Guide, Alarm events and EventBridge
 */
export const readAlarmStateChange: EventReader = eventReader(alarm, ({ configuration: watched }) =>
  fromConfiguration(watched),
);

const alarmAction = z.object({ source: z.literal('aws.cloudwatch'), alarmData: alarm });

/**
 * The same as an alarm sends it when it invokes the function itself. Undefined for anything else.
 * @see CloudWatch User Guide, Invoke a Lambda function from an alarm
 */
export const readAlarmAction = (raw: unknown): readonly Trigger[] | undefined => {
  const parsed = z.safeParse(alarmAction, raw);
  return parsed.success ? fromConfiguration(parsed.data.alarmData.configuration) : undefined;
};
