import { otherUnit, type Pair, UNIT_NAMES } from '#domain/estate/estate.ts';
import { durationWords } from '#domain/explain/duration-words.ts';
import { incidentWords } from '#domain/firmware/incident-words.ts';
import { firmwareUnderWay } from '#domain/firmware/interrupt.ts';
import type { FirmwareMemory, FirmwareOperation } from '#domain/firmware/operation.ts';
import type { PairState } from '#domain/pair/state.ts';
import type { EpochMs } from '#domain/time.ts';

/** What is done, as the beginning of a sentence. */
export const firmwareWords = ({ order }: FirmwareOperation): string =>
  `changing firmware to ${order.target} for rollout ${order.rolloutId} (${order.why})`;

const phaseWords = ({ phase, unit, handover }: FirmwareOperation): string => {
  switch (phase) {
    case 'backing-up':
      return 'both units are backed up; nothing is touched yet';
    case 'preparing':
      return 'the preference of the units is set aside';
    case 'installing':
      return unit === undefined ? 'the next unit is chosen by its role' : `${unit} gets the firmware`;
    case 'rebooting':
      if (handover !== undefined) return `${otherUnit(handover.to)} hands over to ${handover.to} and reboots`;
      return `${unit ?? 'the unit'} starts it`;
    case 'settling':
      return 'what was set aside goes back, and the virtual services are compared';
    default:
      return phase satisfies never;
  }
};

const mixedWords = (mixedSince: EpochMs, now: EpochMs): string =>
  `the units have run different firmware for ${durationWords(now - mixedSince)}`;

/** Where a change of firmware stands, and for how long the units have differed. */
export const firmwareSentence = (op: FirmwareOperation, now: EpochMs): string => {
  const inPhase = `${phaseWords(op)} (for ${durationWords(now - op.phaseSince)})`;
  const mixed = op.mixedSince === undefined ? '' : `; ${mixedWords(op.mixedSince, now)}`;
  return `${firmwareWords(op)}: ${inPhase}${mixed}`;
};

const incidentSentences = ({ incidents }: FirmwareOperation, now: EpochMs): readonly string[] =>
  incidents.map((incident) => `${durationWords(now - incident.at)} ago: ${incidentWords(incident)}`);

const stagedSentences = ({ staged }: FirmwareMemory): readonly string[] =>
  UNIT_NAMES.flatMap((unit) => {
    const firmware = staged?.[unit];
    if (firmware === undefined) return [];
    return [
      `${unit} has ${firmware.version} on it and will start it with its next reboot, whatever causes that`,
    ];
  });

const leftBehindSentences = (pair: Pair, { firmware }: PairState, now: EpochMs): readonly string[] => [
  ...(firmware.mixedSince === undefined
    ? []
    : [
        `${mixedWords(firmware.mixedSince, now)}: bring ${pair.id} to one version with a rollout or a roll back`,
      ]),
  ...stagedSentences(firmware),
];

/** The sentence about the operation says so while one is at work. */
const stoppedMixed = (op: FirmwareOperation, { operation }: PairState, now: EpochMs): readonly string[] =>
  op.mixedSince === undefined || operation.kind === 'upgrading' ? [] : [mixedWords(op.mixedSince, now)];

/** What happened on the way that nobody had planned, and what an operation that ended half-way left behind. */
export const firmwareSentences = (pair: Pair, state: PairState, now: EpochMs): readonly string[] => {
  const op = firmwareUnderWay(state) ?? state.firmware.interrupted;
  return [
    ...(op === undefined ? [] : [...stoppedMixed(op, state, now), ...incidentSentences(op, now)]),
    ...leftBehindSentences(pair, state, now),
  ];
};
