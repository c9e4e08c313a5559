/**
 * A running FNV-1a, 64 bits, of UTF-16 code units (of octets, where the text is ASCII). Kept in two words and multiplied
 * in halves of a word, because BigInt is a hundred times as slow and two hundred pairs have megabytes of lists.
 * @see draft-eastlake-fnv, The FNV Non-Cryptographic Hash Algorithm
 */
export interface Fnv1a64 {
  take(text: string): void;
  /** 16 hex digits. */
  digest(): string;
}

/** The prime is 2^40 + this; the shift by 40 is one by 8 in the upper word. */
const PRIME_LOW = 0x1b3;

export const makeFnv1a64 = (): Fnv1a64 => {
  let high = 0xcbf29ce4 | 0;
  let low = 0x84222325 | 0;
  return {
    take: (text) => {
      let [upper, lower] = [high, low];
      for (let at = 0; at < text.length; at++) {
        lower ^= text.charCodeAt(at);
        const right = Math.imul(lower & 0xffff, PRIME_LOW);
        const left = Math.imul(lower >>> 16, PRIME_LOW) + (right >>> 16);
        upper = (Math.imul(upper, PRIME_LOW) + (left >>> 16) + (lower << 8)) | 0;
        lower = (left << 16) | (right & 0xffff);
      }
      high = upper;
      low = lower;
    },
    digest: () => [high, low].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join(''),
  };
};
