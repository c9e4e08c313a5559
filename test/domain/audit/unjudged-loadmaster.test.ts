import { describe, expect, it } from 'vitest';
import { DEFAULT_AUDIT_POLICY } from '#domain/audit/audit-policy.ts';
import { LOADMASTER_RULES } from '#domain/audit/rules/loadmaster-rules.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import { withPair, withUnit } from './broken.ts';
import { withBoth, withoutSaying, withoutSetting, withSettings, withUnitSnapshot } from './broken-units.ts';
import { unread } from './clean-snapshot.ts';
import { unjudgedBy } from './rule-called.ts';

const noInterfaces = withUnit('second', { interfaces: [] });
const unknownFirmware = withUnit('second', { version: 'Nightly' });
const unpinned = withUnitSnapshot('first', { loadMaster: unread('loadmaster-certificate-changed') });
const silent = withUnitSnapshot('second', { loadMaster: unread('throttled') });
const noLicence = withoutSaying('first', 'licence');
const shows = 'first: the unit shows no licence, as pay-per-use units may';
const notVersion = '"Nightly" is no known version of firmware';
describe('what a unit does not say', () => {
  it.each<[rule: string, when: string, snapshot: PairSnapshot, unjudged: readonly string[]]>([
    [
      'ha-modes',
      'the mode is missing',
      withoutSaying('first', 'designation'),
      ['first: the unit does not say which HA mode it has'],
    ],
    [
      'ha-modes',
      'the mode is in words that nobody knows',
      withUnit('second', { designation: 'unknown' }),
      ['second: the unit does not say which HA mode it has'],
    ],
    [
      'roles',
      'a role is in words that nobody knows',
      withUnit('second', { haStatus: 'unknown' }),
      ['pair: first says active, second says unknown'],
    ],
    ['roles', 'a unit was not read', silent, ['pair: second not read (throttled)']],
    [
      'unconnected',
      'a role is in words that nobody knows',
      withUnit('first', { haStatus: 'unknown' }),
      ['first: the unit does not say what it is'],
    ],
    ['pacified', 'a unit that was not seen to reboot was not read', silent, ['second: not read (throttled)']],
    [
      'partners',
      'there is no partner',
      withoutSaying('second', 'partner'),
      ['second: the unit does not say who its partner is'],
    ],
    [
      'partners',
      'the partner is a host name',
      withUnit('first', { partner: 'lm-b.example.com' }),
      ['first: nobody here knows where "lm-b.example.com" leads'],
    ],
    [
      'health-port',
      'the port is missing',
      withoutSaying('first', 'healthPort'),
      ['first: the unit does not say on which port it answers'],
    ],
    [
      'preference',
      'the preference is missing',
      withoutSaying('first', 'prefersFirst'),
      ['first: the unit does not say whom it prefers'],
    ],
    [
      'all-interfaces',
      'there is no interface',
      noInterfaces,
      ['second: the unit names no interface with an address'],
    ],
    ['firmware-equal', 'the firmware is unknown', unknownFirmware, [`pair: ${notVersion}`]],
    ['firmware-minimum', 'the firmware is unknown', unknownFirmware, [`second: ${notVersion}`]],
    [
      'firmware-minimum',
      'what is declared is no version',
      withPair({ audit: { ...DEFAULT_AUDIT_POLICY, minimumFirmware: '7.2' } }),
      ['first: "7.2" is no known version of firmware', 'second: "7.2" is no known version of firmware'],
    ],
    ['partner-secret', 'the firmware is unknown', unknownFirmware, [`second: ${notVersion}`]],
    [
      'api-settings',
      'a setting is missing',
      withoutSetting('second', 'sessioncontrol'),
      ['second: the unit does not say sessioncontrol'],
    ],
    [
      'api-settings',
      'a setting is in words that nobody knows',
      withSettings('first', { enableapi: 'perhaps' }),
      ['first: the unit does not say enableapi'],
    ],
    [
      'clock',
      'the time is missing',
      withoutSaying('first', 'clock'),
      ['first: the unit does not say what time it is'],
    ],
    [
      'backup-age',
      'the bucket was not read',
      withUnitSnapshot('second', { newestBackup: unread('throttled') }),
      ['second: not read (throttled)'],
    ],
    ['licence', 'there is none', noLicence, [shows]],
    ['support', 'there is no licence', noLicence, [shows]],
    [
      'support',
      'there is a licence alone',
      withUnit('first', { licence: { status: 'Valid' } }),
      ['first: the unit does not say how long it has support'],
    ],
    [
      'certificate-expiry',
      'the end is missing',
      withoutSaying('second', 'certificateExpiresAt'),
      ['second: when the certificate expires was not read'],
    ],
    ['certificate-pin', 'a unit was not read for another reason', silent, ['second: not read (throttled)']],
  ])('leaves %s unjudged: %s', (rule, _, snapshot, unjudged) => {
    expect(unjudgedBy(rule, snapshot)).toEqual(unjudged);
  });

  it.each(LOADMASTER_RULES.filter(({ id }) => id !== 'certificate-pin' && id !== 'backup-age'))(
    'leaves $id unjudged of a unit that shows another certificate',
    ({ id }) => {
      expect(unjudgedBy(id, unpinned).length).toBeGreaterThan(0);
    },
  );

  it('does not hide what it does say: firmware that nobody knows leaves all other rules their judgement', () => {
    const both = withBoth(() => ({ version: 'Nightly' }));
    const unjudging = LOADMASTER_RULES.filter(({ id }) => unjudgedBy(id, both).length > 0);
    expect(unjudging.map(({ id }) => id).toSorted()).toEqual([
      'firmware-equal',
      'firmware-minimum',
      'partner-secret',
    ]);
    expect(() =>
      unjudgedBy('settings-equal', withSettings('first', { conntimeout: '1' }, unknownFirmware)),
    ).toThrow('conntimeout');
  });
});
