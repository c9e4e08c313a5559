import type { DrainIntent, DrainSource } from '#domain/drain/intent.ts';
import type { DrainOperation, DrainPhase } from '#domain/drain/operation.ts';
import { otherUnit, type UnitName } from '#domain/estate/estate.ts';
import { durationWords } from '#domain/explain/duration-words.ts';
import { firmwareSentence, firmwareWords } from '#domain/explain/firmware-sentence.ts';
import { geoSentence, geoWords } from '#domain/explain/geo-sentence.ts';
import { HALT_WORDS } from '#domain/explain/reason-words.ts';
import type { HaltedOperation } from '#domain/pair/halt.ts';
import type { Operation } from '#domain/pair/state.ts';
import type { SwitchOperation, SwitchPhase, SwitchRequest } from '#domain/switchover/operation.ts';
import type { EpochMs } from '#domain/time.ts';

/** Who wants a unit out of service, as the beginning of a sentence. */
export const SOURCE_WORDS: Readonly<Record<DrainSource, string>> = {
  spot: 'a spot interruption',
  'capacity-reservation': 'a capacity reservation interruption',
  rebalance: 'a rebalance recommendation',
  'lifecycle-hook': 'an Auto Scaling lifecycle hook',
  health: 'a maintenance announced by AWS Health',
  'instance-leaving': 'the instance leaving by itself',
  operator: 'an operator',
  'split-brain': 'a split brain',
};

const phaseWords = (unit: UnitName, phase: DrainPhase): string => {
  switch (phase) {
    case 'handing-over':
      return `${unit} hands over to ${otherUnit(unit)}`;
    case 'deregistering':
      return `${unit} leaves its target groups`;
    case 'releasing':
      return `${unit} is out of service and may go`;
    case 'returning':
      return `${unit} is brought back`;
    default:
      return phase satisfies never;
  }
};

const deadlineWords = ({ deadlineAt }: DrainIntent, now: EpochMs): string => {
  if (deadlineAt === undefined) return '';
  return deadlineAt > now
    ? `; its time is over in ${durationWords(deadlineAt - now)}`
    : `; its time was over ${durationWords(now - deadlineAt)} ago`;
};

const drainWords = ({ unit, intent }: DrainOperation): string =>
  `draining ${unit} for ${SOURCE_WORDS[intent.source]} (${intent.why})`;

const SWITCH_PHASE_WORDS: Readonly<Record<SwitchPhase, (to: UnitName, old: UnitName) => string>> = {
  preparing: () => 'the preference of the units is set for it',
  'handing-over': (to, old) => `${old} steps out of sight so that ${to} takes over`,
  'stepping-down': (_to, old) => `${old} becomes a standby`,
  settling: () => 'the preference of the units is put back to what is declared',
  undoing: (_to, old) => `${old} is brought back into sight`,
};

const CAUSE_WORDS: Readonly<Record<SwitchRequest['cause'], string>> = {
  policy: 'failing back to',
  'failback-now': 'failing back to',
  switchover: 'switching over to',
  firmware: 'handing over, before other firmware is started, to',
  geo: 'handing over, before GEO lists are set, to',
};

const switchWords = ({ to, request }: SwitchOperation): string =>
  `${CAUSE_WORDS[request.cause]} ${to} (${request.why})`;

const underWay = (op: HaltedOperation['operation']): string => {
  switch (op.kind) {
    case 'draining':
      return drainWords(op);
    case 'switching':
      return switchWords(op);
    case 'upgrading':
      return firmwareWords(op);
    case 'syncing-geo':
      return geoWords(op);
    default:
      return op satisfies never;
  }
};

/** What is being done, for how long, on whose behalf, and until when. */
export const operationSentence = (operation: Operation, now: EpochMs): string => {
  switch (operation.kind) {
    case 'idle':
      return 'none';
    case 'draining': {
      const { unit, phase, phaseSince, intent } = operation;
      const inPhase = `${phaseWords(unit, phase)} (for ${durationWords(now - phaseSince)})`;
      return `${drainWords(operation)}: ${inPhase}${deadlineWords(intent, now)}`;
    }
    case 'switching': {
      const { to, phase, phaseSince } = operation;
      const inPhase = SWITCH_PHASE_WORDS[phase](to, otherUnit(to));
      return `${switchWords(operation)}: ${inPhase} (for ${durationWords(now - phaseSince)})`;
    }
    case 'upgrading':
      return firmwareSentence(operation, now);
    case 'syncing-geo':
      return geoSentence(operation, now);
    case 'halted':
      return `halted for ${durationWords(now - operation.haltedAt)} while ${underWay(operation.operation)}: ${HALT_WORDS[operation.because]}`;
    default:
      return operation satisfies never;
  }
};
