import { describe, expect, it } from 'vitest';
import { type FirmwareRequest, PLAN_REFUSAL_CODES } from '#domain/firmware/firmware-plan.ts';
import type { LoadMasterSeen, UnitSeen } from '#domain/pair/seen.ts';
import type { PairState } from '#domain/pair/state.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { drainIn, INTENTS, NOW, UNIT_CLASSES } from '../../../docs/state-samples.ts';
import { saying, steadyWith, switchIn } from '../../../docs/state-switch-samples.ts';
import { asking, codesOf, refusalsOf, running } from './firmware-samples.ts';

const FROM = '7.2.54.12.22642.RELEASE';
const TO = '7.2.60.0';
const STEADY = steadyWith('first');
const GOOD = asking(FROM, TO);

const withState = (more: Partial<PairState>): FirmwareRequest =>
  asking(FROM, TO, { state: { ...STEADY, ...more } });

const withSecond = (second: UnitSeen, more: Partial<FirmwareRequest> = {}): FirmwareRequest =>
  asking(FROM, TO, { seen: { ...GOOD.seen, units: { ...GOOD.seen.units, second } }, ...more });

const secondSays = (more: Partial<LoadMasterSeen>): FirmwareRequest =>
  withSecond(saying(GOOD.seen.units.second, more));

const withFirmware = (more: Partial<FirmwareRequest['firmware']>, target = TO): FirmwareRequest =>
  asking(FROM, target, { firmware: { ...GOOD.firmware, ...more } });

const hold = { by: 'ops', why: 'change 4711', placedAt: NOW - MINUTE_MS, until: NOW + 5 * MINUTE_MS };
const drain = drainIn('handing-over', INTENTS['an operator terminates it'], true);
const threeBoots = [61, 31, 5].map((seconds) => NOW - seconds * SECOND_MS);

interface Row {
  readonly when: string;
  readonly request: FirmwareRequest;
  readonly codes: readonly string[];
  /** Part of what is said of the first of them. */
  readonly says: string;
}

const ROWS: readonly Row[] = [
  {
    when: 'the target is none',
    request: asking(FROM, '7.2.60'),
    codes: ['unknown-version'],
    says: '"7.2.60"',
  },
  {
    when: "a unit's version is none",
    request: withFirmware({ second: running('7.2.60.0-rc1') }),
    codes: ['unknown-version'],
    says: 'second calls its version "7.2.60.0-rc1"',
  },
  {
    when: 'a unit would be lost',
    request: asking({ first: FROM, second: '7.2.35.1' }, '7.2.35.0'),
    codes: ['brick-floor', 'verification-floor'],
    says: `first runs ${FROM}, and 7.2.35.0 is below 7.2.36`,
  },
  {
    when: 'a unit of which nothing is known would be lost',
    request: withFirmware(
      { first: running('7.2.35.1'), second: { kind: 'unread', code: 'loadmaster-auth' } },
      '7.2.35.0',
    ),
    codes: ['brick-floor', 'firmware-unread'],
    says: 'what second runs is not known',
  },
  {
    when: 'the image is signed otherwise',
    request: asking(FROM, '7.2.50.0'),
    codes: ['verification-floor', 'verification-floor'],
    says: 'no image below 7.2.51',
  },
  {
    when: '7.2.60 is left out',
    request: asking(FROM, '7.2.61.0'),
    codes: ['upgrade-path', 'upgrade-path'],
    says: 'earlier than 7.2.60',
  },
  {
    when: 'both run the target',
    request: asking(FROM, FROM),
    codes: ['already-there'],
    says: `first runs ${FROM}, second ${FROM}, and the target is ${FROM}`,
  },
  {
    when: 'both run another build of the target',
    request: asking({ first: FROM, second: '7.2.54.12.1.DEV' }, '7.2.54.12'),
    codes: ['already-there'],
    says: 'builds of one version are not ranked',
  },
  {
    when: 'the firmware was not read',
    request: withFirmware({ first: { kind: 'unread', code: 'loadmaster-permission' } }),
    codes: ['firmware-unread'],
    says: 'first was not read (loadmaster-permission)',
  },
  {
    when: 'a LoadMaster was not read',
    request: withSecond({
      ...GOOD.seen.units.second,
      loadMaster: { kind: 'unread', code: 'loadmaster-auth' },
    }),
    codes: ['loadmaster-unread'],
    says: 'second was not read (loadmaster-auth)',
  },
  {
    when: 'a LoadMaster does not answer',
    request: withSecond(UNIT_CLASSES['standing by, silent']),
    codes: ['loadmaster-unread', 'not-steady'],
    says: 'loadmaster-unreachable',
  },
  {
    when: 'the pair is degraded',
    request: withState({ situation: { kind: 'degraded', since: NOW, active: 'first', evidence: [] } }),
    codes: ['not-steady'],
    says: 'degraded: ',
  },
  {
    when: 'nobody is known to be active',
    request: withState({ situation: { kind: 'steady', since: NOW, evidence: [] } }),
    codes: ['not-steady'],
    says: 'steady: ',
  },
  {
    when: 'the pair was steady when it was last seen',
    request: withState({ unseenSince: NOW - MINUTE_MS }),
    codes: ['not-steady'],
    says: 'for 1 m the observers',
  },
  {
    when: 'the standby could not take over at this look',
    request: withSecond(saying(UNIT_CLASSES['in no group'], { prefersFirst: false, healthPort: 8444 })),
    codes: ['not-steady'],
    says: 'second could not take over at this look, it is not registered in lm-a, lm-b',
  },
  {
    when: 'the active unit does not serve at this look',
    request: asking(FROM, TO, {
      seen: { ...GOOD.seen, units: { ...GOOD.seen.units, first: GOOD.seen.units.second } },
    }),
    codes: ['not-steady'],
    says: 'first does not serve at this look; first is the active unit to the load balancer and says of itself that it is standby',
  },
  {
    when: 'the standby says that it is active',
    request: secondSays({ haStatus: 'active' }),
    codes: ['not-steady'],
    says: 'second is the standby unit to the load balancer and says of itself that it is active',
  },
  {
    when: 'the pair is held',
    request: withState({ hold }),
    codes: ['held'],
    says: 'held by ops for another 5 m: change 4711',
  },
  {
    when: 'a drain is under way',
    request: withState({ operation: drain }),
    codes: ['operation-under-way'],
    says: 'draining first: handing-over',
  },
  {
    when: 'a switchover is under way',
    request: withState({ operation: switchIn('second', 'settling') }),
    codes: ['operation-under-way'],
    says: 'switching to second: settling',
  },
  {
    when: 'an operation is halted',
    request: withState({
      operation: { kind: 'halted', operation: drain, because: 'partner-lost', haltedAt: NOW },
    }),
    codes: ['operation-halted'],
    says: 'halted: partner-lost',
  },
  {
    when: 'the region is frozen',
    request: asking(FROM, TO, { freezeWhy: 'change freeze' }),
    codes: ['region-frozen'],
    says: 'automatic actions are frozen in eu-west-1: change freeze',
  },
  {
    when: "a unit's partner is somebody else",
    request: secondSays({ partner: '10.9.9.9' }),
    codes: ['wrong-partner'],
    says: "second is not set up as declared: its partner address is not the other unit's",
  },
  {
    when: "a unit's HA mode is another",
    request: secondSays({ designation: 'first' }),
    codes: ['wrong-designation'],
    says: 'second is not set up as declared: its HA mode',
  },
  {
    when: 'support has ended',
    request: withFirmware({ second: running(FROM, { supportedUntil: NOW - 2 * MINUTE_MS }) }),
    codes: ['support-expired'],
    says: 'the support of second ended 2 m ago',
  },
  {
    when: 'another reboot would pacify a unit',
    request: withState({ boots: { first: [], second: threeBoots } }),
    codes: ['reboot-budget'],
    says: 'second has rebooted 3 times within 5 m',
  },
  {
    when: 'a unit does not say whom it prefers',
    request: withSecond(UNIT_CLASSES['standing by']),
    codes: ['preference-unknown'],
    says: 'second does not say which host it prefers',
  },
];

describe('a plan is refused', () => {
  it.each(ROWS)('when $when: $codes', ({ request, codes, says }) => {
    const refusals = refusalsOf(request);
    expect(refusals.map(({ code }) => code)).toEqual(codes);
    expect(refusals[0]?.words).toContain(says);
    for (const { remedy } of refusals) expect(remedy).not.toBe('');
  });

  it('for every code there is', () => {
    expect(new Set<string>(ROWS.flatMap(({ codes }) => codes))).toEqual(new Set<string>(PLAN_REFUSAL_CODES));
  });

  it('with everything that applies, in one order', () => {
    const all = codesOf({
      ...secondSays({ partner: '10.9.9.9', haStatus: 'passive' }),
      state: { ...STEADY, hold, operation: drain },
      target: 'latest',
      freezeWhy: 'change freeze',
    });
    expect(all).toEqual([
      'unknown-version',
      'not-steady',
      'held',
      'operation-under-way',
      'region-frozen',
      'wrong-partner',
    ]);
  });

  it('and quotes text from outside on one line, and not all of it', () => {
    const [refusal] = refusalsOf(asking(FROM, `7.2.60.0\n\u001b[2J${'x'.repeat(10_000)}`));
    expect(refusal?.words).toMatch(/^[\x20-\x7e]{1,200}$/);
  });
});

describe('a plan is not refused', () => {
  it.each<{ when: string; request: FirmwareRequest }>([
    { when: 'nothing stands in the way', request: GOOD },
    { when: 'a hold is over', request: withState({ hold: { ...hold, until: NOW } }) },
    {
      when: 'two reboots are recent',
      request: withState({ boots: { first: [], second: threeBoots.slice(1) } }),
    },
    {
      when: 'support ends later',
      request: withFirmware({ second: running(FROM, { supportedUntil: NOW + MINUTE_MS }) }),
    },
    {
      when: 'a unit that stays as it is has no support and no reboots left',
      request: asking({ first: FROM, second: TO }, TO, {
        state: { ...STEADY, boots: { first: [], second: threeBoots } },
        firmware: { first: running(FROM), second: running(TO, { supportedUntil: NOW - MINUTE_MS }) },
      }),
    },
    {
      when: 'support has ended and the unit has the target still',
      request: withFirmware({
        second: running(FROM, { supportedUntil: NOW - MINUTE_MS, previousVersion: '7.2.60.0.1.RELEASE\n' }),
      }),
    },
    { when: 'the partner is a name', request: secondSays({ partner: 'lm-a.internal.example.com' }) },
  ])('when $when', ({ request }) => {
    expect(codesOf(request)).toEqual([]);
  });
});
