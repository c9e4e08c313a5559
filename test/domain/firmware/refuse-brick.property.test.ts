import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '#domain/decide.ts';
import { confirmToken } from '#domain/drain/confirm-token.ts';
import { UNIT_NAMES } from '#domain/estate/estate.ts';
import { admitFirmware } from '#domain/firmware/admit.ts';
import { decideFirmware, type FirmwareInput } from '#domain/firmware/decide-firmware.ts';
import type { FirmwareOrder } from '#domain/firmware/firmware-order.ts';
import type { FirmwareRequest } from '#domain/firmware/firmware-plan.ts';
import type { FirmwareSeen } from '#domain/firmware/firmware-seen.ts';
import { planFirmware } from '#domain/firmware/plan-firmware.ts';
import { parseVersion } from '#domain/firmware/version.ts';
import type { UnitJob } from '#domain/job/unit-job.ts';
import type { Action } from '#domain/pair/action.ts';
import { lookAt } from '#domain/pair/look.ts';
import type { PairSeen, Reading } from '#domain/pair/seen.ts';
import { MINUTE_MS } from '#domain/time.ts';
import {
  BACKED_UP,
  FIRMWARE_PAIR,
  lookAtFirmware,
  recorded,
  upgradeIn,
} from '../../../docs/state-firmware-samples.ts';
import { NOW } from '../../../docs/state-samples.ts';
import { steadyWith } from '../../../docs/state-switch-samples.ts';
import { anyLook, anyPair, anyState, anyWindow } from '../arbitraries.ts';

/*
 * From 7.2.36 or later to below it a unit is lost (LoadMaster HA for AWS, section 7). Whatever is ordered, remembered,
 * seen or insisted on, nothing is ever decided, or planned, that would lead there.
 */

const FLOOR = [7, 2, 36, 0];

/** By its own arithmetic: the code that decides is not asked. */
const isBelowFloor = (version: string): boolean => {
  const numbers = (/^\d+(?:\.\d+){3}/.exec(version)?.[0] ?? '').split('.').map(Number);
  const place = FLOOR.findIndex((number, at) => number !== numbers[at]);
  return place !== -1 && (numbers[place] ?? 0) < (FLOOR[place] ?? 0);
};

/** It is known to run something below the line. */
const isKnownBelow = (reading: Reading<FirmwareSeen> | undefined): boolean =>
  reading?.kind === 'read' &&
  parseVersion(reading.value.version) !== undefined &&
  isBelowFloor(reading.value.version);

const VERSIONS = [
  '7.2.35.99',
  '7.2.35.1.15000.RELEASE',
  '7.1.90.0',
  '6.9.99.9',
  '7.2.36.0',
  '7.2.36.1.16000.RELEASE',
  '7.2.54.12.22642.RELEASE',
  '7.3.0.0',
  '8.0.1.1',
  'no version',
  '',
] as const;
const BELOW = VERSIONS.slice(0, 4);

const anyVersion = fc.constantFrom(...VERSIONS);
const mostlyBelow = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...BELOW) },
  { weight: 1, arbitrary: anyVersion },
);

const anyImage = mostlyBelow.map((version) => ({ key: `images/${version}.PATCH`, sha256: '0'.repeat(64) }));

const anyOrder: fc.Arbitrary<FirmwareOrder> = fc
  .record({
    target: mostlyBelow,
    image: fc.option(anyImage, { nil: undefined }),
    notAfter: fc.constantFrom(undefined, NOW - MINUTE_MS, NOW, NOW + MINUTE_MS),
    why: fc.constantFrom(
      'ops: test',
      'ops: I accept the risk',
      confirmToken(steadyWith('first'), 'first', 'terminate'),
      'force',
    ),
    id: fc.constantFrom('a', 'b'),
  })
  .map(({ target, image, notAfter, why, id }) => ({
    id,
    rolloutId: 'rollout',
    target,
    requestedAt: NOW,
    why,
    ...(image === undefined ? {} : { image }),
    ...(notAfter === undefined ? {} : { notAfter }),
  }));

const anyInput: fc.Arbitrary<FirmwareInput> = fc.oneof(
  anyOrder.map((order): FirmwareInput => ({ kind: 'order', order })),
  fc.constantFrom<FirmwareInput>(
    { kind: 'look' },
    { kind: 'resume', why: 'ops' },
    { kind: 'abort', why: 'ops' },
  ),
);

const anyReading: fc.Arbitrary<Reading<FirmwareSeen>> = fc.oneof(
  fc.constant<Reading<FirmwareSeen>>({ kind: 'unread', code: 'loadmaster-unreachable' }),
  fc.record({ version: anyVersion, previousVersion: mostlyBelow }).map(
    (versions): Reading<FirmwareSeen> => ({
      kind: 'read',
      value: { ...versions, servicesUp: 0, servicesTotal: 0 },
    }),
  ),
);

/** A pair in which nothing else stands in the way: every refusal here is for the versions. */
const anyReadyLook: fc.Arbitrary<PairSeen> = fc
  .record({ first: anyReading, second: anyReading, done: fc.boolean() })
  .map(({ first, second, done }) => {
    const job = { kind: 'read', value: done ? recorded('backup', 'done') : 'none' } as const;
    return {
      ...lookAtFirmware({}),
      firmware: { first: { firmware: first, job }, second: { firmware: second, job } },
    };
  });

/** An operation that was let through, as if admission had slept, in any phase, halted or not. */
const anySleptThrough = (order: FirmwareOrder) =>
  fc
    .record({
      phase: fc.constantFrom('backing-up', 'preparing', 'installing', 'rebooting', 'settling'),
      from: anyVersion,
      unit: fc.constantFrom(undefined, ...UNIT_NAMES),
      isHalted: fc.boolean(),
    })
    .map(({ phase, from, unit, isHalted }) => {
      const change = { ...BACKED_UP, from };
      const op = upgradeIn(phase, {
        order,
        units: { first: change, second: change },
        ...(unit === undefined ? {} : { unit }),
      });
      return isHalted
        ? ({ kind: 'halted', operation: op, because: 'install-failed', haltedAt: NOW } as const)
        : op;
    });

const aimOf = (job: UnitJob): string | undefined =>
  job.kind === 'install' || job.kind === 'restore-previous' ? job.target : undefined;

const isForbidden = (seen: PairSeen, action: Action): boolean => {
  if (action.kind !== 'begin-job') return false;
  const target = aimOf(action.job);
  return target !== undefined && isBelowFloor(target) && !isKnownBelow(seen.firmware?.[action.unit].firmware);
};

const runs = { numRuns: 5_000 };

describe('a version below 7.2.36 on a unit at or above it, or of which that is not known', () => {
  it('is never decided on, whatever is ordered of whatever pair', () => {
    fc.assert(
      fc.property(
        fc.record({
          state: anyState,
          seen: anyLook,
          pair: anyPair,
          window: anyWindow,
          input: anyInput,
          frozen: fc.boolean(),
        }),
        ({ state, seen, pair, window, input, frozen }) => {
          const question = { concern: 'firmware', input } as const;
          const { actions } = decide(state, seen, { pair, frozen, window }, question, NOW);
          expect(actions.filter((action) => isForbidden(seen, action))).toEqual([]);
        },
      ),
      runs,
    );
  });

  it('is never decided on where nothing else stands in the way, were it let through before', () => {
    const given = anyOrder.chain((order) =>
      fc.record({
        operation: anySleptThrough(order),
        seen: anyReadyLook,
        input: anyInput,
        state: anyState,
        frozen: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(given, ({ operation, seen, input, state: { firmware }, frozen }) => {
        const { actions } = decideFirmware(
          { ...steadyWith('first'), operation, firmware },
          seen,
          { pair: { ...FIRMWARE_PAIR, partnerSecret: 'x' }, frozen, input },
          NOW,
        );
        expect(actions.filter((action) => isForbidden(seen, action))).toEqual([]);
      }),
      runs,
    );
  });

  it('is refused by that name, whatever else is given with the order', () => {
    fc.assert(
      fc.property(anyOrder, anyReadyLook, fc.constantFrom(undefined, 'x'), (order, seen, freezeWhy) => {
        const look = lookAt(FIRMWARE_PAIR, steadyWith('first'), seen, NOW);
        const admission = admitFirmware(look, order, freezeWhy);
        const isAimedBelow = parseVersion(order.target) !== undefined && isBelowFloor(order.target);
        const isAtRisk = UNIT_NAMES.some((unit) => !isKnownBelow(seen.firmware?.[unit].firmware));
        if (!isAimedBelow || !isAtRisk) return;
        if (admission.kind !== 'refuse') throw new Error('it was begun');
        expect(admission.refusals.map(({ code }) => code)).toContain('brick-floor');
      }),
      runs,
    );
  });

  it('is in no plan for people either', () => {
    fc.assert(
      fc.property(mostlyBelow, anyReadyLook, (target, seen) => {
        const { first, second } = seen.firmware ?? lookAtFirmware({}).firmware ?? {};
        if (first === undefined || second === undefined) return;
        const firmware = { first: first.firmware, second: second.firmware };
        const request: FirmwareRequest = {
          pair: FIRMWARE_PAIR,
          state: steadyWith('first'),
          seen,
          firmware,
          target,
          now: NOW,
        };
        const isAtRisk = [firmware.first, firmware.second].some((reading) => !isKnownBelow(reading));
        if (isBelowFloor(target) && isAtRisk) expect(planFirmware(request).kind).toBe('refused');
      }),
      runs,
    );
  });
});
