import { describe, expect, it } from 'vitest';
import { otherUnit, type UnitName } from '#domain/estate/estate.ts';
import type { FirmwareRequest } from '#domain/firmware/firmware-plan.ts';
import type { PairState } from '#domain/pair/state.ts';
import { INTENTS, SAMPLE_PAIR } from '../../../docs/state-samples.ts';
import {
  BOTH_PREFER_FIRST,
  GATED_PAIR,
  lookAtSwitch,
  steadyWith,
} from '../../../docs/state-switch-samples.ts';
import { asking, NATIVE_PAIR, planFor, running } from './firmware-samples.ts';

const OLD = '7.2.59.4.22500.RELEASE';
const NEW = '7.2.60.0';

/** Which unit is made to do what, in order; steps without a unit are left out. */
const ordersOf = (request: FirmwareRequest): readonly string[] =>
  planFor(request).steps.flatMap(({ unit, words }) => {
    if (unit === undefined) return [];
    const [, order = ''] = words.split('): ');
    return [`${unit}: ${order.split(/[,;(]/)[0]?.trim()}`];
  });

const orderOf = (request: FirmwareRequest, start: string): readonly string[] =>
  planFor(request).steps.flatMap(({ words }) => (words.includes(start) ? [words] : []));

const withState = (more: Partial<PairState>): FirmwareRequest =>
  asking(OLD, NEW, { state: { ...steadyWith('first'), ...more } });

/** `second install`, `second reboot`, …: the first word of every order to a unit. */
const verbsOf = (request: FirmwareRequest): readonly string[] =>
  ordersOf(request).map((words) => words.replace(/^(\w+): (\w+).*$/, '$1 $2'));

interface Turn {
  readonly kind: 'upgrade' | 'downgrade' | 'repair';
  readonly active: UnitName;
  readonly first: string;
  readonly second: string;
  readonly to: string;
  /** The units that are changed, in that order. */
  readonly order: readonly UnitName[];
}

describe('what is changed, and in which order', () => {
  it.each<Turn>([
    { kind: 'upgrade', active: 'first', first: OLD, second: OLD, to: NEW, order: ['second', 'first'] },
    { kind: 'upgrade', active: 'second', first: OLD, second: OLD, to: NEW, order: ['first', 'second'] },
    { kind: 'downgrade', active: 'first', first: NEW, second: NEW, to: OLD, order: ['second', 'first'] },
    { kind: 'downgrade', active: 'second', first: NEW, second: NEW, to: OLD, order: ['first', 'second'] },
    { kind: 'repair', active: 'first', first: NEW, second: OLD, to: NEW, order: ['second'] },
    { kind: 'repair', active: 'second', first: NEW, second: OLD, to: NEW, order: ['second'] },
    { kind: 'repair', active: 'first', first: NEW, second: OLD, to: OLD, order: ['first'] },
    { kind: 'repair', active: 'first', first: OLD, second: '7.2.60.1', to: NEW, order: ['second', 'first'] },
    { kind: 'repair', active: 'second', first: OLD, second: '7.2.60.1', to: NEW, order: ['first', 'second'] },
  ])('$kind to $to, $active active, $first and $second: $order', ({ kind, active, to, order, ...from }) => {
    const request = asking(from, to, { active });
    expect(planFor(request)).toMatchObject({ kind, from, to });
    expect(verbsOf(request)).toEqual([
      ...[otherUnit(active), active].map((unit) => `${unit} make`),
      ...order.flatMap((unit) => [`${unit} install`, `${unit} reboot`, `${unit} check`]),
    ]);
  });

  it('begins with a hold and ends by lifting it', () => {
    const { steps } = planFor(asking(OLD, NEW));
    expect(steps[0]?.words).toMatch(/^Place a hold on pair-a .*PUT \/pairs\/pair-a\/hold/);
    expect(steps.at(-1)?.words).toBe('Lift the hold (DELETE /pairs/pair-a/hold)');
  });

  it('compares the virtual services that are up, before and after', () => {
    const request = asking(OLD, NEW, {
      firmware: { first: running(OLD, { servicesUp: 9 }), second: running(OLD, { servicesUp: 11 }) },
    });
    expect(orderOf(request, 'irtual services')).toEqual([
      'Note which virtual services are up: 9 of 12 on first, 11 of 12 on second',
      'Compare the virtual services that are up with the note; second is the active unit now',
    ]);
    expect(planFor(request).warnings).toContain('3 of 12 virtual services are down on first already');
  });
});

describe('how a unit gets its version', () => {
  it.each([
    { from: OLD, to: NEW, previousVersion: undefined, words: `install ${NEW}, with the XML` },
    { from: OLD, to: NEW, previousVersion: '7.2.58.0.1.RELEASE', words: `install ${NEW}, with the XML` },
    {
      from: OLD,
      to: NEW,
      previousVersion: '7.2.60.0.22525.RELEASE\n',
      words: `restore the previous version, ${NEW};`,
    },
    {
      from: OLD,
      to: '7.2.60.0.22525.RELEASE',
      previousVersion: '7.2.60.0.22525.RELEASE',
      words: 'restore the previous version, 7.2.60.0.22525.RELEASE;',
    },
    {
      from: OLD,
      to: '7.2.60.0.22525.RELEASE',
      previousVersion: '7.2.60.0.22526.RELEASE',
      words: 'install 7.2.60.0.22525.RELEASE, with the XML',
    },
    { from: OLD, to: NEW, previousVersion: 'none', words: `install ${NEW}, with the XML` },
  ])('$from to $to with $previousVersion kept: $words', ({ from, to, previousVersion, words }) => {
    const kept = previousVersion === undefined ? {} : { previousVersion };
    const request = asking(from, to, { firmware: { first: running(from), second: running(from, kept) } });
    expect(orderOf(request, `On second (${SAMPLE_PAIR.units.second.instanceId}): ${words}`)).toHaveLength(1);
    expect(orderOf(request, 'On first (i-0000000000000000a): install')).toHaveLength(1);
  });

  it.each([
    { from: '7.2.60.0', to: '7.2.61.0', confirms: 2 },
    { from: '7.2.59.4', to: '7.2.60.99', confirms: 0 },
    { from: '7.2.62.0', to: '7.2.61.1', confirms: 2 },
  ])('$from to $to is confirmed: $confirms', ({ from, to, confirms }) => {
    expect(orderOf(asking(from, to), 'installpatch needs confirm=yes')).toHaveLength(confirms);
  });
});

describe('the partner secret', () => {
  it.each([
    { from: '7.2.54.9', to: '7.2.54.10', set: ['second', 'first'], warned: true },
    { from: '7.2.54.9', to: '7.2.59.3', set: [], warned: false },
    { from: '7.2.54.10', to: '7.2.54.12', set: [], warned: false },
    { from: '7.2.59.3', to: '7.2.59.4', set: ['second', 'first'], warned: true },
    { from: '7.2.54.12', to: '7.2.58.0', set: [], warned: true },
    { from: '7.2.59.4', to: '7.2.59.3', set: [], warned: true },
  ])('$from to $to: set on $set, warned of: $warned', ({ from, to, set, warned }) => {
    const { steps, warnings } = planFor(asking(from, to));
    const at = steps.flatMap(({ words }, index) =>
      words.includes('set the partner shared secret') ? [index] : [],
    );
    expect(at.map((index) => steps[index]?.unit)).toEqual(set);
    for (const index of at) {
      expect(steps[index - 1]?.words).toContain('reboot it');
      expect(steps[index + 1]?.words).toContain('check that it has a newer boot time');
    }
    expect(warnings.some((words) => words.includes('keep that time short'))).toBe(warned);
    const aparts = steps.filter(({ words }) => words.includes('both may say Active'));
    expect(aparts.map(({ unit }) => unit)).toEqual(warned ? ['second'] : []);
  });

  it('is set on the one unit that is still to get it', () => {
    const request = asking({ first: '7.2.59.4', second: '7.2.59.3' }, '7.2.59.4');
    expect(orderOf(request, 'set the partner shared secret')).toHaveLength(1);
    expect(orderOf(request, 'both may say Active')).toEqual([]);
  });
});

describe('the preferred host', () => {
  const aside = 'set the preferred host to No Preferred Host';
  const back = 'set the preferred host back to Prefer First';

  it.each<{ when: string; request: FirmwareRequest; changes: number; preference: readonly string[] }>([
    { when: 'no preference', request: asking(OLD, NEW), changes: 1, preference: [] },
    {
      when: 'no preference, second active',
      request: asking(OLD, NEW, { active: 'second' }),
      changes: 1,
      preference: [],
    },
    {
      when: 'Prefer First',
      request: asking(OLD, NEW, { pair: NATIVE_PAIR }),
      changes: 2,
      preference: [`first: ${aside}`, `second: ${aside}`, `first: ${back}`, `second: ${back}`],
    },
    {
      when: 'Prefer First, second active',
      request: asking(OLD, NEW, { pair: NATIVE_PAIR, active: 'second' }),
      changes: 1,
      preference: [`first: ${aside}`, `second: ${aside}`, `first: ${back}`, `second: ${back}`],
    },
    {
      when: 'Prefer First, only the standby changes',
      request: asking({ first: NEW, second: OLD }, NEW, { pair: NATIVE_PAIR }),
      changes: 0,
      preference: [`first: ${aside}`, `second: ${aside}`, `first: ${back}`, `second: ${back}`],
    },
    {
      when: 'Prefer First, second active, only the standby changes',
      request: asking({ first: OLD, second: NEW }, NEW, { pair: NATIVE_PAIR, active: 'second' }),
      changes: 1,
      preference: [`first: ${aside}`, `second: ${aside}`, `first: ${back}`, `second: ${back}`],
    },
    {
      when: 'Prefer First on the units, and policy wants none there',
      request: asking(OLD, NEW, {
        pair: GATED_PAIR,
        seen: lookAtSwitch('second', 'serving', 'standing by', BOTH_PREFER_FIRST),
      }),
      changes: 1,
      preference: [`first: ${aside}`, `second: ${aside}`],
    },
    {
      when: 'Prefer First on one unit alone',
      request: asking(OLD, NEW, {
        pair: NATIVE_PAIR,
        seen: lookAtSwitch('second', 'serving', 'standing by', { first: false, second: true }),
      }),
      changes: 2,
      preference: [`second: ${aside}`, `second: ${back}`],
    },
  ])('$when: $changes changes of roles', ({ request, changes, preference }) => {
    const plan = planFor(request);
    expect(plan.roleChanges).toBe(changes);
    expect(ordersOf(request).filter((words) => words.includes('preferred host'))).toEqual(preference);
    const moves = plan.warnings.filter((words) =>
      words.includes(changes === 2 ? 'moves twice' : 'moves once'),
    );
    expect(moves).toHaveLength(changes === 0 ? 0 : 1);
  });

  it('is checked for what it does, where it moves the role', () => {
    const check = 'Check that first takes the role back';
    expect(orderOf(asking(OLD, NEW, { pair: NATIVE_PAIR }), check)).toHaveLength(1);
    expect(orderOf(asking(OLD, NEW, { pair: NATIVE_PAIR, active: 'second' }), check)).toEqual([]);
  });

  it('leaves the return to policy where that is its business', () => {
    const [words] = orderOf(asking(OLD, NEW, { pair: GATED_PAIR }), 'Lift the hold');
    expect(words).toContain('; then the failback policy (gated) returns the pair to first');
    const observed = asking(OLD, NEW, { pair: { ...GATED_PAIR, mode: 'observe' } });
    expect(orderOf(observed, 'failback policy')).toEqual([]);
    expect(orderOf(asking(OLD, NEW, { pair: GATED_PAIR, active: 'second' }), 'failback policy')).toEqual([]);
  });
});

const AGAIN = 'do not lift the hold before both run the same version';

describe('when a unit does not come back as it should', () => {
  it.each<{ when: string; request: FirmwareRequest; says: readonly string[] }>([
    {
      when: 'an upgrade with a way back',
      request: asking(OLD, NEW),
      says: [`bring second back to ${OLD} before anything else`, AGAIN],
    },
    {
      when: 'an upgrade without one',
      request: asking('7.2.35.0', '7.2.36.0'),
      says: ['ask the vendor: second must not go back to 7.2.35.0', AGAIN],
    },
    {
      when: 'a repair',
      request: asking({ first: OLD, second: '7.2.58.0' }, NEW),
      says: [AGAIN, AGAIN],
    },
  ])('$when', ({ request, says }) => {
    const checks = orderOf(request, 'check that it has');
    expect(checks).toHaveLength(says.length);
    for (const [at, words] of says.entries()) expect(checks[at]).toContain(words);
  });

  it('is said beforehand that there is no way back', () => {
    expect(planFor(asking('7.2.35.0', '7.2.36.0')).warnings).toContain(
      'first cannot go back from 7.2.36.0 to 7.2.35.0',
    );
    expect(planFor(asking(OLD, NEW)).warnings.join()).not.toContain('cannot go back');
  });
});

describe('what else is said beforehand', () => {
  it('two versions', () => {
    expect(planFor(asking({ first: OLD, second: NEW }, NEW)).warnings).toContain(
      `first runs ${OLD} and second ${NEW}: two versions must not stay paired in production`,
    );
  });

  it('drains that wait', () => {
    const waiting = [INTENTS['a lifecycle hook waits']];
    expect(planFor(withState({ waiting })).warnings).toContain(
      'drains are waiting; under the hold none begins, whatever its deadline',
    );
    expect(planFor(asking(OLD, NEW)).warnings.join()).not.toContain('drains');
  });

  it('a preference that is not put back', () => {
    const seen = lookAtSwitch('second', 'serving', 'standing by', BOTH_PREFER_FIRST);
    const { warnings } = planFor(asking(OLD, NEW, { pair: GATED_PAIR, seen }));
    expect(warnings).toContain(
      'first and second set to Prefer First, which the estate does not want: it is not put back',
    );
  });

  it.each<{ request: FirmwareRequest; words: string }>([
    { request: asking(OLD, NEW), words: 'once, to second when first reboots:' },
    {
      request: asking(OLD, NEW, { pair: NATIVE_PAIR, active: 'second' }),
      words: 'once, to first when second reboots:',
    },
    {
      request: asking(OLD, NEW, { pair: NATIVE_PAIR }),
      words: 'twice, to second when first reboots and to first when Prefer First is put back:',
    },
    {
      request: asking({ first: OLD, second: NEW }, NEW, { pair: NATIVE_PAIR, active: 'second' }),
      words: 'once, to first when Prefer First is put back:',
    },
  ])('when the active role moves: $words', ({ request, words }) => {
    expect(planFor(request).warnings[0]).toMatch(new RegExp(`^the active role moves ${words} .*50 s`));
  });

  it('that nobody can take over while the standby reboots', () => {
    expect(planFor(asking({ first: NEW, second: OLD }, NEW)).warnings).toContain(
      'first serves throughout; nobody can take over while second reboots',
    );
  });
});
