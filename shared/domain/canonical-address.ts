/** One spelling for every IPv6 address (RFC 5952); everything else as it is, in lower case. */
export const canonicalAddress = (address: string): string => {
  const url = /^[\da-f:.]*:[\da-f:.]*$/i.test(address) ? URL.parse(`http://[${address}]`) : null;
  return url === null ? address.toLowerCase() : url.hostname.slice(1, -1);
};
