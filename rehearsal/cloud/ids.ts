/** Ids in AWS's formats, from the region's random numbers so that a history can be repeated. */
export interface Ids {
  /** Lower-case hexadecimal digits. */
  hex(digits: number): string;
  /** A version 4 UUID. */
  uuid(): string;
}

export const makeIds = (random: () => number): Ids => {
  const hex = (digits: number): string => {
    let text = '';
    while (text.length < digits) {
      text += Math.floor(random() * 0x1_0000_0000)
        .toString(16)
        .padStart(8, '0');
    }
    return text.slice(0, digits);
  };
  return {
    hex,
    uuid: () => {
      const all = hex(32);
      const variant = '89ab'.charAt(Number.parseInt(all.charAt(16), 16) & 3);
      return `${all.slice(0, 8)}-${all.slice(8, 12)}-4${all.slice(13, 16)}-${variant}${all.slice(17, 20)}-${all.slice(20)}`;
    },
  };
};
