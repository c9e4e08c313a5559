import { MINUTE_MS } from '#domain/time.ts';
import { type Broken, withUnit } from './broken.ts';
import {
  WITHOUT_PARTNER_SECRET,
  withBoth,
  withoutSetting,
  withSettings,
  withUnitSnapshot,
} from './broken-units.ts';
import { CLEAN_SNAPSHOT, read, unread } from './clean-snapshot.ts';

const { at: NOW } = CLEAN_SNAPSHOT;
const DAY_MS = 24 * 60 * MINUTE_MS;
const LATE = NOW + 300 * DAY_MS;

/** How the rules about firmware, settings, clocks and what expires are broken. */
export const BROKEN_UPKEEP: Readonly<Record<string, readonly Broken[]>> = {
  'firmware-equal': [
    {
      words: 'the units run two versions',
      snapshot: withUnit('second', { version: '7.2.60.0.22525.RELEASE' }),
      faults: ['pair: first 7.2.61.1, second 7.2.60.0, expected one version on both units'],
    },
  ],
  'firmware-minimum': [
    {
      words: 'both units run what is too old',
      snapshot: withBoth(() => ({ version: '7.2.59.4.22338.RELEASE' })),
      faults: ['first: 7.2.59.4, expected 7.2.60.0 or later', 'second: 7.2.59.4, expected 7.2.60.0 or later'],
    },
    {
      words: 'a long-term line is compared by its numbers',
      snapshot: withBoth(() => ({ version: '7.2.54.17.23000.RELEASE' })),
      faults: [
        'first: 7.2.54.17, expected 7.2.60.0 or later',
        'second: 7.2.54.17, expected 7.2.60.0 or later',
      ],
    },
  ],
  'partner-secret': [
    {
      words: 'none is declared',
      snapshot: WITHOUT_PARTNER_SECRET,
      faults: [
        'first: no partner secret declared, expected a partner secret, which 7.2.61.1 needs',
        'second: no partner secret declared, expected a partner secret, which 7.2.61.1 needs',
      ],
    },
  ],
  'api-settings': [
    {
      words: 'no session management',
      snapshot: withSettings('first', { sessioncontrol: 'no' }),
      faults: ['first: sessioncontrol no, expected sessioncontrol yes'],
    },
    {
      words: 'basic authentication',
      snapshot: withSettings('second', { sessionbasicauth: '1' }),
      faults: ['second: sessionbasicauth yes, expected sessionbasicauth no'],
    },
    {
      words: 'no API',
      snapshot: withSettings('second', { enableapi: 'N' }),
      faults: ['second: enableapi no, expected enableapi yes'],
    },
    {
      words: 'so that the API does not answer at all',
      snapshot: withUnitSnapshot('second', { loadMaster: unread('loadmaster-api-disabled') }),
      faults: ['second: the API is off, expected enableapi yes, sessioncontrol yes, sessionbasicauth no'],
    },
    {
      words: 'two at once, and one that the unit does not say',
      snapshot: withSettings(
        'first',
        { enableapi: 'no', sessionbasicauth: 'yes' },
        withoutSetting('first', 'sessioncontrol'),
      ),
      faults: ['first: enableapi no, sessionbasicauth yes, expected enableapi yes, sessionbasicauth no'],
    },
  ],
  ntp: [
    {
      words: 'no host',
      snapshot: withUnit('first', { ntpHosts: [] }, withoutSetting('first', 'ntphost')),
      faults: ['first: no NTP host, expected at least one NTP host'],
    },
  ],
  clock: [
    {
      words: 'it is too slow by a fraction of a second',
      snapshot: withUnit('first', { clock: { said: NOW, askedAt: NOW + 30_001 } }),
      faults: ['first: clock 31 s behind, expected within 30 s'],
    },
    {
      words: 'it is fast',
      snapshot: withUnit('second', { clock: { said: NOW + 2 * 60 * MINUTE_MS, askedAt: NOW } }),
      faults: ['second: clock 2 h ahead, expected within 30 s'],
    },
  ],
  'backup-age': [
    {
      words: 'the newest is too old',
      snapshot: withUnitSnapshot('first', { newestBackup: read(NOW - 8 * DAY_MS) }),
      faults: ['first: newest backup 8 d old, expected one of the last 7 d'],
    },
    {
      words: 'there is none',
      snapshot: withUnitSnapshot('second', { newestBackup: read('none') }),
      faults: ['second: no backup, expected one of the last 7 d'],
    },
  ],
  licence: [
    {
      words: 'it ends soon',
      snapshot: withUnit('first', { licence: { licensedUntil: NOW + 12 * DAY_MS, supportedUntil: LATE } }),
      faults: ['first: licence expires in 12 d, expected more than 30 d left'],
    },
    {
      words: 'it has ended',
      snapshot: withUnit('second', { licence: { licensedUntil: NOW - 3 * DAY_MS, supportedUntil: LATE } }),
      faults: ['second: licence expired 3 d ago, expected more than 30 d left'],
    },
  ],
  support: [
    {
      words: 'it ends soon',
      snapshot: withUnit('first', { licence: { licensedUntil: LATE, supportedUntil: NOW + 30 * DAY_MS } }),
      faults: ['first: support expires in 30 d, expected more than 30 d left'],
    },
    {
      words: 'it has ended',
      snapshot: withUnit('second', { licence: { licensedUntil: LATE, supportedUntil: NOW } }),
      faults: ['second: support expired 0 s ago, expected more than 30 d left'],
    },
  ],
  'certificate-expiry': [
    {
      words: 'it expires soon',
      snapshot: withUnit('first', { certificateExpiresAt: NOW + 2 * DAY_MS }),
      faults: ['first: certificate expires in 2 d, expected more than 30 d left'],
    },
    {
      words: 'it has expired',
      snapshot: withUnit('first', { certificateExpiresAt: NOW - DAY_MS }),
      faults: ['first: certificate expired 1 d ago, expected more than 30 d left'],
    },
  ],
};
