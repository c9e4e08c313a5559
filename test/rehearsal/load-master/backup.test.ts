import { describe, expect, it } from 'vitest';
import { type ManagedUnit, makeManagedPair } from './managed-pair.ts';

const BASE = '1';
const GEO = '4';
const ALL = '15';

const NTP = { param: 'ntphost', value: 'ntp.example' };
const HOST = { param: 'hostname', value: 'lb1' };

const backUp = (unit: ManagedUnit): Buffer => {
  const reply = unit.call('backup');
  if (reply.kind !== 'file') throw new Error(reply.kind);
  return reply.content;
};

const settingsOf = ({ read }: ManagedUnit) => [
  read('get', { param: 'ntphost' }).ntphost,
  read('get', { param: 'hostname' }).hostname,
];

const clustersOf = ({ management }: ManagedUnit) =>
  management.configuration.geo.read().clusters.map(({ address }) => address);

/** A unit that was backed up and then changed. */
const changedSince = () => {
  const managed = makeManagedPair({ secrets: {} });
  const { first } = managed;
  first.call('addcluster', { ip: '10.9.9.1', name: 'site 1' });
  first.call('addfqdn', { fqdn: 'www.example.com' });
  const file = backUp(first);
  first.call('set', NTP);
  first.call('set', HOST);
  first.call('delcluster', { ip: '10.9.9.1' });
  const reboot = () => {
    managed.pair.first.reboot();
    managed.pair.pass(60);
  };
  return { ...managed, file, reboot };
};

describe('backup', () => {
  it('is a file named after the unit and the time', () => {
    const { first } = makeManagedPair();
    first.call('set', HOST);
    expect(first.call('backup')).toMatchObject({ kind: 'file', name: 'LMBackups_lb1_2025_10_16.09_06' });
  });

  it('says nothing to whoever looks into it', () => {
    const { first } = makeManagedPair();
    first.call('set', NTP);
    expect(backUp(first).toString('latin1')).not.toContain('ntp.example');
  });
});

describe('certificates', () => {
  it('are not in a backup', () => {
    const { first } = makeManagedPair();
    const { certificates } = first.management.configuration;
    certificates.put({ name: 'www', pem: 'any' });
    const file = backUp(first);
    certificates.delete('www');
    first.call('restore', { type: '14' }, file);
    expect(certificates.all()).toEqual([]);
    certificates.put({ name: 'www', pem: 'any' });
    first.call('restore', { type: '14' }, file);
    expect(certificates.all()).toHaveLength(1);
  });
});

describe('restore', () => {
  it('of the base acts at the next boot, all of it', () => {
    const { first, file, pair, reboot } = changedSince();
    expect(first.call('restore', { type: BASE }, file).kind).toBe('done');
    first.call('awshaparam', { haprefered: '0' });
    pair.pass(300);
    expect(settingsOf(first)).toEqual(['ntp.example', 'lb1']);
    reboot();
    expect(settingsOf(first)).toEqual(['pool.ntp.org', 'lb100']);
    first.call('set', NTP);
    reboot();
    expect(settingsOf(first)).toEqual(['ntp.example', 'lb100']);
  });

  it('of the base alone leaves the rest, and of the rest the base', () => {
    const { first, file, reboot } = changedSince();
    first.call('restore', { type: GEO }, file);
    expect(clustersOf(first)).toEqual(['10.9.9.1']);
    reboot();
    expect(settingsOf(first)).toEqual(['ntp.example', 'lb1']);
    first.call('delcluster', { ip: '10.9.9.1' });
    first.call('restore', { type: BASE }, file);
    reboot();
    expect(clustersOf(first)).toEqual([]);
  });

  it.each([
    { type: '2', clusters: [] },
    { type: '4', clusters: ['10.9.9.1'] },
    { type: '6', clusters: ['10.9.9.1'] },
    { type: '8', clusters: [] },
    { type: ALL, clusters: ['10.9.9.1'] },
  ])('$type brings the clusters $clusters', ({ type, clusters }) => {
    const { first, file } = changedSince();
    expect(first.call('restore', { type }, file).kind).toBe('done');
    expect(clustersOf(first)).toEqual(clusters);
  });

  it('2 brings the virtual services', () => {
    const { first } = makeManagedPair();
    first.call('addvs', { vs: '10.0.1.100', port: '443', prot: 'tcp' });
    const file = backUp(first);
    first.call('delvs', { vs: '10.0.1.100', port: '443', prot: 'tcp' });
    first.call('restore', { type: '4' }, file);
    expect(first.management.configuration.virtualServices.all()).toEqual([]);
    first.call('restore', { type: '2' }, file);
    expect(first.management.configuration.virtualServices.all()).toMatchObject([{ address: '10.0.1.100' }]);
  });

  it.each([
    { from: 'single', to: 'first', type: BASE, kind: 'failed' },
    { from: 'first', to: 'single', type: BASE, kind: 'failed' },
    { from: 'first', to: 'single', type: ALL, kind: 'failed' },
    { from: 'single', to: 'single', type: BASE, kind: 'done' },
    { from: 'first', to: 'second', type: BASE, kind: 'done' },
    { from: 'single', to: 'first', type: '14', kind: 'done' },
  ] as const)('type $type of a unit that was $from to one that is $to: $kind', ({ from, to, type, kind }) => {
    const { first, pair } = makeManagedPair();
    pair.first.configureHa({ mode: from });
    const file = backUp(first);
    pair.first.configureHa({ mode: to });
    first.call('addcluster', { ip: '10.9.9.1', name: 'site 1' });
    expect(first.call('restore', { type }, file)).toMatchObject(
      kind === 'failed' ? { kind, code: 422 } : { kind },
    );
    if (kind === 'failed') expect(clustersOf(first)).toEqual(['10.9.9.1']);
  });

  it.each([
    { what: 'without a type', parameters: {}, expected: { kind: 'missing', parameter: 'type' } },
    { what: 'of nothing', parameters: { type: '0' }, expected: { code: 422 } },
    { what: 'of more than there is', parameters: { type: '16' }, expected: { code: 422 } },
  ])('$what is refused', ({ parameters, expected }) => {
    const { first, file } = changedSince();
    expect(first.call('restore', { ...parameters } as Record<string, string>, file)).toMatchObject(expected);
  });

  it('takes nothing but what a unit wrote, whole', () => {
    const { first, file } = changedSince();
    const damaged = Buffer.from(file);
    damaged.writeUInt8(damaged.readUInt8(damaged.length - 5) ^ 1, damaged.length - 5);
    for (const content of [undefined, Buffer.from('{}'), file.subarray(0, file.length - 1), damaged])
      expect(first.call('restore', { type: ALL }, content)).toEqual({
        kind: 'failed',
        code: 422,
        message: 'Invalid backup file',
      });
  });
});
