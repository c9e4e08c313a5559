import { BlockList, isIP } from 'node:net';

/** RFC 1918, RFC 6598 (shared address space, which large VPCs use as well) and RFC 4193. */
const PRIVATE = new BlockList();
PRIVATE.addSubnet('10.0.0.0', 8, 'ipv4');
PRIVATE.addSubnet('172.16.0.0', 12, 'ipv4');
PRIVATE.addSubnet('192.168.0.0', 16, 'ipv4');
PRIVATE.addSubnet('100.64.0.0', 10, 'ipv4');
PRIVATE.addSubnet('fc00::', 7, 'ipv6');

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** The address of a URL's host; undefined for a name, which leads wherever its owner wants. */
export const addressOf = (management: string): string | undefined => {
  const host = new URL(management).hostname.replace(/^\[(.*)\]$/, '$1');
  return isIP(host) === 0 ? undefined : host;
};

/**
 * Whether a management endpoint that somebody names in a request may be connected to: `https://` and a private address,
 * with a port if it is not 443, and nothing more. So nobody can use the gateway to reach the internet, the instance
 * metadata service or a name that resolves to them. `allowLoopback`: on a developer's machine only.
 */
export const isPrivateEndpoint = (management: string, allowLoopback: boolean): boolean => {
  if (!URL.canParse(management)) return false;
  const { protocol, username, password, port, pathname, search, hash } = new URL(management);
  if (protocol !== 'https:' || username + password + search + hash !== '' || pathname !== '/') return false;
  const address = addressOf(management);
  if (address === undefined || port === '0') return false;
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  return PRIVATE.check(address, family) || (allowLoopback && LOOPBACK.check(address, family));
};
