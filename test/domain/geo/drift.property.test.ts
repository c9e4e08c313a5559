import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { driftOf, type GeoDrift, type SeenOfUnits } from '#domain/geo/drift.ts';
import { briefly } from '#domain/geo/geo-finding.ts';
import type { GeoSeen } from '#domain/geo/geo-seen.ts';
import { type GeoListName, listsOf } from '#domain/geo/lists.ts';
import type { GeoMember, MemberUnit } from '#domain/geo/member.ts';
import { stepsOf } from '#domain/geo/plan-geo-steps.ts';
import { anyMember } from './any-topology.ts';
import { asExpected, read } from './member-samples.ts';

const LISTS = ['access', 'partners'] as const;

const respell = (address: string): string =>
  address.includes(':') ? address.replace('::', ':0::0').toUpperCase() : address;

/** The drift of a member that has what is expected, but for what `change` makes of each list. */
const driftWith = (
  members: readonly GeoMember[],
  member: GeoMember,
  change: (list: readonly string[], name: GeoListName, unit: MemberUnit) => readonly string[],
): GeoDrift => {
  const expected = listsOf(members, member);
  const seen: SeenOfUnits = Object.fromEntries(
    expected.map((each) => {
      const right = asExpected(each);
      const { unit } = each;
      const lists = {
        access: change(right.access, 'access', unit),
        partners: change(right.partners, 'partners', unit),
      };
      return [unit, read({ ...right, ...lists })];
    }),
  );
  return driftOf(member, expected, seen);
};

const codesOf = ({ findings }: GeoDrift): readonly string[] =>
  findings.map(({ code }) => code).filter((code) => code !== 'no-master');

describe('the drift of any member', () => {
  it('is none where it has the expected addresses, in any order and spelling', () => {
    fc.assert(
      fc.property(anyMember, fc.boolean(), fc.boolean(), ({ members, member }, turned, twice) => {
        const drift = driftWith(members, member, (list) => {
          const spelled = [...(twice ? list : []), ...list.map(respell)];
          return turned ? spelled.toReversed() : spelled;
        });
        expect(codesOf(drift)).toEqual([]);
        expect(drift).toMatchObject({ listsWrong: 0, wrong: {} });
      }),
    );
  });

  it('is one list where one address is missing or too much, whichever', () => {
    fc.assert(
      fc.property(
        anyMember,
        fc.constantFrom(...LISTS),
        fc.constantFrom<MemberUnit>('first', 'second', 'standalone'),
        fc.option(fc.nat()),
        ({ members, member }, name, unit, which) => {
          const expected = listsOf(members, member).find((each) => each.unit === unit)?.[name];
          fc.pre(expected !== undefined && (which === null || expected.length > 0));
          const lost = which === null ? '192.0.2.1' : expected[which % expected.length];
          const drift = driftWith(members, member, (list, ofList, ofUnit) => {
            if (ofList !== name || ofUnit !== unit) return list;
            return which === null ? [...list, '192.0.2.1'] : list.filter((address) => address !== lost);
          });
          expect(drift).toMatchObject({ listsWrong: 1, wrong: { [unit]: [name] } });
          const of = drift.findings.filter(({ code }) => code !== 'no-master');
          expect(of).toMatchObject([
            { code: `${name}-${which === null ? 'extra' : 'missing'}`, unit, names: [lost] },
          ]);
        },
      ),
    );
  });

  it('is told apart, list by list, by what little of it a report keeps', () => {
    const anything = fc.array(
      fc.constantFrom('10.0.0.1', '10.0.0.0', '10.1.0.0', '10.1.0.1', '192.0.2.1', 'FD00::1'),
      { maxLength: 4 },
    );
    const anySeen: fc.Arbitrary<GeoSeen> = fc.record({
      enabled: fc.boolean(),
      access: anything,
      partners: anything,
      partnerStatus: fc.constant([]),
      clusters: anything.map((addresses) =>
        addresses.map((address) => ({ address, type: 'default' as const })),
      ),
      mapped: anything,
    });
    fc.assert(
      fc.property(anyMember, anySeen, anySeen, ({ members, member }, one, other) => {
        const expected = listsOf(members, member);
        const drift = driftOf(member, expected, {
          first: read(one),
          second: read(other),
          standalone: read(one),
        });
        const steps = stepsOf(expected, briefly(drift.findings));
        const sets = steps.filter((step) => step.kind === 'set-list');
        expect(sets.length).toBe(drift.listsWrong);
        for (const { unit, list } of sets) expect(drift.wrong[unit]).toContain(list);
      }),
    );
  });
});
