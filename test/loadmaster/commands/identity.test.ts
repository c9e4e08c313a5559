import { describe } from 'vitest';
import { getPreviousVersion } from '#loadmaster/commands/firmware.ts';
import {
  getActiveSince,
  getHaKind,
  getHostname,
  getSerialNumber,
  getVersion,
} from '#loadmaster/commands/identity.ts';
import { getLicence } from '#loadmaster/commands/licence.ts';
import { getAllSettings, listCommands } from '#loadmaster/commands/settings.ts';
import { v1, v2 } from '../recorded-session.ts';
import { readsRecorded } from './recorded.ts';

describe('identity', () => {
  readsRecorded([
    {
      what: 'version, API v2 documentation',
      command: 'get',
      reply: '{ "code": 200, "version": "7.2.53.0.19436.RELEASE", "status": "ok" }',
      read: getVersion,
      value: '7.2.53.0.19436.RELEASE',
    },
    {
      what: 'version with a hash, API v2 documentation',
      command: 'get',
      reply: v2({ version: '7.2.63.0.f6d42ce.DEV' }),
      read: getVersion,
      value: '7.2.63.0.f6d42ce.DEV',
    },
    {
      what: 'serial number as a number, API v2 documentation',
      command: 'get',
      reply: v2({ serialnumber: 1182772 }),
      read: getSerialNumber,
      value: '1182772',
    },
    {
      what: 'host name in ISO-8859-1',
      command: 'get',
      reply: v1('<hostname>\nlb100\xfc\n</hostname>'),
      read: getHostname,
      value: 'lb100ü',
    },
    {
      what: 'active time of an active unit',
      command: 'get',
      reply: v2({ activetime: 'Thu, 28 May 26 11:22:37 UTC' }),
      read: getActiveSince,
      value: Date.parse('2026-05-28T11:22:37Z'),
    },
    {
      what: 'active time of a standby',
      command: 'get',
      reply: v2({ activetime: '0' }),
      read: getActiveSince,
      value: undefined,
    },
    { what: 'HA mode', command: 'get', reply: v1('<hamode>3</hamode>'), read: getHaKind, value: 'cloud' },
    {
      what: 'HA mode not known',
      command: 'get',
      reply: v2({ hamode: 9 }),
      read: getHaKind,
      value: 'unknown',
    },
    {
      what: 'settings, captured on 7.2.54.12',
      command: 'getall',
      reply: v1(
        '<dfltgw>10.0.0.2</dfltgw>\n<hamode>0</hamode>\n<enableapi>yes</enableapi>\n<backupident>********</backupident>',
      ),
      read: getAllSettings,
      value: new Map([
        ['dfltgw', '10.0.0.2'],
        ['hamode', '0'],
        ['enableapi', 'yes'],
        ['backupident', '********'],
      ]),
    },
    {
      what: 'the same settings, by v2',
      command: 'getall',
      reply: v2({ hamode: 0, enableapi: true, snat: false, nameserver: ['8.8.8.8', '8.8.4.4'] }),
      read: getAllSettings,
      value: new Map([
        ['hamode', '0'],
        ['enableapi', 'yes'],
        ['snat', 'no'],
        ['nameserver', '8.8.8.8 8.8.4.4'],
      ]),
    },
    {
      what: 'commands, API v1 documentation',
      command: 'listapi',
      reply: v1('<version>7.2.60.0</version><commands><cmd>get</cmd><cmd>getCloudHaParams</cmd></commands>'),
      read: listCommands,
      value: new Set(['get', 'getcloudhaparams']),
    },
    {
      what: 'commands, API v2 documentation',
      command: 'listapi',
      reply: v2({ commands: ['get', 'set'], version: '7.2.60.0' }),
      read: listCommands,
      value: new Set(['get', 'set']),
    },
    {
      what: 'licence, PowerShell interface description',
      command: 'licenseinfo',
      reply: v1(
        '<uuid>aa-bb</uuid><ActivationDate>Fri May 17 04:00:00 UTC 2019</ActivationDate><LicensedUntil>unlimited</LicensedUntil><SupportLevel>Premium</SupportLevel><SupportUntil>Sun May  3 04:00:00 UTC 2026</SupportUntil><LicenseType>VLM-MAX</LicenseType><LicenseStatus>Valid</LicenseStatus><ApplianceModel>VLM</ApplianceModel><HA>no</HA>',
      ),
      read: getLicence,
      value: {
        uuid: 'aa-bb',
        type: 'VLM-MAX',
        status: 'Valid',
        model: 'VLM',
        activatedAt: Date.parse('2019-05-17T04:00:00Z'),
        supportLevel: 'Premium',
        supportedUntil: Date.parse('2026-05-03T04:00:00Z'),
      },
    },
    {
      what: 'previous version, API v2 documentation',
      command: 'getpreviousversion',
      reply: v2({ PreviousVersion: '7.2.58.0.21623.DEV\n' }),
      read: getPreviousVersion,
      value: '7.2.58.0.21623.DEV',
    },
    {
      what: 'no previous version',
      command: 'getpreviousversion',
      reply: v1('<PreviousVersion/>'),
      read: getPreviousVersion,
      value: undefined,
    },
  ]);
});
