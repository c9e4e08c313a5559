import { describe, expect, it } from 'vitest';
import { DEFAULT_AUDIT_POLICY } from '#domain/audit/audit-policy.ts';
import { LOADMASTER_RULES } from '#domain/audit/rules/loadmaster-rules.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { withPair, withUnit } from './broken.ts';
import {
  OUTSIDE_GEO_CLUSTERS,
  WITHOUT_PARTNER_SECRET,
  withBoth,
  withSettings,
  withUnitSnapshot,
} from './broken-units.ts';
import { AUDITED_PAIR, CLEAN_SNAPSHOT, read } from './clean-snapshot.ts';
import { ruleCalled } from './rule-called.ts';

const { at: NOW } = CLEAN_SNAPSHOT;
const DAY_MS = 24 * 60 * MINUTE_MS;
const MONTH_MS = 30 * DAY_MS;
const { failback, units } = AUDITED_PAIR;

const secondIsAt = (address: string, publicAddress = address): PairSnapshot =>
  withPair({ units: { ...units, second: { ...units.second, address, publicAddress } } });

const returnsByItself = { preferred: 'first', failback: { ...failback, policy: 'native' } } as const;

const oneArmed = (address?: string): PairSnapshot =>
  withUnit('first', {
    allInterfaces: false,
    interfaces: [
      { id: 0, address: '10.0.1.5', additionalAddresses: ['10.0.1.6/24'] },
      { id: 1, ...(address !== undefined && { address }), additionalAddresses: [] },
    ],
  });

describe('a LoadMaster rule passes', () => {
  it.each<[rule: string, when: string, snapshot: PairSnapshot]>([
    [
      'partners',
      'the partner is at its public address',
      withUnit('first', { partner: '192.0.2.7' }, secondIsAt('10.0.2.5', '192.0.2.7')),
    ],
    [
      'partners',
      'the partner is spelt otherwise',
      withUnit('first', { partner: '2001:DB8:0::5' }, secondIsAt('2001:db8::5')),
    ],
    [
      'preference',
      'the units return by themselves',
      withBoth(() => ({ prefersFirst: true }), withPair(returnsByItself)),
    ],
    [
      'preference',
      'returning is left to units that prefer nobody',
      withPair({ ...returnsByItself, preferred: 'none' }),
    ],
    ['roles', 'a unit is unconnected', withUnit('second', { haStatus: 'passive' })],
    ['roles', 'both units are unconnected', withBoth(() => ({ haStatus: 'passive' }))],
    ['roles', 'neither unit has HA', withBoth(() => ({ haStatus: 'not-configured' }))],
    [
      'roles',
      'the second unit is the active one',
      withBoth((_, unit) => ({ haStatus: unit === 'second' ? 'active' : 'standby' })),
    ],
    ['unconnected', 'a unit has no HA', withUnit('second', { haStatus: 'not-configured' })],
    ['all-interfaces', 'there is one interface with an address', oneArmed()],
    ['all-interfaces', 'an interface without an address repeats the one before', oneArmed('10.0.1.5')],
    [
      'firmware-equal',
      'the builds of one version differ',
      withUnit('second', { version: '7.2.61.1.f6d42ce.DEV\n' }),
    ],
    ['firmware-minimum', 'the units run just that', withBoth(() => ({ version: '7.2.60.0' }))],
    [
      'partner-secret',
      'the firmware is from before',
      withBoth(() => ({ version: '7.2.59.3' }), WITHOUT_PARTNER_SECRET),
    ],
    [
      'partner-secret',
      'the long-term firmware is from before',
      withBoth(() => ({ version: '7.2.54.9' }), WITHOUT_PARTNER_SECRET),
    ],
    [
      'api-settings',
      'yes and no are spelt otherwise',
      withSettings('first', { enableapi: 'Y', sessioncontrol: '1', sessionbasicauth: 'N' }),
    ],
    [
      'clock',
      'it differs by just as much as is declared',
      withBoth((_, unit) => ({ clock: { said: NOW + (unit === 'first' ? 30_000 : -30_000), askedAt: NOW } })),
    ],
    [
      'backup-age',
      'the newest is just as old as is declared',
      withUnitSnapshot('first', { newestBackup: read(NOW - 7 * DAY_MS) }),
    ],
    [
      'licence',
      'it ends later than within the month',
      withUnit('first', { licence: { licensedUntil: NOW + MONTH_MS + 1 } }),
    ],
    ['licence', 'it has no end', withUnit('first', { licence: { status: 'Valid' } })],
    [
      'certificate-expiry',
      'it expires later than within the month',
      withUnit('first', { certificateExpiresAt: NOW + MONTH_MS + 1 }),
    ],
    [
      'geo-lists',
      'the other unit of the pair is where it must not be',
      withUnit('first', ({ geo, ...said }) => ({
        ...said,
        ...(geo && { geo: { ...geo, access: [...geo.access, '10.0.2.5'] } }),
      })),
    ],
  ])('%s where %s', (rule, _, snapshot) => {
    expect(ruleCalled(rule).check(snapshot)).toEqual({ faults: [], unjudged: [] });
  });
});

describe('a LoadMaster rule does not apply', () => {
  const undeclared = withPair({ audit: DEFAULT_AUDIT_POLICY });
  const applying = (snapshot: PairSnapshot): readonly string[] =>
    LOADMASTER_RULES.filter(({ applies }) => applies?.(snapshot) === false).map(({ id }) => id);

  it('where nothing is declared that it goes by', () => {
    expect(applying(undeclared)).toEqual(['firmware-minimum', 'backup-age']);
    expect(ruleCalled('firmware-minimum').check(undeclared)).toEqual({
      faults: [],
      unjudged: [{ subject: 'pair', why: 'no minimum is declared' }],
    });
    expect(ruleCalled('backup-age').check(undeclared)).toEqual({
      faults: [],
      unjudged: [{ subject: 'pair', why: 'no age is declared' }],
    });
  });

  it('to GEO outside GEO clusters', () => {
    expect(applying(OUTSIDE_GEO_CLUSTERS)).toEqual([
      'geo-lists',
      'geo-own-standby',
      'geo-clusters',
      'geo-addresses-swapped',
      'geo-partners',
    ]);
    expect(ruleCalled('geo-lists').check(OUTSIDE_GEO_CLUSTERS).unjudged).toEqual([
      { subject: 'pair', why: 'the pair is in no GEO cluster' },
    ]);
  });
});
