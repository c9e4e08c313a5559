import * as z from 'zod/mini';
import type { EpochMs } from '#domain/time.ts';
import type { LoadMasterSession } from '#loadmaster/client.ts';
import { defined } from '#loadmaster/defined.ts';
import { licenceInstant, text } from '#loadmaster/fields.ts';

const LicenceReply = z.object({
  uuid: text,
  licensetype: text,
  licensestatus: text,
  appliancemodel: text,
  activationdate: licenceInstant,
  licenseduntil: licenceInstant,
  supportlevel: text,
  supportuntil: licenceInstant,
});

export interface Licence {
  readonly uuid?: string;
  readonly type?: string;
  readonly status?: string;
  readonly model?: string;
  readonly activatedAt?: EpochMs;
  /** Absent where the licence has no end. */
  readonly licensedUntil?: EpochMs;
  readonly supportLevel?: string;
  /** Firmware released after this may be refused. Absent where there is none. */
  readonly supportedUntil?: EpochMs;
}

/** @see LoadMaster Interface Description, RESTful API, section 3.3.5 */
export const getLicence = async (session: LoadMasterSession): Promise<Licence> => {
  const reply = await session.read('licenseinfo', {}, LicenceReply);
  return defined({
    uuid: reply.uuid,
    type: reply.licensetype,
    status: reply.licensestatus,
    model: reply.appliancemodel,
    activatedAt: reply.activationdate,
    licensedUntil: reply.licenseduntil,
    supportLevel: reply.supportlevel,
    supportedUntil: reply.supportuntil,
  });
};
