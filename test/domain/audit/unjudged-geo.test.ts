import { describe, expect, it } from 'vitest';
import { LOADMASTER_RULES } from '#domain/audit/rules/loadmaster-rules.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import { withGeo, withoutMaster, withoutSaying } from './broken-units.ts';
import { CLEAN_SNAPSHOT } from './clean-snapshot.ts';
import { unjudgedBy } from './rule-called.ts';

const noMaster =
  'pair: nobody has declared which unit of pair-a is its master, so nobody knows which unit carries the access list';
const geoOff = withGeo('second', () => ({ enabled: false }));

describe('what nobody knows of GEO', () => {
  it.each<[rule: string, when: string, snapshot: PairSnapshot, unjudged: readonly string[]]>([
    [
      'geo-lists',
      'a unit was not asked about GEO',
      withoutSaying('second', 'geo'),
      ['second: did not say what it has of GEO (not-asked), so it is not judged'],
    ],
    ['geo-lists', 'nobody knows who carries the access list', withoutMaster(), [noMaster]],
    ['geo-own-standby', 'nobody knows who carries the access list', withoutMaster(), [noMaster]],
    ['geo-clusters', 'GEO is off', geoOff, ['second: has GEO switched off']],
    ['geo-addresses-swapped', 'GEO is off', geoOff, ['second: has GEO switched off']],
    [
      'geo-partners',
      'the wrong ones are asked',
      withGeo('first', () => ({ partners: [], partnerStatus: [{ address: '10.0.3.5', status: 'Down' }] })),
      ['first: lacks 10.0.3.5 in GEO LoadMaster Partners'],
    ],
  ])('leaves %s unjudged: %s', (rule, _, snapshot, unjudged) => {
    expect(unjudgedBy(rule, snapshot)).toEqual(unjudged);
  });

  it.each(LOADMASTER_RULES.filter(({ id }) => id.startsWith('geo-')))(
    'leaves $id unjudged where the regions contradict each other',
    ({ id }) => {
      const geo = { kind: 'incomplete', words: 'nothing that eu-west-3 declared has arrived' } as const;
      expect(unjudgedBy(id, { ...CLEAN_SNAPSHOT, geo })).toEqual([`pair: ${geo.words}`]);
    },
  );
});
