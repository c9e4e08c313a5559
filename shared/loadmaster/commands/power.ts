import type { LoadMasterSession } from '#loadmaster/client.ts';

/** The unit acknowledges and goes away a moment later. Each call is a reboot: never send it twice for one intent. */
export const reboot = (session: LoadMasterSession): Promise<void> => session.write('reboot', {});

/** The unit acknowledges and powers off. */
export const shutDown = (session: LoadMasterSession): Promise<void> => session.write('shutdown', {});
