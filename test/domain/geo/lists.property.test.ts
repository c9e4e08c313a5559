import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalAddress } from '#domain/canonical-address.ts';
import { expectedDigest } from '#domain/geo/expected-digest.ts';
import { allLists, listsOf } from '#domain/geo/lists.ts';
import type { GeoAddresses, GeoDeclaration, GeoMember, MemberUnit } from '#domain/geo/member.ts';
import { topologyOf } from '#domain/geo/topology.ts';
import { anyMember, anyMembers } from './any-topology.ts';

/*
 * The rules of the manual's chapter on GEO, by identity: which LoadMaster an address in a list stands for is found out
 * here, by its own arithmetic.
 */

interface Unit {
  readonly member: GeoMember;
  readonly unit: MemberUnit;
  readonly at: GeoAddresses;
}

const unitsIn = (members: readonly GeoMember[]): readonly Unit[] =>
  members.flatMap((member): readonly Unit[] =>
    member.kind === 'standalone'
      ? [{ member, unit: 'standalone', at: member.unit }]
      : (['first', 'second'] as const).map((unit) => ({ member, unit, at: member.units[unit] })),
  );

/** Whom an address in a list of a unit in `region` stands for: instance ids, of the whole estate. */
const foundAt = (address: string, region: string, members: readonly GeoMember[]): readonly string[] =>
  unitsIn(members)
    .filter(({ member, at }) => {
      const own = member.region === region ? at.address : (at.publicAddress ?? at.address);
      return canonicalAddress(own) === address;
    })
    .map(({ at }) => at.instanceId);

const mates = (members: readonly GeoMember[], member: GeoMember): readonly Unit[] =>
  unitsIn(members.filter(({ cluster }) => cluster === member.cluster));

/** The ids that a list names, of the member's own cluster; fails where an address is nobody's there. */
const namedBy = (
  list: readonly string[],
  member: GeoMember,
  members: readonly GeoMember[],
): readonly string[] =>
  list.map((address) => {
    const [id, ...more] = foundAt(
      address,
      member.region,
      members.filter(({ cluster }) => cluster === member.cluster),
    );
    expect(more).toEqual([]);
    expect(id, `${address} is nobody's in ${member.cluster}`).toBeDefined();
    return id ?? '';
  });

const idsOf = (units: readonly Unit[]): readonly string[] => units.map(({ at }) => at.instanceId).toSorted();

describe('the lists of any topology', () => {
  it('partners are every unit of the cluster once, but for those of the own member', () => {
    fc.assert(
      fc.property(anyMember, ({ members, member }) => {
        for (const { partners } of listsOf(members, member))
          expect(namedBy(partners, member, members).toSorted()).toEqual(
            idsOf(mates(members, member).filter((unit) => unit.member !== member)),
          );
      }),
    );
  });

  it('partnership is mutual', () => {
    fc.assert(
      fc.property(anyMembers, (members) => {
        const partnersOf = new Map<string, readonly string[]>();
        for (const member of members)
          for (const { unit, partners } of listsOf(members, member)) {
            const at = member.kind === 'pair' && unit !== 'standalone' ? member.units[unit] : undefined;
            const { instanceId } = at ?? (member as { readonly unit: GeoAddresses }).unit;
            partnersOf.set(instanceId, namedBy(partners, member, members));
          }
        for (const [id, partners] of partnersOf)
          for (const partner of partners) {
            expect(partner).not.toBe(id);
            expect(partnersOf.get(partner)).toContain(id);
          }
      }),
    );
  });

  it('a master lets in itself and every unit of other members, and never its own standby', () => {
    fc.assert(
      fc.property(anyMember, ({ members, member }) => {
        const expected = listsOf(members, member);
        const withAccess = expected.filter(({ access }) => access !== undefined);
        if (member.kind === 'standalone') {
          expect(namedBy(expected[0]?.access ?? [], member, members).toSorted()).toEqual(
            idsOf(mates(members, member)),
          );
          return;
        }
        const { master } = member;
        expect(withAccess.map(({ unit }) => unit)).toEqual(master === undefined ? [] : [master]);
        if (master === undefined) return;
        expect(expected[0]?.unit).toBe(master);
        expect(namedBy(expected[0]?.access ?? [], member, members).toSorted()).toEqual(
          idsOf(mates(members, member).filter((unit) => unit.member !== member || unit.unit === master)),
        );
      }),
    );
  });

  it('lists are canonical, sorted, and the same for all members together as for each', () => {
    fc.assert(
      fc.property(anyMembers, (members) => {
        const all = allLists(members);
        expect(all.size).toBe(members.length);
        for (const member of members) {
          const expected = listsOf(members, member);
          expect(all.get(member)).toEqual(expected);
          for (const { access = [], partners, remoteClusters } of expected)
            for (const list of [access, partners, remoteClusters])
              expect(list).toEqual([...new Set(list.map(canonicalAddress))].toSorted());
        }
      }),
    );
  });

  it('what is expected is called the same however the estate is written, and otherwise when it changes', () => {
    fc.assert(
      fc.property(anyMember, fc.boolean(), ({ members, member }, longhand) => {
        const digest = expectedDigest(listsOf(members, member));
        const respelled = (at: GeoAddresses): GeoAddresses => ({
          ...at,
          address: longhand ? at.address.toLowerCase() : at.address.replace(/:0:0:/, ':0000:0:'),
        });
        const written = (one: GeoMember): GeoMember => {
          if (one.kind === 'standalone') return { ...one, unit: respelled(one.unit) };
          const { first, second } = one.units;
          return { ...one, units: { first: respelled(first), second: respelled(second) } };
        };
        const same = members.toReversed().map(written);
        const again = same.find(({ id }) => id === member.id) ?? member;
        expect(expectedDigest(listsOf(same, again))).toBe(digest);
        const newcomer: GeoMember = {
          kind: 'standalone',
          id: 'new',
          region: member.region,
          cluster: member.cluster,
          unit: { instanceId: 'i-new', address: '192.0.2.1' },
        };
        expect(expectedDigest(listsOf([...members, newcomer], member))).not.toBe(digest);
        const elsewhere = { ...newcomer, cluster: 'elsewhere' };
        expect(expectedDigest(listsOf([...members, elsewhere], member))).toBe(digest);
      }),
    );
  });
});

describe('the view of any region', () => {
  const declaredBy = (members: readonly GeoMember[]): readonly GeoDeclaration[] => {
    const regions = [...new Set(members.map(({ region }) => region))].toSorted();
    return regions.map((region) => ({
      schemaVersion: 1,
      region,
      version: 1,
      members: members.filter((member) => member.region === region),
      regions,
    }));
  };

  it('is complete when all have declared, and has exactly the clusters of the region', () => {
    fc.assert(
      fc.property(anyMember, ({ members, member }) => {
        const clusters = new Set(
          members.filter(({ region }) => region === member.region).map(({ cluster }) => cluster),
        );
        const topology = topologyOf(member.region, { declarations: declaredBy(members), damagedRegions: [] });
        const found = topology.kind === 'complete' ? topology.members : [];
        expect(topology.kind).toBe('complete');
        expect(new Set(found)).toEqual(new Set(members.filter(({ cluster }) => clusters.has(cluster))));
      }),
    );
  });

  it('is incomplete whenever any region that is named is missing, damaged, or declared by itself', () => {
    const harms = ['missing', 'damaged', 'by-itself'] as const;
    fc.assert(
      fc.property(anyMember, fc.constantFrom(...harms), fc.nat(), ({ members, member }, harm, which) => {
        const declarations = declaredBy(members);
        const others = declarations.filter(({ region }) => region !== member.region);
        fc.pre(others.length > 0);
        const lost = others[which % others.length]?.region ?? '';
        const left = declarations.filter(({ region }) => region !== lost);
        const alone = declarations
          .filter(({ region }) => region === lost)
          .map((declaration) => ({ ...declaration, regions: [lost] }));
        const topology = topologyOf(member.region, {
          declarations: harm === 'by-itself' ? [...left, ...alone] : left,
          damagedRegions: harm === 'damaged' ? [lost] : [],
        });
        expect(topology).toMatchObject({ kind: 'incomplete', findings: [{ names: [lost] }] });
      }),
    );
  });
});
