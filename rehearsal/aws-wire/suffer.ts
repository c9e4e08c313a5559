import type { ApiFault } from '#rehearsal/cloud/api/types.ts';
import { CloudError } from '#rehearsal/cloud/cloud-error.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';

/** What an injected fault does before the operation is performed: it throws its error, or lets its delay pass. */
export const suffer = async (fault: ApiFault | undefined, scheduler: Scheduler): Promise<void> => {
  if (fault?.kind === 'error') throw new CloudError(fault.code, fault.httpStatus, fault.message);
  if (fault?.kind !== 'delay') return;
  await new Promise<void>((resolve) => {
    scheduler.after(fault.delayMs, resolve);
  });
};
