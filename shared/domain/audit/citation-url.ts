import type { Citation } from '#domain/audit/rule.ts';

const HTTPS = /^https:\/\/[^\s\p{Cc}]+$/u;

/** Where the citation can be read by following a link: nothing but https is one. */
export const citationUrl = ({ url }: Citation): string | undefined =>
  url !== undefined && HTTPS.test(url) ? url : undefined;
