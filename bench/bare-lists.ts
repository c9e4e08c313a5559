import type { GeoAddresses, GeoMember } from '#domain/geo/member.ts';

/*
 * What a script of a few lines does by the manual's chapter 5: for every unit it goes through everybody and collects
 * addresses. No spelling, no digest, no plan.
 */

const addressIn = (region: string, member: GeoMember, at: GeoAddresses): string =>
  member.region === region ? at.address : (at.publicAddress ?? at.address);

/** Both lists of every unit, sorted; how many there are. */
export const bareLists = (members: readonly GeoMember[]): number => {
  const lists: string[][] = [];
  for (const member of members) {
    const units = member.kind === 'pair' ? [member.units.first, member.units.second] : [member.unit];
    for (const unit of units) {
      const partners: string[] = [];
      for (const other of members) {
        if (other === member || other.cluster !== member.cluster) continue;
        const theirs = other.kind === 'pair' ? [other.units.first, other.units.second] : [other.unit];
        for (const at of theirs) partners.push(addressIn(member.region, other, at));
      }
      const isMaster = member.kind === 'standalone' || unit === member.units[member.master ?? 'first'];
      lists.push(partners.sort());
      if (isMaster) lists.push([...partners, unit.address].sort());
    }
  }
  return lists.length;
};
