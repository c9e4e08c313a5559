import { describe, expect, it } from 'vitest';
import { Management } from '#rehearsal/load-master/api/management.ts';
import type { Licence } from '#rehearsal/load-master/config/licence.ts';
import { makeBothWires } from './both-wires.ts';
import { PASSWORD } from './managed-unit.ts';
import { makeRunningPair } from './virtual-pair.ts';

const licenceOf = (licence: Partial<Licence>) => {
  const pair = makeRunningPair();
  const setup = { users: { bal: PASSWORD }, serialNumber: '1182772', licence };
  const outcome = new Management(pair.first, setup, pair.scheduler).perform({
    command: 'licenseinfo',
    parameters: [],
    credentials: { kind: 'password', user: 'bal', password: PASSWORD },
    wire: 'v2',
  });
  if (outcome.kind !== 'replied' || outcome.reply.kind !== 'data') throw new Error(outcome.kind);
  return outcome.reply.v2;
};

describe('licenseinfo', () => {
  it('of a unit out of the box: a year from its beginning', () => {
    const { v1, v2 } = makeBothWires();
    expect(v2('licenseinfo').json).toMatchObject({
      code: 200,
      uuid: '00000000-0000-4000-8000-000001182772',
      ActivationDate: 'Thu Oct 16 09:06:27 UTC 2025',
      LicensedUntil: 'Fri Oct 16 09:06:27 UTC 2026',
      SupportUntil: 'Fri Oct 16 09:06:27 UTC 2026',
      HA: 'no',
      FirstHA: 'no',
      status: 'ok',
    });
    expect(v1('licenseinfo').xml).toContain('<SupportUntil>Fri Oct 16 09:06:27 UTC 2026</SupportUntil>');
  });

  it('of a unit with another licence: what was changed, and the rest as it was', () => {
    const { management, v2 } = makeBothWires();
    const supportUntil = Date.UTC(2025, 9, 20);
    management.changeLicence({ supportUntil });
    expect(v2('licenseinfo').json).toMatchObject({
      LicensedUntil: 'Fri Oct 16 09:06:27 UTC 2026',
      SupportUntil: 'Mon Oct 20 00:00:00 UTC 2025',
    });
    management.changeLicence({ licensedUntil: supportUntil, status: 'Expired' });
    expect(v2('licenseinfo').json).toMatchObject({
      LicensedUntil: 'Mon Oct 20 00:00:00 UTC 2025',
      SupportUntil: 'Mon Oct 20 00:00:00 UTC 2025',
      LicenseStatus: 'Expired',
    });
  });

  it('names the fields that the published clients read', () => {
    const { code: _code, status: _status, ...fields } = makeBothWires().v2('licenseinfo').json;
    expect(Object.keys(fields)).toEqual([
      'uuid',
      'ActivationDate',
      'LicensedUntil',
      'SupportLevel',
      'SupportUntil',
      'LicenseType',
      'LicenseStatus',
      'ApplianceModel',
      'MaxVS',
      'MaxRS',
      'Bandwidth',
      'TpsLimit',
      'HA',
      'FirstHA',
      'ModSecurity',
    ]);
  });

  it.each([
    { supportUntil: Date.UTC(2019, 4, 17, 4), text: 'Fri May 17 04:00:00 UTC 2019' },
    { supportUntil: Date.UTC(2024, 1, 29, 23, 59, 59), text: 'Thu Feb 29 23:59:59 UTC 2024' },
    { supportUntil: Date.UTC(2027, 0, 1), text: 'Fri Jan  1 00:00:00 UTC 2027' },
  ])('support until $text', ({ supportUntil, text }) => {
    expect(licenceOf({ supportUntil, supportLevel: 'Standard' })).toMatchObject({
      SupportUntil: text,
      SupportLevel: 'Standard',
    });
  });
});
