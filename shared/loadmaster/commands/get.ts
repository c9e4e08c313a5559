import * as z from 'zod/mini';
import type { EpochMs } from '#domain/time.ts';
import type { LoadMasterSession } from '#loadmaster/client.ts';
import { type HaStatus, haStatus, instant } from '#loadmaster/fields.ts';

/*
 * `get` reads one parameter and answers with a field of the same name. These two are asked at every look, so their
 * schemas are made once; `getSetting` makes one for each call, which costs a tenth of the calls per second.
 * @see LoadMaster Interface Description, RESTful API
 */

const HaStatusReply = z.object({ hastatus: haStatus });
const BootTimeReply = z.object({ boottime: instant });

/** What the unit takes itself to be. */
export const getHaStatus = async (session: LoadMasterSession): Promise<HaStatus> =>
  (await session.read('get', { param: 'hastatus' }, HaStatusReply)).hastatus;

/** When the unit last booted; undefined where it gives that in a time zone we cannot tell. */
export const getBootTime = async (session: LoadMasterSession): Promise<EpochMs | undefined> =>
  (await session.read('get', { param: 'boottime' }, BootTimeReply)).boottime;
