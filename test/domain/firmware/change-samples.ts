import type { Pair } from '#domain/estate/estate.ts';
import { decideFirmware, type FirmwareInput } from '#domain/firmware/decide-firmware.ts';
import type { FirmwareOrder } from '#domain/firmware/firmware-order.ts';
import type { FirmwareOperation } from '#domain/firmware/operation.ts';
import type { Decision } from '#domain/pair/decision.ts';
import type { PairState } from '#domain/pair/state.ts';
import type { EpochMs } from '#domain/time.ts';
import { cellOf } from '../../../docs/state-cells.ts';
import {
  FIRMWARE_PAIR,
  type FirmwareLook,
  lookAtFirmware,
  ORDER,
} from '../../../docs/state-firmware-samples.ts';
import { NOW } from '../../../docs/state-samples.ts';
import { steadyWith } from '../../../docs/state-switch-samples.ts';

/** One look at the firmware of a pair, by default a steady one that is as before. */
export interface ChangeGiven {
  readonly op?: FirmwareOperation;
  readonly state?: PairState;
  readonly look?: FirmwareLook;
  readonly input?: FirmwareInput;
  readonly pair?: Pair;
  readonly frozen?: boolean;
  readonly now?: EpochMs;
}

export const stateOf = ({ op, state = steadyWith('first') }: ChangeGiven): PairState =>
  op === undefined ? state : { ...state, operation: op };

export const decide = (given: ChangeGiven): Decision => {
  const { look = {}, input = { kind: 'look' }, pair = FIRMWARE_PAIR, frozen = false, now = NOW } = given;
  return decideFirmware(stateOf(given), lookAtFirmware(look, now), { pair, frozen, input }, now);
};

/** The decision in the words of the state tables. */
export const says = (given: ChangeGiven): string => cellOf(stateOf(given), decide(given));

/** The operation as the decision leaves it, halted or not. Throws where there is none any more. */
export const opAfter = (given: ChangeGiven): FirmwareOperation => {
  const { operation } = decide(given).next;
  const op = operation.kind === 'halted' ? operation.operation : operation;
  if (op.kind !== 'upgrading') throw new Error(`${op.kind} is no change of firmware`);
  return op;
};

export const ordering = (more: Partial<FirmwareOrder> = {}): FirmwareInput => ({
  kind: 'order',
  order: { ...ORDER, ...more },
});

export const operator = (kind: 'resume' | 'abort'): FirmwareInput => ({ kind, why: 'ops@example.com: x' });

export const halted = (op: FirmwareOperation): PairState => ({
  ...steadyWith('first'),
  operation: { kind: 'halted', operation: op, because: 'roles-unclear', haltedAt: NOW },
});
