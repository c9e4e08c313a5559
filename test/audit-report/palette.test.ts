import { describe, expect, it } from 'vitest';
import { STYLE } from '#audit-report/html-style.ts';
import { DARK, LIGHT, type Palette, WRITTEN_ON } from '#audit-report/palette.ts';

/** @see WCAG 2.2, 1.4.3 Contrast (Minimum) */
const LEAST = 4.5;

/** @see WCAG 2.2, relative luminance */
const luminance = (colour: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const contrast = (one: string, other: string): number => {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
};

describe('the colours', () => {
  it.each([
    { one: '#000000', other: '#ffffff', is: 21 },
    { one: '#777777', other: '#ffffff', is: 4.478 },
    { one: '#abcdef', other: '#abcdef', is: 1 },
  ])('$one on $other differ by $is', ({ one, other, is }) => {
    expect(contrast(one, other)).toBeCloseTo(is, 2);
  });

  const pairs = [
    { scheme: 'light', palette: LIGHT },
    { scheme: 'dark', palette: DARK },
  ].flatMap(({ scheme, palette }) => WRITTEN_ON.map(([ink, ground]) => ({ scheme, palette, ink, ground })));

  it.each(pairs)('in $scheme, $ink can be read on $ground', ({ palette, ink, ground }) => {
    expect(contrast(palette[ink], palette[ground])).toBeGreaterThanOrEqual(LEAST);
  });

  it('are all that the page is painted with', () => {
    const painted = new Set(STYLE.match(/#[0-9a-f]{3,8}\b/gi));
    expect(painted).toEqual(new Set([...Object.values(LIGHT), ...Object.values(DARK)]));
  });

  it('are written with only where their contrast is looked at', () => {
    const inks = new Set([...STYLE.matchAll(/[^-]color: var\(--([a-z-]+)\)/g)].map(([, name]) => name));
    expect(inks).toEqual(new Set(WRITTEN_ON.map(([ink]): keyof Palette => ink)));
  });
});
