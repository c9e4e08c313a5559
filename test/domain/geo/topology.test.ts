import { describe, expect, it } from 'vitest';
import { declarationOf } from '#domain/geo/declaration.ts';
import type { GeoDeclaration, GeoMember } from '#domain/geo/member.ts';
import { type Declared, topologyOf } from '#domain/geo/topology.ts';
import { SAMPLE_PAIR } from '../../../docs/state-samples.ts';
import { DUBLIN, declares, OHIO, PARIS, pairOf, standaloneOf } from './member-samples.ts';

const BOTH = [DUBLIN, PARIS];
const HERE = pairOf('dub-1', '10.0.0.5', '10.0.0.6');
const THERE = pairOf('par-1', '10.1.0.5', '10.1.0.6', 'first', { region: PARIS });
const OURS = declares(DUBLIN, [HERE], BOTH);
const THEIRS = declares(PARIS, [THERE], BOTH);

const from = (declarations: readonly GeoDeclaration[], damagedRegions: readonly string[] = []): Declared => ({
  declarations,
  damagedRegions,
});

const codesOf = (declared: Declared, region = DUBLIN): readonly string[] => {
  const topology = topologyOf(region, declared);
  return topology.kind === 'complete'
    ? ['complete']
    : topology.findings.map(({ code, names }) => `${code} ${names.join(',')}`);
};

describe('who is in the clusters of a region', () => {
  it('is everybody of them in all regions, by region and in the order of the file', () => {
    const alone = standaloneOf('dub-9', '10.0.0.9');
    const ours = declares(DUBLIN, [HERE, alone], BOTH);
    expect(topologyOf(DUBLIN, from([THEIRS, ours]))).toEqual({
      kind: 'complete',
      members: [HERE, alone, THERE],
    });
  });

  it('is nobody of a cluster in which the region has no member', () => {
    const foreign = standaloneOf('par-9', '10.0.0.5', { region: PARIS, cluster: 'bank' });
    expect(topologyOf(DUBLIN, from([OURS, declares(PARIS, [THERE, foreign], BOTH)]))).toEqual({
      kind: 'complete',
      members: [HERE, THERE],
    });
  });

  it.each<[string, Declared]>([
    ['has declared nothing', from([THEIRS])],
    ['has declared no members', from([declares(DUBLIN, [], BOTH), THEIRS])],
    ['has declared no members, and another region is damaged', from([declares(DUBLIN, [])], [PARIS])],
  ])('is nobody where the region %s', (_, declared) => {
    expect(topologyOf(DUBLIN, declared)).toEqual({ kind: 'complete', members: [] });
  });
});

describe('nobody knows who is in the clusters', () => {
  const elsewhere = standaloneOf('par-9', '10.1.0.9', { region: PARIS, cluster: 'bank' });
  const alike = (member: GeoMember): Declared => from([OURS, declares(PARIS, [THERE, member], BOTH)]);
  const at = (address: string, publicAddress?: string): GeoMember => ({
    kind: 'standalone',
    id: 'par-9',
    region: PARIS,
    cluster: 'shop',
    unit: { instanceId: 'i-9', address, ...(publicAddress === undefined ? {} : { publicAddress }) },
  });

  it.each<[string, Declared, readonly string[]]>([
    ['a region that is named has declared nothing', from([OURS]), [`region-missing ${PARIS}`]],
    [
      'several have not',
      from([declares(DUBLIN, [HERE], [DUBLIN, PARIS, OHIO])]),
      [`region-missing ${PARIS}`, `region-missing ${OHIO}`],
    ],
    ['its declaration is damaged', from([OURS], [PARIS]), [`declaration-damaged ${PARIS}`]],
    [
      'a declaration is damaged of a region that is not named',
      from([OURS, THEIRS], [OHIO]),
      [`declaration-damaged ${OHIO}`],
    ],
    ['the own declaration is damaged', from([THEIRS], [DUBLIN]), [`declaration-damaged ${DUBLIN}`]],
    [
      'a region that is not named has members in a cluster',
      from([declares(DUBLIN, [HERE], [DUBLIN]), THEIRS]),
      [`region-not-declared ${PARIS}`],
    ],
    [
      'a region that is named does not name this one',
      from([OURS, declares(PARIS, [THERE], [PARIS])]),
      [`declared-otherwise ${PARIS}`],
    ],
    [
      'neither of two knows the other',
      from([declares(DUBLIN, [HERE]), declares(PARIS, [THERE])]),
      [`region-not-declared ${PARIS}`, `declared-otherwise ${PARIS}`],
    ],
    [
      'a region that is named was declared before it had members in a cluster',
      from([OURS, declares(PARIS, [elsewhere])]),
      [`declared-otherwise ${PARIS}`],
    ],
    ['two members have one address', alike(at('10.0.0.6')), ['same-address 10.0.0.6']],
    ['two members have one address from here', alike(at('10.9.9.9', '10.0.0.6')), ['same-address 10.0.0.6']],
    [
      'both units of a pair have one address',
      from([declares(DUBLIN, [pairOf('dub-1', 'fd00::1', 'FD00:0::1')])]),
      ['same-address fd00::1'],
    ],
    [
      'one instance is in two members',
      alike({ ...at('10.1.0.9'), kind: 'standalone', unit: { ...HERE.units.first, address: '10.1.0.9' } }),
      ['same-instance i-10.0.0.5'],
    ],
  ])('%s', (_, declared, codes) => {
    expect(codesOf(declared)).toEqual(codes);
  });

  it('two members may share an address by which they are not found from here', () => {
    expect(codesOf(alike(at('10.0.0.6', '52.1.1.1')))).toEqual(['complete']);
  });

  it('two clusters may use one network', () => {
    const other = standaloneOf('dub-9', '10.0.0.5', { cluster: 'bank' });
    const theirs = { ...other, unit: { instanceId: 'i-9', address: '10.0.0.5' } } as GeoMember;
    expect(codesOf(from([declares(DUBLIN, [HERE, theirs])]))).toEqual(['complete']);
  });

  it('a region that is neither named nor in a cluster does not matter', () => {
    expect(codesOf(from([declares(DUBLIN, [HERE]), declares(PARIS, [elsewhere])]))).toEqual(['complete']);
  });

  it('says whom it is about and what to do', () => {
    const topology = topologyOf(
      DUBLIN,
      from([declares(DUBLIN, [HERE]), THEIRS, declares(OHIO, [])], [PARIS]),
    );
    expect(topology).toMatchObject({
      findings: [
        { words: expect.stringContaining(PARIS), remedy: expect.stringContaining('PUT /estate') },
        {
          words: `${PARIS} has members in GEO cluster shop, and the estate file of ${DUBLIN} does not know ${PARIS}`,
        },
      ],
    });
    const same = topologyOf(DUBLIN, alike(at('10.0.0.6')));
    expect(same).toMatchObject({
      findings: [
        {
          words: `in GEO cluster shop, seen from ${DUBLIN}, 10.0.0.6 is the address of dub-1 second (${DUBLIN}) and of par-9 (${PARIS})`,
        },
      ],
    });
  });
});

describe('the declaration of a region', () => {
  const pair = (id: string, region: string, geo: object = { geoCluster: 'shop' }) => ({
    ...SAMPLE_PAIR,
    id,
    region,
    ...geo,
  });
  const alone = { ...SAMPLE_PAIR.units.first, id: 'lm-9', region: OHIO, geoCluster: 'shop' };

  it('has its own members, and every region of the file', () => {
    const estate = {
      pairs: [
        pair('par-1', PARIS),
        pair('dub-1', DUBLIN, { geoCluster: 'shop', geoMaster: 'second' as const }),
      ],
      standalones: [{ ...alone, publicAddress: '52.1.1.1' }],
    };
    expect(declarationOf(DUBLIN, estate)).toEqual({
      region: DUBLIN,
      members: [
        {
          kind: 'pair',
          id: 'dub-1',
          region: DUBLIN,
          cluster: 'shop',
          master: 'second',
          units: {
            first: { instanceId: 'i-0000000000000000a', address: '10.0.1.5' },
            second: { instanceId: 'i-0000000000000000b', address: '10.0.2.5' },
          },
        },
      ],
      regions: [DUBLIN, PARIS, OHIO],
    });
    expect(declarationOf(OHIO, estate).members).toEqual([
      {
        kind: 'standalone',
        id: 'lm-9',
        region: OHIO,
        cluster: 'shop',
        unit: { instanceId: 'i-0000000000000000a', address: '10.0.1.5', publicAddress: '52.1.1.1' },
      },
    ]);
  });

  it('leaves out who is in no GEO cluster, and names itself', () => {
    const { geoCluster: _, ...plain } = alone;
    const estate = { pairs: [pair('par-1', PARIS, {})], standalones: [plain] };
    expect(declarationOf(DUBLIN, estate)).toEqual({ region: DUBLIN, members: [], regions: [DUBLIN] });
  });
});
