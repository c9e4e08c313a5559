import { CloudError } from '#rehearsal/cloud/cloud-error.ts';
import { canonicalCidr } from '#rehearsal/cloud/ec2/cidr.ts';
import type { IngressRule, IngressSource } from '#rehearsal/cloud/ec2/security-group-types.ts';

const invalid = (message: string): CloudError => new CloudError('InvalidParameterValue', 400, message);

/** The protocols that have names, by number. @see Amazon EC2 API Reference, IpPermission */
const NAMES: Readonly<Record<string, string>> = { '1': 'icmp', '6': 'tcp', '17': 'udp', '58': 'icmpv6' };
const NAMED: readonly string[] = Object.values(NAMES);

const MOST_PORT = 65_535;
const MOST_PROTOCOL = 255;

const isProtocol = (protocol: string): boolean =>
  protocol === '-1' ||
  NAMED.includes(protocol) ||
  (/^\d{1,3}$/.test(protocol) && Number(protocol) <= MOST_PROTOCOL);

const checkPorts = (fromPort: number, toPort: number): void => {
  const isPort = (port: number): boolean => port >= 0 && port <= MOST_PORT;
  if (!(isPort(fromPort) && isPort(toPort) && fromPort <= toPort)) {
    throw invalid(`Invalid value '${fromPort}-${toPort}' for portRange.`);
  }
};

type Ports = Pick<IngressRule, 'fromPort' | 'toPort'>;

/** Protocols without ports cover all of them, whatever was sent. */
const portsOf = (protocol: string, { fromPort, toPort }: IngressRule): Ports => {
  if (!NAMED.includes(protocol)) return {};
  if (protocol === 'icmpv6' && fromPort === undefined && toPort === undefined) {
    return { fromPort: -1, toPort: -1 };
  }
  if (fromPort === undefined || toPort === undefined) {
    throw invalid(`Invalid value 'Must specify both from and to ports with ${protocol}.' for portRange.`);
  }
  if (protocol === 'tcp' || protocol === 'udp') checkPorts(fromPort, toPort);
  return { fromPort, toPort };
};

const sourceOf = (source: IngressSource): IngressSource => {
  if (source.kind === 'group') return source;
  const cidr = canonicalCidr(source.kind, source.cidr);
  if (cidr === undefined) throw invalid(`CIDR block ${source.cidr} is malformed`);
  return { kind: source.kind, cidr };
};

/** @see Amazon EC2 API Reference, IpRange: Description */
const DESCRIPTION = /^[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]{0,255}$/;

/** The rule as EC2 keeps it. @throws CloudError InvalidParameterValue */
export const completeRule = (rule: IngressRule): IngressRule => {
  const protocol = NAMES[rule.protocol] ?? rule.protocol.toLowerCase();
  if (!isProtocol(protocol)) {
    throw invalid(`Invalid value '${rule.protocol}' for IP protocol. Unknown protocol.`);
  }
  if (rule.description !== undefined && !DESCRIPTION.test(rule.description)) {
    throw invalid('Invalid rule description');
  }
  return {
    protocol,
    ...portsOf(protocol, rule),
    source: sourceOf(rule.source),
    ...(rule.description !== undefined && { description: rule.description }),
  };
};

const peerOf = ({ source }: IngressRule): string => (source.kind === 'group' ? source.groupId : source.cidr);

/** What makes two rules the same one: the description does not. */
export const ruleKey = (rule: IngressRule): string =>
  [rule.protocol, rule.fromPort ?? '', rule.toPort ?? '', peerOf(rule)].join(' ');

/** As EC2 speaks of a rule in its messages. */
export const ruleText = (rule: IngressRule): string => {
  const protocol = rule.protocol === '-1' ? 'ALL' : rule.protocol.toUpperCase();
  const ports = rule.fromPort === undefined ? [] : [`from port: ${rule.fromPort}`, `to port: ${rule.toPort}`];
  return [`peer: ${peerOf(rule)}`, protocol, ...ports, 'ALLOW'].join(', ');
};
