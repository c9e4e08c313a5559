import type { IngressPermission, InstanceAudited } from '#domain/audit/aws-seen.ts';
import { contains, isEverybody } from '#domain/audit/cidr.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import { unreadWords } from '#domain/audit/unread-words.ts';
import type { Ingress } from '#domain/pair/action.ts';

/** A permission that lets somebody in to a port, and where it stands. */
export interface Entrance {
  readonly securityGroup: string;
  readonly permission: IngressPermission;
}

/** What the security groups of an instance say of one TCP port. */
export interface Entrances {
  readonly port: number;
  readonly open: readonly Entrance[];
  /** Security groups that were not read, in words. */
  readonly unread: readonly string[];
}

/** Somebody who has to be let in. */
export interface Caller {
  readonly name: string;
  /** It is let in where one of them is. */
  readonly groups: readonly string[];
  /** It is let in, too, where all of them are; absent where not all are known. */
  readonly cidrs?: readonly string[];
  /** What is not known of it, in words. */
  readonly unread: readonly string[];
  /** What would have to be let in for it, all of it. */
  readonly letInBy: readonly Ingress['from'][];
}

export type Admission = 'let in' | 'shut out' | { readonly unknown: string };

/** A permission for every protocol has no ports, and so all of them. */
const coversTcp = ({ protocol, fromPort, toPort }: IngressPermission, port: number): boolean =>
  protocol === '-1' ||
  (protocol === 'tcp' &&
    fromPort !== undefined &&
    toPort !== undefined &&
    fromPort <= port &&
    port <= toPort);

export const entrancesTo = (
  { aws }: PairSnapshot,
  { securityGroups }: InstanceAudited,
  port: number,
): Entrances => {
  const open = securityGroups.flatMap((securityGroup) => {
    const group = aws.securityGroups[securityGroup];
    return group?.kind === 'read'
      ? group.value.ingress
          .filter((permission) => coversTcp(permission, port))
          .map((permission) => ({ securityGroup, permission }))
      : [];
  });
  const unread = securityGroups.flatMap((id) => unreadWords(id, aws.securityGroups[id]));
  return { port, open, unread };
};

/** A prefix list that leads in, too: whom it lets in is not read. */
export const prefixListWords = ({ open }: Entrances): readonly string[] =>
  [...new Set(open.flatMap(({ permission }) => permission.prefixLists))].map(
    (id) => `whom prefix list ${id} lets in is not read`,
  );

/** The networks of everybody among those that are let in. */
export const everybodyIn = ({ permission }: Entrance): readonly string[] =>
  permission.cidrs.filter(isEverybody);

export const letsInGroup = ({ open }: Entrances, group: string): boolean =>
  open.some(({ permission }) => permission.groups.includes(group));

export const letsInCidr = ({ open }: Entrances, cidr: string): boolean =>
  open.some(({ permission }) => permission.cidrs.some((outer) => contains(outer, cidr)));

/** Where only some addresses of each network are let in: whether the caller's own are among them is not read. */
const partWords = ({ open }: Entrances, networks: readonly string[]): readonly string[] => {
  const letIn = open.flatMap(({ permission }) => permission.cidrs);
  const parts = networks.map((network) => letIn.filter((part) => contains(network, part)));
  if (parts.some(({ length }) => length === 0)) return [];
  return [...new Set(parts.flat())].map((part) => `only ${part} of its network is let in`);
};

/** Whether a caller is let in to the port. Unknown, where what was not read could let it in. */
export const admissionOf = (entrances: Entrances, { groups, cidrs, unread }: Caller): Admission => {
  if (groups.some((group) => letsInGroup(entrances, group))) return 'let in';
  const outside = (cidrs ?? []).filter((cidr) => !letsInCidr(entrances, cidr));
  if (cidrs !== undefined && cidrs.length > 0 && outside.length === 0) return 'let in';
  const doubts = [
    ...unread,
    ...entrances.unread,
    ...prefixListWords(entrances),
    ...partWords(entrances, outside),
  ];
  return doubts.length === 0 ? 'shut out' : { unknown: doubts.join(', ') };
};
