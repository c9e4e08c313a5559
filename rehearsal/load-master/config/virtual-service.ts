import type { FieldValues } from '#rehearsal/load-master/config/field-values.ts';

/** What clients may reach a virtual service with. */
export type Protocol = 'tcp' | 'udp';

/** One server behind a virtual service. */
export interface RealServer {
  /** `RsIndex`: unique on the unit. */
  readonly index: number;
  readonly address: string;
  readonly port: number;
  /** What differs from a server just added, by field name: `Weight`, `Enable` … */
  readonly fields: FieldValues;
}

/** One virtual service, or one SubVS of another. */
export interface VirtualService {
  /** Unique on the unit. */
  readonly index: number;
  /** Empty for a SubVS. */
  readonly address: string;
  /** A port, or `*`; empty for a SubVS. */
  readonly port: string;
  readonly protocol: Protocol;
  /** Of a SubVS: the service it belongs to (`MasterVSID`), and the `RsIndex` under which that one lists it. */
  readonly master?: { readonly index: number; readonly rsIndex: number };
  /** What differs from a service just added, by field name: `NickName`, `Enable`, `ExtraPorts` … */
  readonly fields: FieldValues;
  readonly realServers: readonly RealServer[];
}

export type ServiceStatus = 'Up' | 'Down' | 'Disabled';

/** The network behind a unit is not simulated: a real server in use is up. */
export const realServerStatus = ({ fields }: RealServer): ServiceStatus =>
  fields.Enable === false ? 'Disabled' : 'Up';

/** Up as long as one of its servers or SubVSs is. */
export const serviceStatus = (
  { fields, realServers }: VirtualService,
  subServices: readonly VirtualService[],
): ServiceStatus => {
  if (fields.Enable === false) return 'Disabled';
  const isUp =
    realServers.some((server) => realServerStatus(server) === 'Up') ||
    subServices.some((sub) => serviceStatus(sub, []) === 'Up');
  return isUp ? 'Up' : 'Down';
};
