import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { otherUnit, UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import type { FirmwareRequest } from '#domain/firmware/firmware-plan.ts';
import type { FirmwareOfUnits, FirmwareSeen } from '#domain/firmware/firmware-seen.ts';
import { planFirmware } from '#domain/firmware/plan-firmware.ts';
import { mayBrick, needsPartnerSecret } from '#domain/firmware/release-line.ts';
import { compareVersions, formatVersion, isBelow, parseVersion } from '#domain/firmware/version.ts';
import type { Reading } from '#domain/pair/seen.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { NOW, SAMPLE_PAIR } from '../../../docs/state-samples.ts';
import { anyLook, anyPair, anyState } from '../arbitraries.ts';
import { asking, NATIVE_PAIR } from './firmware-samples.ts';
import { anyVersion } from './version-samples.ts';

const anyText = fc.oneof(
  { weight: 8, arbitrary: anyVersion.map(formatVersion) },
  { weight: 1, arbitrary: fc.string() },
);

const anyFirmwareSeen: fc.Arbitrary<FirmwareSeen> = fc.record(
  {
    version: anyText,
    previousVersion: anyText,
    supportedUntil: fc.constantFrom(0, NOW - MINUTE_MS, NOW + MINUTE_MS),
    servicesUp: fc.nat(20),
    servicesTotal: fc.nat(20),
  },
  { requiredKeys: ['version', 'servicesUp', 'servicesTotal'] },
);

const anyReading: fc.Arbitrary<Reading<FirmwareSeen>> = fc.oneof(
  { weight: 8, arbitrary: anyFirmwareSeen.map((value): Reading<FirmwareSeen> => ({ kind: 'read', value })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Reading<FirmwareSeen>>(
      { kind: 'unread', code: 'loadmaster-unreachable' },
      { kind: 'unread', code: 'not-asked' },
    ),
  },
);

const anyFirmware: fc.Arbitrary<FirmwareOfUnits> = fc.record({ first: anyReading, second: anyReading });
const freeze = fc.record({ freezeWhy: fc.string() }, { requiredKeys: [] });

/** A pair in order about which nothing but the versions can be amiss. */
const inOrder: fc.Arbitrary<FirmwareRequest> = fc
  .record({
    firmware: anyFirmware,
    target: anyText,
    active: fc.constantFrom(...UNIT_NAMES),
    pair: fc.constantFrom(SAMPLE_PAIR, NATIVE_PAIR),
  })
  .map(({ target, ...more }) => asking('7.2.60.0', target, more));

const inAnyState: fc.Arbitrary<FirmwareRequest> = fc
  .record({
    pair: anyPair,
    state: anyState,
    seen: anyLook,
    firmware: anyFirmware,
    target: anyText,
    freeze,
  })
  .map(({ freeze: frozen, ...request }) => ({ ...request, ...frozen, now: NOW }));

const anyRequest = fc.oneof(inOrder, inAnyState);

/** Whatever somebody might add to insist. */
const insistence = fc.dictionary(
  fc.constantFrom('force', 'confirm', 'override', 'yes', 'ignoreFloor', 'allowBrick', 'dryRun'),
  fc.constantFrom<unknown>(true, 'yes', 1, '7.2.36'),
);

const versionOf = ({ firmware }: FirmwareRequest, unit: UnitName) => {
  const reading = firmware[unit];
  return reading.kind === 'read' ? parseVersion(reading.value.version) : undefined;
};

const dueOf = (request: FirmwareRequest): readonly UnitName[] => {
  const to = parseVersion(request.target);
  return UNIT_NAMES.filter((unit) => {
    const from = versionOf(request, unit);
    return to !== undefined && from !== undefined && compareVersions(from, to) !== 0;
  });
};

describe('no unit is ever sent from 7.2.36 or later to below it', () => {
  const floor = { numbers: [7, 2, 36, 0] } as const;

  it('whatever else is given', () => {
    let met = 0;
    fc.assert(
      fc.property(anyRequest, insistence, (request, more) => {
        const to = parseVersion(request.target);
        fc.pre(to !== undefined && isBelow(to, floor));
        const lost = UNIT_NAMES.filter((unit) => {
          const from = versionOf(request, unit);
          return from === undefined || !isBelow(from, floor);
        });
        fc.pre(lost.length > 0);
        met += 1;
        const answer = planFirmware({ ...request, ...more });
        const refused = answer.kind === 'refused' ? answer.refusals : [];
        const words = refused.filter(({ code }) => code === 'brick-floor').map((refusal) => refusal.words);
        expect(words).toHaveLength(lost.length);
        for (const [at, unit] of lost.entries()) expect(words[at]).toContain(unit);
      }),
      { numRuns: 300 },
    );
    expect(met).toBeGreaterThanOrEqual(300);
  });

  it('by a rule that takes two versions and nothing to insist with', () => {
    expect(mayBrick).toHaveLength(2);
    expect(planFirmware).toHaveLength(1);
  });
});

describe('whatever is asked of whatever pair', () => {
  it('is answered with a plan, or with what stands in its way', () => {
    fc.assert(
      fc.property(anyRequest, (request) => {
        const answer = planFirmware(request);
        if (answer.kind === 'refused') {
          expect(answer.refusals.length).toBeGreaterThan(0);
          return;
        }
        expect(request.state.situation.kind).toBe('steady');
        expect(request.state.operation.kind).toBe('idle');
        expect(dueOf(request).length).toBeGreaterThan(0);
      }),
      { numRuns: 1_000 },
    );
  });

  it('the standby is done with before the active unit is touched, and only units that differ are changed', () => {
    let plans = 0;
    fc.assert(
      fc.property(inOrder, (request) => {
        const answer = planFirmware(request);
        if (answer.kind === 'refused') return;
        plans += 1;
        const active = request.state.situation.active ?? 'first';
        const turns = answer.plan.steps.filter(({ words }) =>
          /: (install|restore|reboot|check) /.test(words),
        );
        const due = dueOf(request);
        const order = [otherUnit(active), active].filter((unit) => due.includes(unit));
        expect(turns.map(({ unit }) => unit)).toEqual(order.flatMap((unit) => [unit, unit, unit]));
        expect(answer.plan.kind === 'repair').toBe(
          String(versionOf(request, 'first')?.numbers) !== String(versionOf(request, 'second')?.numbers),
        );
      }),
      { numRuns: 1_000 },
    );
    expect(plans).toBeGreaterThan(20);
  });

  it('the role moves once at most without a preference, and twice with one', () => {
    fc.assert(
      fc.property(inOrder, (request) => {
        const answer = planFirmware(request);
        if (answer.kind === 'refused') return;
        const { roleChanges } = answer.plan;
        expect(roleChanges).toBeLessThanOrEqual(request.pair === NATIVE_PAIR ? 2 : 1);
        if (dueOf(request).length === 2) expect(roleChanges).toBeGreaterThanOrEqual(1);
      }),
      { numRuns: 1_000 },
    );
  });

  it('the secret is set on just the units that come to need one', () => {
    fc.assert(
      fc.property(inOrder, (request) => {
        const answer = planFirmware(request);
        const to = parseVersion(request.target);
        if (answer.kind === 'refused' || to === undefined) return;
        const set = answer.plan.steps.flatMap(({ unit, words }) =>
          words.includes('set the partner shared secret') && unit !== undefined ? [unit] : [],
        );
        const lacking = dueOf(request).filter((unit) => {
          const from = versionOf(request, unit);
          return from !== undefined && needsPartnerSecret(to) && !needsPartnerSecret(from);
        });
        expect(set.toSorted()).toEqual([...lacking].toSorted());
      }),
      { numRuns: 1_000 },
    );
  });
});
