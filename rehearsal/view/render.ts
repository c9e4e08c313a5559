import pc from 'picocolors';
import sliceAnsi from 'slice-ansi';
import type { Colours } from '#rehearsal/view/colours.ts';
import { pairLines } from '#rehearsal/view/render-pair.ts';
import type { JournalLine, RegionSnapshot, Snapshot } from '#rehearsal/view/snapshot.ts';

/** Of the terminal, in characters. */
export interface ViewSize {
  readonly columns: number;
  readonly rows: number;
}

const KEYS = [
  'tab/1-9 pair · u unit · k kill · g hang · r repair · i interrupt spot · x terminate behind our back',
  't terminate, o switch over to it, f new firmware (again: start) through the API',
  's scale in · h hold/lift · a throttle AWS · q quit',
] as const;

const JOURNAL_AT_LEAST = 3;

export const clockText = (at: number): string => new Date(at).toISOString().slice(11, 19);

export const journalText = ({ at, words }: JournalLine): string => `${clockText(at)}  ${words}`;

const regionTitle = ({ region, apiUrl, throttled, frozen }: RegionSnapshot, colours: Colours): string => {
  const throttle = throttled ? colours.red(' · AWS throttles') : '';
  const freeze = frozen ? colours.red(' · frozen') : '';
  return `${colours.bold(region)}  ${apiUrl}${throttle}${freeze}`;
};

const estateLines = (snapshot: Snapshot, colours: Colours): readonly string[] => {
  let number = 0;
  return snapshot.regions.flatMap((region) => [
    regionTitle(region, colours),
    ...region.pairs.flatMap((pair) => pairLines(pair, ++number, snapshot, colours)),
    '',
  ]);
};

/** The whole view as text, no larger than the terminal: lines are cut, and the journal gives way. Pure. */
export const render = (snapshot: Snapshot, size: ViewSize, colours: Colours = pc): string => {
  const head = [
    `${colours.bold('Understudy rehearsal')}  ${clockText(snapshot.at)}${snapshot.speed === 1 ? '' : `  ×${snapshot.speed}`}`,
    '',
    ...estateLines(snapshot, colours),
  ];
  const foot = ['', colours.yellow(snapshot.message), ...KEYS.map((line) => colours.dim(line))];
  const room = Math.max(JOURNAL_AT_LEAST, size.rows - head.length - foot.length - 2);
  const journal = ['Journal', ...snapshot.journal.slice(-room).map(journalText)];
  return [...head, ...journal, ...foot].map((line) => sliceAnsi(line, 0, size.columns)).join('\n');
};
