import { describe, expect, it } from 'vitest';
import { parseEstate } from '#contracts/estate.ts';
import { faultsOf, SOUND_ESTATE } from './estate-samples.ts';

const WINDOW = '{ days: [sun], from: "03:00", to: "05:00", timeZone: UTC }';
const READ_WINDOW = { days: ['sun'], from: '03:00', to: '05:00', timeZone: 'UTC' };

const edited = (...edits: readonly (readonly [from: string, to: string])[]): string =>
  edits.reduce((text, [from, to]) => text.replace(from, to), SOUND_ESTATE);

const estateOf = (text: string) => {
  const parsed = parseEstate(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.estate;
};

const IN_CLUSTER = ['    mode: enforce\n', '    geoCluster: shop\n    geoMaster: second\n'] as const;

describe('GEO in an estate', () => {
  it('is what pairs and standalones say', () => {
    const { pairs, standalones } = estateOf(
      edited(
        [IN_CLUSTER[0], `${IN_CLUSTER[1]}    geoWindows: [${WINDOW}]\n`],
        ['address: 10.0.0.1\n', 'address: 10.0.0.1\n        publicAddress: 203.0.113.7\n'],
        ['- id: lab\n', '- id: lab\n    mode: enforce\n    geoCluster: shop\n'],
      ),
    );
    expect(pairs[0]).toMatchObject({ geoCluster: 'shop', geoMaster: 'second', geoWindows: [READ_WINDOW] });
    expect(pairs[0]?.units.first.publicAddress).toBe('203.0.113.7');
    expect(standalones[0]).toMatchObject({ mode: 'enforce', geoCluster: 'shop' });
  });

  it('takes its windows from the defaults, where the pair is in a cluster', () => {
    const { pairs } = estateOf(
      edited(IN_CLUSTER, ['  preferred: first\n', `  preferred: first\n  geoWindows: [${WINDOW}]\n`]),
    );
    expect(pairs.map(({ geoWindows }) => geoWindows)).toEqual([[READ_WINDOW], undefined]);
  });

  it.each([
    {
      mistake: 'a master of a pair that is in no cluster',
      edit: ['    mode: enforce\n', '    geoMaster: first\n'] as const,
      fault: 'pairs[0].geoMaster: the pair is in no GEO cluster: declare geoCluster as well',
    },
    {
      mistake: 'windows of a pair that is in no cluster',
      edit: ['    mode: enforce\n', `    geoWindows: [${WINDOW}]\n`] as const,
      fault: 'pairs[0].geoWindows: the pair is in no GEO cluster: declare geoCluster as well',
    },
    {
      mistake: 'a master that is no unit',
      edit: [IN_CLUSTER[0], '    geoCluster: shop\n    geoMaster: primary\n'] as const,
      fault: 'pairs[0].geoMaster: must be first or second',
    },
    {
      mistake: 'no window in a list of windows',
      edit: [IN_CLUSTER[0], `${IN_CLUSTER[1]}    geoWindows: []\n`] as const,
      fault: 'pairs[0].geoWindows',
    },
    {
      mistake: 'a public address that is none',
      edit: ['address: 10.0.0.1\n', 'address: 10.0.0.1\n        publicAddress: edge.example\n'] as const,
      fault: 'pairs[0].units.first.publicAddress: must be an IPv4 or IPv6 address',
    },
  ])('refuses $mistake', ({ edit, fault }) => {
    const faults = faultsOf(edited(edit));
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(fault);
  });

  it('refuses one public address of two LoadMasters, however it is spelled', () => {
    const faults = faultsOf(
      edited(
        ['address: 10.0.0.1\n', 'address: 10.0.0.1\n        publicAddress: 2001:db8::7\n'],
        ['    address: 10.0.0.5\n', '    address: 10.0.0.5\n    publicAddress: 2001:db8:0:0::7\n'],
      ),
    );
    expect(faults).toEqual([
      expect.stringContaining(
        'standalones[0].publicAddress: this public address is also at pairs[0].units.first.publicAddress',
      ),
    ]);
  });
});
