import type { ServiceAudited } from '#domain/audit/unit-audited.ts';
import { quoted } from '#domain/quoted.ts';

/** `"shop" 443/tcp`, or of a SubVS `SubVS "shop"`. */
export const serviceWords = ({ name, address, port = '?', protocol = '?' }: ServiceAudited): string => {
  const called = name === undefined ? '' : quoted(name);
  return (address === undefined ? `SubVS ${called}` : `${called} ${port}/${protocol}`).trim();
};
