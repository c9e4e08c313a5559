import { otherUnit, UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import { durationWords } from '#domain/explain/duration-words.ts';
import { listNames } from '#domain/explain/geo-words.ts';
import { listsOf } from '#domain/geo/geo-look.ts';
import { geoUnderWay } from '#domain/geo/interrupt.ts';
import type { GeoOperation, GeoResult } from '#domain/geo/operation.ts';
import { MOST_TIMES_SET } from '#domain/geo/timing.ts';
import type { PairState } from '#domain/pair/state.ts';
import type { EpochMs } from '#domain/time.ts';

/** What is done, as the beginning of a sentence. */
export const geoWords = ({ order }: GeoOperation): string =>
  `setting the lists of GEO cluster ${order.cluster} (${order.why})`;

const roleWords = ({ order }: GeoOperation, unit: UnitName): string =>
  unit === order.master ? `${unit}, the master,` : unit;

const settingWords = (op: GeoOperation): string => {
  const { unit } = op;
  if (unit === undefined) return 'the lists of both units are read';
  const { job, timesSet } = op.units[unit];
  if (job === undefined && timesSet > 0) return `${roleWords(op, unit)} has its lists; they are read again`;
  return `${roleWords(op, unit)} gets its ${listNames(listsOf(op, unit))}`;
};

const phaseWords = (op: GeoOperation): string => {
  const { phase, handover, failed } = op;
  switch (phase) {
    case 'setting':
      return settingWords(op);
    case 'handing-over':
      if (handover === undefined) return 'the role moves to the unit whose turn it is';
      return `${otherUnit(handover.to)} hands over to ${handover.to}, whose turn it is, and reboots`;
    case 'settling':
      return failed === undefined
        ? 'both units have their lists; what was set aside goes back'
        : 'it was given up, and no list was seen to be set; what was set aside goes back';
    default:
      return phase satisfies never;
  }
};

/** Where a change of the GEO lists stands. */
export const geoSentence = (op: GeoOperation, now: EpochMs): string =>
  `${geoWords(op)}: ${phaseWords(op)} (for ${durationWords(now - op.phaseSince)})`;

const setSentences = ({ units }: GeoOperation, now: EpochMs): readonly string[] =>
  UNIT_NAMES.flatMap((unit) => {
    const { setAt, backup } = units[unit];
    if (setAt === undefined) return [];
    const kept = backup === undefined ? '' : `; the backup from before is ${backup}`;
    return [`the lists of ${unit} were set ${durationWords(now - setAt)} ago${kept}`];
  });

const failoverSentences = ({ failovers, servedBy }: GeoOperation): readonly string[] =>
  failovers === 0
    ? []
    : [
        `the roles moved without being asked to${failovers === 1 ? '' : `, ${failovers} times`}; ${servedBy} was the last to serve`,
      ];

/** Why it stands still, where that is about the lists themselves. */
const troubleSentences = (op: GeoOperation, { operation }: PairState): readonly string[] => {
  if (op.trouble !== undefined) return [`it stopped at ${op.trouble}`];
  if (operation.kind !== 'halted' || operation.because !== 'geo-lists-not-set') return [];
  return UNIT_NAMES.filter((unit) => op.units[unit].timesSet >= MOST_TIMES_SET).map(
    (unit) =>
      `the lists of ${unit} were set ${op.units[unit].timesSet} times, and were found otherwise again: somebody else sets them`,
  );
};

const END_WORDS: Readonly<Record<Exclude<GeoResult['end'], 'done'>, string>> = {
  refused: 'was refused',
  'given-up': 'was given up; none was seen to be set',
  aborted: 'was ended by an operator',
  interrupted: 'was ended by an urgent drain',
};

const lastSentences = ({ geo: { last } }: PairState, now: EpochMs): readonly string[] => {
  if (last === undefined || last.end === 'done') return [];
  const { end, endedAt, because, set } = last;
  const why = because.length === 0 ? '' : `: ${because.join('; ')}`;
  const done = set.length === 0 ? '' : `, after the lists of ${set.join(' and ')} had been set`;
  return [`${durationWords(now - endedAt)} ago setting its GEO lists ${END_WORDS[end]}${done}${why}`];
};

/** What was done to the lists so far and what went wrong; and why they were not set the last time. */
export const geoSentences = (state: PairState, now: EpochMs): readonly string[] => {
  const op = geoUnderWay(state);
  if (op === undefined) return lastSentences(state, now);
  return [...setSentences(op, now), ...failoverSentences(op), ...troubleSentences(op, state)];
};
