import { hanging } from '#domain/firmware/hanging.ts';
import type { PairReport, RolloutReport, WaveReport } from '#domain/rollout/rollout-report.ts';
import { STATUS_WORDS } from '#domain/rollout/rollout-words.ts';

/*
 * What the views of a rollout have in common.
 */

export const LABEL_WIDTH = 10;

export const labelled = (label: string, words: string): readonly string[] =>
  hanging(label.padEnd(LABEL_WIDTH), words);

export const pairsWords = (count: number): string => `${count} pair${count === 1 ? '' : 's'}`;

/** What is brought where, and what the rollout is in. */
export const headed = ({ id, target, rollbackOf, waves, status }: RolloutReport): string => {
  const pairs = pairsWords(waves.flatMap((wave) => wave.pairs).length);
  const what = rollbackOf === undefined ? `${target} on ${pairs}` : `${pairs} back from ${rollbackOf}`;
  return `${id}: ${what}, ${STATUS_WORDS[status]}`;
};

/** A wave that has a name of its own is called by its number too. */
export const waveWords = ({ name }: WaveReport, at: number): string =>
  name === `wave ${at + 1}` ? name : `wave ${at + 1}, ${name}`;

/** A pair, its region and its state, in columns. */
export const pairColumns = ({ pairId, region, state }: PairReport, all: readonly PairReport[]): string => {
  const widest = (texts: readonly string[]): number => Math.max(...texts.map(({ length }) => length)) + 2;
  return [
    '  ',
    pairId.padEnd(widest(all.map((pair) => pair.pairId))),
    region.padEnd(widest(all.map((pair) => pair.region))),
    state.padEnd(widest(all.map((pair) => pair.state))),
  ].join('');
};

/** What its units ran; empty where nobody has said. */
export const fromWords = ({ from }: PairReport): string => {
  if (from === undefined) return '';
  return from.first === from.second
    ? `from ${from.first} `
    : `from ${from.first} (first) and ${from.second} (second) `;
};

/** How often the active role moves, or has moved. */
export const roleWords = (roleChanges: number | undefined): string => {
  if (roleChanges === undefined) return 'role changes not known';
  if (roleChanges === 0) return 'no role change';
  return roleChanges === 1 ? '1 role change' : `${roleChanges} role changes`;
};
