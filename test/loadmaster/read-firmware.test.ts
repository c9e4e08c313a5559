import { describe, expect, it } from 'vitest';
import { readFirmware } from '#loadmaster/read-firmware.ts';
import { recordedSession, v1, v2 } from './recorded-session.ts';

const REPLIES = {
  get: v2({ version: '7.2.60.0.22525.RELEASE' }),
  getpreviousversion: v2({ PreviousVersion: '7.2.58.0.21623.RELEASE\n' }),
  licenseinfo: v2({ LicenseType: 'BYOL', SupportUntil: 'Fri May 17 04:00:00 UTC 2019' }),
  vstotals: v2({ VSTotals: { Total: 3, Up: 2, Down: 1, Disabled: 0 }, SUBVSTotals: { Total: 9, Up: 9 } }),
};

const WHOLE = {
  version: '7.2.60.0.22525.RELEASE',
  previousVersion: '7.2.58.0.21623.RELEASE',
  supportedUntil: Date.UTC(2019, 4, 17, 4),
  servicesUp: 2,
  servicesTotal: 3,
};

const refused = (code: number): string => JSON.stringify({ code, message: 'no', status: 'fail' });

describe('reading what a firmware plan needs', () => {
  it('asks four questions, and none that changes anything', async () => {
    const session = recordedSession(REPLIES);
    expect(await readFirmware(session)).toEqual(WHOLE);
    expect(session.sent).toEqual([
      { command: 'get', params: { param: 'version' } },
      { command: 'getpreviousversion', params: {} },
      { command: 'licenseinfo', params: {} },
      { command: 'vstotals', params: {} },
    ]);
  });

  const { previousVersion: _previous, ...withoutPrevious } = WHOLE;
  const { supportedUntil: _until, ...withoutSupport } = WHOLE;
  it.each([
    { what: 'a licence without an end of support', licenseinfo: v2({ LicenseType: 'PAYG' }) },
    { what: 'an empty licence', licenseinfo: v1('') },
    { what: 'a support without end', licenseinfo: v2({ SupportUntil: 'unlimited' }) },
    { what: 'no licence to show, by 422', licenseinfo: refused(422) },
    { what: 'no licence to show, by 400', licenseinfo: refused(400) },
    { what: 'no such command, by 405', licenseinfo: refused(405) },
  ])('of a unit with $what reads everything else', async ({ licenseinfo }) => {
    expect(await readFirmware(recordedSession({ ...REPLIES, licenseinfo }))).toEqual(withoutSupport);
  });

  it.each([
    { what: 'nothing', getpreviousversion: v2({}) },
    { what: 'an empty line', getpreviousversion: v2({ PreviousVersion: '\n' }) },
    { what: 'a refusal', getpreviousversion: refused(422) },
  ])('of a unit that answers $what for its previous version reads the rest', async (reply) => {
    const { getpreviousversion } = reply;
    expect(await readFirmware(recordedSession({ ...REPLIES, getpreviousversion }))).toEqual(withoutPrevious);
  });

  it.each([
    { command: 'get', status: 422, code: 'command' },
    { command: 'vstotals', status: 405, code: 'unknown-command' },
    { command: 'licenseinfo', status: 401, code: 'auth' },
    { command: 'licenseinfo', status: 403, code: 'permission' },
    { command: 'getpreviousversion', status: 404, code: 'api-disabled' },
  ])('fails with $code where $command does', async ({ command, status, code }) => {
    const session = recordedSession({ ...REPLIES, [command]: refused(status) });
    await expect(readFirmware(session)).rejects.toMatchObject({ name: 'LoadMasterError', code });
  });

  it('fails where the unit does not say its version', async () => {
    const session = recordedSession({ ...REPLIES, get: v2({}) });
    await expect(readFirmware(session)).rejects.toMatchObject({ code: 'garbage' });
  });
});
