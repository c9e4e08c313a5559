import type { EventEnd } from '#control/event-end.ts';
import type { Trigger } from '#domain/trigger.ts';

/**
 * Handles every trigger of an event, side by side; one that fails does not stop the others. Throws AggregateError when
 * any failed, so that the event is delivered again: what succeeded already is then found done.
 */
export const handleTriggers = async (
  triggers: readonly Trigger[],
  handle: (trigger: Trigger) => Promise<EventEnd>,
): Promise<readonly EventEnd[]> => {
  const results = await Promise.allSettled(triggers.map(handle));
  const failures = results.flatMap((result) =>
    result.status === 'rejected' ? [result.reason as unknown] : [],
  );
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} of ${triggers.length} triggers failed`);
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
};
