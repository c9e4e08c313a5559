import type { UnitName } from '#domain/estate/estate.ts';

/** One LoadMaster of a member: a unit of a pair by designation, or a standalone. */
export type MemberUnit = UnitName | 'standalone';

/** By which addresses a LoadMaster is found. */
export interface GeoAddresses {
  readonly instanceId: string;
  /** Within its region. */
  readonly address: string;
  /** From other regions, where that is another. */
  readonly publicAddress?: string;
}

/** A pair or a standalone that is declared to be in a GEO cluster. */
export type GeoMember =
  | {
      readonly kind: 'pair';
      readonly id: string;
      readonly region: string;
      readonly cluster: string;
      /** Absent where nobody has declared it: then nobody knows which unit carries the access list. */
      readonly master?: UnitName;
      readonly units: Readonly<Record<UnitName, GeoAddresses>>;
    }
  | {
      readonly kind: 'standalone';
      readonly id: string;
      readonly region: string;
      readonly cluster: string;
      readonly unit: GeoAddresses;
    };

/** What one region has declared about GEO. Only that region writes it; all regions read it. */
export interface GeoDeclaration {
  readonly schemaVersion: 1;
  readonly region: string;
  /** Grows by one with every change. */
  readonly version: number;
  /** In the order of the estate file. */
  readonly members: readonly GeoMember[];
  /** Every region that the estate file has members in, and this one; sorted. */
  readonly regions: readonly string[];
}
