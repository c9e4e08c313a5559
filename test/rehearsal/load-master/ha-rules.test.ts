import { describe, expect, it } from 'vitest';
import { DEFAULT_BEHAVIOUR } from '#rehearsal/load-master/behaviour.ts';
import { isConfigured, looksAtPartner, onFirstPoll, onPartnerSeen } from '#rehearsal/load-master/ha-rules.ts';
import type { CloudHa, HaMode, Role } from '#rehearsal/load-master/types.ts';

const ha = (mode: HaMode, preferFirst: boolean): CloudHa => ({
  mode,
  partner: '10.0.1.6',
  healthPort: 8444,
  preferFirst,
  allInterfaces: false,
});

describe('isConfigured', () => {
  const { partner: _p, ...withoutPartner } = ha('first', true);
  const { healthPort: _h, ...withoutPort } = ha('first', true);
  it.each([
    { when: 'everything is set', settings: ha('second', true), configured: true },
    { when: 'HA is switched off', settings: ha('single', true), configured: false },
    { when: 'the partner is missing', settings: withoutPartner, configured: false },
    { when: 'the health port is missing', settings: withoutPort, configured: false },
  ])('$configured when $when', ({ settings, configured }) => {
    expect(isConfigured(settings)).toBe(configured);
  });
});

describe('onFirstPoll', () => {
  it.each([
    { mode: 'first', preferFirst: true, next: 'active' },
    { mode: 'first', preferFirst: false, next: 'ask-partner' },
    { mode: 'second', preferFirst: true, next: 'standby' },
    { mode: 'second', preferFirst: false, next: 'standby' },
  ] as const)('$mode, Prefer First $preferFirst → $next', ({ mode, preferFirst, next }) => {
    expect(onFirstPoll(ha(mode, preferFirst))).toBe(next);
  });
});

describe('looksAtPartner', () => {
  it.each([
    { mode: 'first', role: 'standby', looks: true },
    { mode: 'second', role: 'standby', looks: true },
    { mode: 'second', role: 'active', looks: true },
    { mode: 'first', role: 'active', looks: false },
    { mode: 'first', role: 'passive', looks: false },
    { mode: 'single', role: 'not-configured', looks: false },
  ] as const)('$mode, $role → $looks', ({ mode, role, looks }) => {
    expect(looksAtPartner(role, ha(mode, true))).toBe(looks);
  });
});

interface Row {
  readonly mode: HaMode;
  readonly preferFirst: boolean;
  readonly role: Role;
  readonly misses: number;
  readonly partnerActive: boolean;
  readonly dual?: 'stay' | 'second-yields';
  readonly next: Role;
  readonly nextMisses: number;
}

const row = (
  mode: HaMode,
  preferFirst: boolean,
  [role, misses]: readonly [Role, number],
  partnerActive: boolean,
  [next, nextMisses]: readonly [Role, number],
  dual: 'stay' | 'second-yields' = 'stay',
): Row => ({ mode, preferFirst, role, misses, partnerActive, dual, next, nextMisses });

describe('onPartnerSeen', () => {
  it.each([
    row('first', false, ['passive', 0], true, ['standby', 0]),
    row('first', false, ['passive', 0], false, ['active', 0]),
    row('second', true, ['standby', 2], true, ['standby', 0]),
    row('second', true, ['standby', 0], false, ['standby', 1]),
    row('second', true, ['standby', 1], false, ['standby', 2]),
    row('second', true, ['standby', 2], false, ['active', 0]),
    row('first', false, ['standby', 2], false, ['active', 0]),
    row('first', false, ['standby', 0], true, ['standby', 0]),
    row('first', true, ['standby', 0], true, ['active', 0]),
    row('second', true, ['active', 0], true, ['standby', 0]),
    row('second', true, ['active', 0], false, ['active', 0]),
    row('second', false, ['active', 0], true, ['active', 0]),
    row('second', false, ['active', 0], true, ['standby', 0], 'second-yields'),
    row('first', false, ['active', 0], true, ['active', 0], 'second-yields'),
    row('first', true, ['active', 0], true, ['active', 0]),
    row('single', true, ['not-configured', 0], false, ['not-configured', 0]),
  ])(
    '$mode, Prefer First $preferFirst, $role after $misses misses, partner active: $partnerActive ($dual) → $next',
    ({ mode, preferFirst, role, misses, partnerActive, dual = 'stay', next, nextMisses }) => {
      const behaviour = { ...DEFAULT_BEHAVIOUR, dualActiveResolution: dual };
      expect(onPartnerSeen({ role, misses }, ha(mode, preferFirst), partnerActive, behaviour)).toEqual({
        role: next,
        misses: nextMisses,
      });
    },
  );
});
