import { type DurationMs, SECOND_MS } from '#domain/time.ts';

/** `3 m 20 s`, `45 s`, `2 h 5 m`: two units at most, rounded down. */
export const durationWords = (ms: DurationMs): string => {
  const seconds = Math.max(0, Math.floor(ms / SECOND_MS));
  const units: readonly (readonly [number, string])[] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3_600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ];
  const from = units.findIndex(([amount]) => amount > 0);
  if (from === -1) return '0 s';
  return units
    .slice(from, from + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ');
};
