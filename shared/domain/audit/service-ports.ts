import type { ServiceAudited } from '#domain/audit/unit-audited.ts';

/** How a virtual service takes a port: by its number or a range, with all other ports, not at all; or it is not known. */
export type Taking = 'by-number' | 'with-all' | 'not' | 'unknown';

const PORTS = /^(\d{1,5})(?:-(\d{1,5}))?$/;

/** The ports and ranges of a list such as `8080-8085,9000`; commas and spaces separate them. */
export const portList = (text: string): readonly string[] =>
  text.split(/[\s,]+/).filter((part) => part !== '');

const includes = (part: string, port: number): boolean | undefined => {
  const [, from, to = from] = PORTS.exec(part) ?? [];
  return from === undefined ? undefined : port >= Number(from) && port <= Number(to);
};

export const takingOf = ({ port: own, extraPorts = '' }: ServiceAudited, port: number): Taking => {
  if (own === undefined) return 'unknown';
  if (own === '*') return 'with-all';
  const parts = [own, ...portList(extraPorts)].map((part) => includes(part, port));
  if (parts.includes(true)) return 'by-number';
  return parts.includes(undefined) ? 'unknown' : 'not';
};
