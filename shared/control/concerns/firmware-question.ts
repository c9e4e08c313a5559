import { askAllThatRun, type PairQuestion, readsNothing, whyOf } from '#control/concerns/pair-question.ts';
import { decideFirmware, type FirmwareInput } from '#domain/firmware/decide-firmware.ts';
import { readsFirmware } from '#domain/firmware/is-due.ts';

export const firmwareQuestion = (input: FirmwareInput): PairQuestion => ({
  concern: 'firmware',
  answer: (state, seen, policies, now) => decideFirmware(state, seen, { ...policies, input }, now),
  unitsToAsk: askAllThatRun,
  readsFirmware: (state) => readsFirmware(state, input),
  readsGeo: readsNothing,
  why: whyOf(input.kind === 'order' ? input.order : input),
  isMoving: ({ operation }) => operation.kind === 'upgrading',
});
