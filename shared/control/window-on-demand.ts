import type { WeeklyWindow } from '#domain/estate/estate.ts';
import { ALWAYS, type WindowNow } from '#domain/failback/window.ts';
import type { EpochMs } from '#domain/time.ts';

/**
 * Where the windows stand, without the weight of time zones at start: what knows them is loaded by the first pair that
 * declares a window and waits for it. The dynamic import is what makes the bundler cut it into a file of its own.
 */
export const windowOnDemand = async (windows: readonly WeeklyWindow[], now: EpochMs): Promise<WindowNow> =>
  windows.length === 0 ? ALWAYS : (await import('#control/window-now.ts')).windowNow(windows, now);
