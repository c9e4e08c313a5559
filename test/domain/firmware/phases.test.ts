import { describe, expect, it } from 'vitest';
import type { Pair } from '#domain/estate/estate.ts';
import type { FirmwareOperation } from '#domain/firmware/operation.ts';
import type { SwitchOperation } from '#domain/switchover/operation.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import {
  asked,
  BACKED_UP,
  BOOTED_AT,
  BOOTED_SINCE,
  bothRun,
  CHANGED,
  ELSEWHERE,
  eachUnit,
  FIRMWARE_PAIR,
  type FirmwareLook,
  firstInTurn,
  handoverIn,
  INSTALL,
  ON_TARGET,
  ORDER,
  recorded,
  SECOND_RUNS_IT,
  STAGED,
  UNTOUCHED,
  upgradeIn,
} from '../../../docs/state-firmware-samples.ts';
import { NOW } from '../../../docs/state-samples.ts';
import { steadyWith } from '../../../docs/state-switch-samples.ts';
import { type ChangeGiven, decide, opAfter, says } from './change-samples.ts';

/* Phase by phase: given the operation and a look, what is done, why, and what is written down. */

const NATIVE: Pair = {
  ...FIRMWARE_PAIR,
  preferred: 'first',
  failback: { ...FIRMWARE_PAIR.failback, policy: 'native' },
};

interface Row extends ChangeGiven {
  readonly when: string;
  readonly op: FirmwareOperation;
  readonly says: string;
}

const rows = (all: readonly Row[]): void => {
  it.each(all)('$when: $says', ({ when: _, says: expected, ...given }) => {
    expect(says(given)).toBe(expected);
  });
};

const ON_FIRST =
  'installing → firmware 7.2.54.13: installing first: install 7.2.54.13 on first; it takes effect with the reboot';
const ON_SECOND =
  'installing → firmware 7.2.54.13: installing second: install 7.2.54.13 on second; it takes effect with the reboot';
const late = { phaseSince: NOW - 11 * MINUTE_MS };
const backup = { kind: 'backup' } as const;
const bothAsked = eachUnit(asked(UNTOUCHED, backup));

describe('backing up', () => {
  it('keeps the key of each backup', () => {
    const given = {
      op: upgradeIn('backing-up', { units: bothAsked }),
      look: { jobs: { first: recorded('backup', 'done', { key: 'backups/1' }) } },
    };
    expect(opAfter(given).units).toMatchObject({ first: { backup: 'backups/1' }, second: bothAsked.second });
    expect(opAfter(given).phase).toBe('backing-up');
  });

  rows([
    {
      when: 'one backup failed for good',
      op: upgradeIn('backing-up', { units: bothAsked }),
      look: { jobs: { first: recorded('backup', 'failed', { code: 'loadmaster-auth' }) } },
      says: 'firmware-given-up → idle',
    },
  ]);
});

describe('before anything is changed', () => {
  const closed = { order: { ...ORDER, notAfter: NOW - 1 } };

  it.each(['backing-up', 'preparing'] as const)(
    '%s is put off when its window closes, as if never ordered',
    (phase) => {
      const state = { ...steadyWith('first'), handled: ['before', ORDER.id] };
      const { next, actions, reason } = decide({ state, op: upgradeIn(phase, closed) });
      expect({ actions, reason }).toEqual({ actions: [], reason: 'firmware-put-off' });
      expect(next.operation.kind).toBe('idle');
      expect(next.handled).toEqual(['before']);
      expect(next.firmware).toEqual({});
    },
  );

  it.each(['backing-up', 'preparing'] as const)('%s goes on until the very end of its window', (phase) => {
    const op = upgradeIn(phase, { order: { ...ORDER, notAfter: NOW } });
    expect(decide({ op }).next.operation.kind).toBe('upgrading');
  });

  it('what has changed something goes on after its window', () => {
    const op = upgradeIn('rebooting', { ...closed, unit: 'second', units: { second: STAGED } });
    expect(says({ op })).toBe('rebooting: reboot second');
  });

  it('a preference that was set aside is put back before it is put off', () => {
    const units = eachUnit({ ...BACKED_UP, preferredFirst: true });
    const op = upgradeIn('preparing', { ...closed, units });
    const { reason, actions } = decide({ op, pair: NATIVE });
    expect(reason).toBe('settling');
    expect(actions.map(({ kind }) => kind)).toEqual(['set-preference', 'set-preference']);
  });

  rows([
    {
      when: 'a preference that does not take',
      op: upgradeIn('preparing', { phaseSince: NOW - MINUTE_MS - 1 }),
      look: { prefers: { first: true } },
      says: 'firmware-given-up → idle',
    },
    {
      when: 'a LoadMaster that is not read for a minute',
      op: upgradeIn('preparing', { phaseSince: NOW - MINUTE_MS - 1 }),
      look: { second: 'standing by, silent' },
      says: 'settling → firmware 7.2.54.13: settling',
    },
  ]);
});

describe('installing', () => {
  it('remembers the boot time at which the firmware was asked for', () => {
    expect(opAfter({ op: upgradeIn('installing') }).units.second.bootedBefore).toBe(BOOTED_AT);
  });

  it('restores what each unit keeps where the order has no image', () => {
    const { image: _, ...order } = ORDER;
    const { actions } = decide({ op: upgradeIn('installing', { order }) });
    expect(actions).toMatchObject([
      { unit: 'second', job: { kind: 'restore-previous', target: ORDER.target } },
    ]);
  });

  it.each([
    ['image-checksum', undefined],
    ['image-unread', undefined],
    ['loadmaster-command', undefined],
    ['loadmaster-unreachable', 'install-failed'],
    ['loadmaster-timeout', 'install-failed'],
    ['loadmaster-garbage', 'install-failed'],
    ['loadmaster-too-large', 'install-failed'],
  ] as const)('after %s at the second try has come to %s', (code, because) => {
    const second = { ...asked(BACKED_UP, INSTALL, SECOND_MS, 2), bootedBefore: BOOTED_AT };
    const op = upgradeIn('installing', { unit: 'second', units: { second } });
    const { operation } = decide({
      op,
      look: { jobs: { second: recorded('install', 'failed', { code }) } },
    }).next;
    expect(operation.kind === 'halted' ? operation.because : undefined).toBe(because);
  });

  rows([
    {
      when: 'the second unit serves',
      op: upgradeIn('installing', { servedBy: 'second' }),
      look: { first: 'standing by', second: 'serving' },
      says: ON_FIRST,
    },
    {
      when: 'nobody can tell the roles for 10 min',
      op: upgradeIn('installing', late),
      look: { first: 'active, not healthy' },
      says: 'halted → halted: roles-unclear',
    },
    {
      when: 'a unit does not say what it runs for 10 min',
      op: upgradeIn('installing', late),
      look: { runs: { second: 'unread' } },
      says: 'halted → halted: loadmaster-unread',
    },
    {
      when: 'the firmware is on the standby',
      op: upgradeIn('installing', { units: { second: STAGED } }),
      says: 'rebooting → firmware 7.2.54.13: rebooting second: reboot second',
    },
    {
      when: 'the standby has booted since, and runs what it ran: the firmware is not there any more',
      op: upgradeIn('installing', { units: { second: STAGED } }),
      look: { booted: { second: BOOTED_SINCE } },
      says: ON_SECOND,
    },
    {
      when: 'nothing would ever lead to a version below 7.2.36',
      op: upgradeIn('installing', { order: { ...ORDER, target: '7.2.35.1' } }),
      says: 'firmware-given-up → idle',
    },
    {
      when: 'somebody else had the first unit start it, which was not seen in its place',
      op: upgradeIn('installing', { units: { first: STAGED, second: CHANGED } }),
      look: {
        first: 'active, not healthy',
        second: 'serving',
        runs: bothRun(ON_TARGET),
        booted: eachUnit(BOOTED_SINCE),
      },
      says: 'waiting-for-roles → firmware 7.2.54.13: rebooting first',
    },
  ]);
});

describe('rebooting the standby', () => {
  const standby = (more: Partial<FirmwareOperation> = {}): FirmwareOperation =>
    upgradeIn('rebooting', { unit: 'second', units: { second: STAGED }, ...more });

  it('starts the clock of different firmware, and writes down when it was told', () => {
    const op = opAfter({ op: standby() });
    expect(op.mixedSince).toBe(NOW);
    expect(op.units.second.rebootedAt).toBe(NOW);
    expect(op.incidents).toEqual([]);
  });

  it('that has been told and is up as if nothing had been said is told again, and that is an incident', () => {
    const second = { ...STAGED, rebootedAt: NOW - MINUTE_MS };
    const op = opAfter({ op: standby({ units: { first: BACKED_UP, second } }) });
    expect(op.incidents).toEqual([{ at: NOW, what: 'reboot-repeated', unit: 'second' }]);
    expect(op.units.second.rebootedAt).toBe(NOW);
  });

  const boots = { first: [], second: [240, 180, 60].map((seconds) => NOW - seconds * SECOND_MS) };
  rows([
    {
      when: 'no reboots are left',
      op: standby(),
      state: { ...steadyWith('first'), boots },
      says: 'refused-reboot-budget',
    },
    {
      when: 'the partner is healthy in one target group only',
      op: standby(),
      look: { first: 'groups disagree' },
      says: 'waiting-for-roles',
    },
    {
      when: 'the partner does not answer, though the load balancer sees it healthy',
      op: standby(),
      look: { first: 'serving, LoadMaster not read' },
      says: 'waiting-unknown',
    },
    {
      when: 'it was told 59 s ago',
      op: standby({ units: { first: BACKED_UP, second: { ...STAGED, rebootedAt: NOW - 59 * SECOND_MS } } }),
      says: 'waiting-for-reboot',
    },
    {
      when: 'it takes itself to be active',
      op: standby(),
      look: { second: 'active, not healthy' },
      says: 'waiting-for-roles',
    },
  ]);
});

describe('a unit that is back', () => {
  const told = upgradeIn('rebooting', {
    unit: 'second',
    units: { second: { ...STAGED, rebootedAt: NOW - 80 * SECOND_MS } },
    mixedSince: NOW - 80 * SECOND_MS,
  });
  const backOn = (version: string): FirmwareLook => ({
    runs: { second: version },
    booted: { second: BOOTED_SINCE },
  });

  it('is seen to be back, and the clock goes on', () => {
    const op = opAfter({ op: told, look: backOn(ON_TARGET) });
    expect(op.units.second.backAt).toBe(NOW);
    expect(op.mixedSince).toBe(told.mixedSince);
    expect(op).toMatchObject({ phase: 'installing', unit: 'first' });
  });

  it('stops the clock when the other one runs the target already', () => {
    const op = firstInTurn({ units: { first: { ...STAGED, rebootedAt: NOW - MINUTE_MS }, second: CHANGED } });
    const look: FirmwareLook = {
      first: 'standing by',
      second: 'serving',
      runs: bothRun(ON_TARGET),
      booted: eachUnit(BOOTED_SINCE),
    };
    const { next, reason } = decide({ op, look });
    expect(reason).toBe('firmware-changed');
    expect(next.firmware).not.toHaveProperty('mixedSince');
    expect(next.firmware.last).toMatchObject({ end: 'done', mixedMs: 2 * MINUTE_MS });
  });

  it('has the clock of different firmware run, whoever rebooted it', () => {
    const { mixedSince: _, ...unnoticed } = told;
    expect(opAfter({ op: unnoticed, look: backOn(ON_TARGET) }).mixedSince).toBe(NOW);
  });

  it('gets the partner secret as soon as it is on firmware that has one', () => {
    const bare = { ...STAGED, from: '7.2.54.9.1.RELEASE', rebootedAt: NOW - MINUTE_MS };
    const op = { ...told, units: { first: { ...bare }, second: bare } };
    const look = { runs: { first: bare.from, second: ON_TARGET }, booted: { second: BOOTED_SINCE } };
    expect(says({ op, look })).toMatch(/^setting-secret: /);
    const given = { ...op, units: { ...op.units, second: asked(bare, { kind: 'set-partner-secret' }) } };
    const failed = recorded('set-partner-secret', 'failed', { code: 'no-partner-secret' });
    expect(says({ op: given, look: { ...look, jobs: { second: failed } } })).toBe(
      'halted → halted: secret-not-set',
    );
    const done = recorded('set-partner-secret', 'done');
    expect(opAfter({ op: given, look: { ...look, jobs: { second: done } } }).units.second.secretAt).toBe(NOW);
  });

  rows([
    {
      when: 'on the version it ran',
      op: told,
      look: backOn(UNTOUCHED.from),
      says: 'halted → halted: wrong-version',
    },
    { when: 'on another version', op: told, look: backOn(ELSEWHERE), says: 'halted → halted: wrong-version' },
    {
      when: 'not at all for 10 min',
      op: { ...told, ...late },
      look: { second: 'standing by, silent' },
      says: 'halted → halted: did-not-come-back',
    },
    { when: 'and does not say on what', op: told, look: backOn('unread'), says: 'waiting-for-reboot' },
    {
      when: 'on the target, though nobody saw when it booted',
      op: upgradeIn('rebooting', { unit: 'second', units: { second: { ...STAGED, bootedBefore: NOW } } }),
      look: backOn(ON_TARGET),
      says: ON_FIRST,
    },
    {
      when: 'not polled yet',
      op: told,
      look: { ...backOn(ON_TARGET), second: 'not polled' },
      says: 'waiting-for-roles',
    },
    {
      when: 'active, after its partner failed meanwhile: it goes on with the other one',
      op: told,
      look: { ...backOn(ON_TARGET), first: 'standing by', second: 'serving' },
      says: ON_FIRST,
    },
  ]);
});

describe('the handover of the active unit', () => {
  it('is begun next to a standby on the target, and nobody is rebooted for it yet', () => {
    const given = { op: firstInTurn(), look: SECOND_RUNS_IT };
    expect(opAfter(given).handover).toMatchObject({
      to: 'second',
      request: { cause: 'firmware', id: ORDER.id },
    });
    expect(says(given)).toBe('handover-asked: set the health check port of first to 8445');
  });

  it.each([
    ['does not run the target', {}],
    ['does not stand by', { ...SECOND_RUNS_IT, second: 'not polled' }],
    ['does not say that it stands by', { ...SECOND_RUNS_IT, second: 'active, not healthy' }],
    ['is out of sight', { ...SECOND_RUNS_IT, second: 'out of sight' }],
  ] as const)('is not begun next to one that %s', (_, look) => {
    expect(opAfter({ op: firstInTurn(), look }).handover).toBeUndefined();
  });

  const steppingDown = firstInTurn({
    handover: handoverIn('stepping-down', { phaseSince: NOW - 45 * SECOND_MS }),
  });
  const out = { first: 'out of sight', second: 'serving' } as const;
  const inSight = {
    first: 'standing by',
    second: 'serving',
    runs: bothRun(ON_TARGET),
    booted: eachUnit(BOOTED_SINCE),
  } as const;
  rows([
    {
      when: 'the load balancer has the second unit',
      op: steppingDown,
      look: { ...SECOND_RUNS_IT, ...out },
      says: 'stepping-down: reboot first',
    },
    {
      when: 'the second unit does not answer any more',
      op: steppingDown,
      look: { first: 'out of sight', second: 'serving, LoadMaster not read' },
      says: 'waiting-for-partner',
    },
    {
      when: 'the second unit runs something else again',
      op: steppingDown,
      look: { ...out, runs: { second: ELSEWHERE } },
      says: 'waiting-for-partner',
    },
    {
      when: 'it is over',
      op: firstInTurn({ handover: handoverIn('settling'), units: { first: STAGED, second: CHANGED } }),
      look: inSight,
      says: 'firmware-changed → idle',
    },
  ]);

  const toFirst = (phase: SwitchOperation['phase'], more: Partial<SwitchOperation> = {}) =>
    upgradeIn('rebooting', {
      unit: 'second',
      units: { first: CHANGED, second: STAGED },
      servedBy: 'second',
      handover: { ...handoverIn(phase, { to: 'first', ...more }) },
    });
  const firstRunsIt = { runs: { first: ON_TARGET }, booted: { first: NOW - MINUTE_MS } };
  rows([
    {
      when: 'the second unit gives its role up: neither is set to prefer the first',
      op: toFirst('preparing'),
      look: { ...firstRunsIt, first: 'standing by', second: 'serving' },
      says: 'handover-asked: set the health check port of second to 8445',
    },
    {
      when: 'the second unit gives its role up: it is made a standby by its reboot as well',
      op: toFirst('stepping-down', { phaseSince: NOW - 45 * SECOND_MS }),
      look: { ...firstRunsIt, first: 'serving', second: 'out of sight' },
      says: 'stepping-down: reboot second',
    },
  ]);

  it('that stops leaves a halted change of firmware, for the same reason', () => {
    const failed = firstInTurn({
      handover: handoverIn('undoing', { failed: 'partner-lost', healthPortMoved: false }),
    });
    expect(says({ op: failed, look: SECOND_RUNS_IT })).toBe('halted → halted: partner-lost');
  });

  it('of one that crosses to a partner secret has the secret set before it comes back into sight', () => {
    const from = '7.2.54.9.1.RELEASE';
    const handover = handoverIn('stepping-down', { rebootedAt: NOW - MINUTE_MS, rebootedFrom: BOOTED_AT });
    const units = { first: { ...STAGED, from }, second: { ...CHANGED, from, secretAt: NOW - MINUTE_MS } };
    const look = { ...inSight, first: 'out of sight, rebooted' } as const;
    expect(says({ op: firstInTurn({ handover, units }), look })).toMatch(/^setting-secret: /);
  });
});

describe('settling', () => {
  const over = (more: Partial<FirmwareOperation> = {}): FirmwareOperation =>
    upgradeIn('settling', { units: { first: CHANGED, second: CHANGED }, ...more });
  const look: FirmwareLook = { runs: bothRun(ON_TARGET), booted: eachUnit(BOOTED_SINCE) };
  const preferred = {
    first: { ...CHANGED, preferredFirst: true },
    second: { ...CHANGED, preferredFirst: true },
  };
  const back =
    'settling: set the preferred host of first to Prefer First; set the preferred host of second to Prefer First';
  rows([
    { when: 'all is as before', op: over(), look, says: 'firmware-changed → idle' },
    { when: 'Prefer First goes back', op: over({ units: preferred }), pair: NATIVE, look, says: back },
    {
      when: 'not while the second unit serves',
      op: over({ units: preferred, servedBy: 'second' }),
      pair: NATIVE,
      look: { ...look, first: 'standing by', second: 'serving' },
      says: 'firmware-changed → idle',
    },
    { when: 'not where it was not set', op: over(), pair: NATIVE, look, says: 'firmware-changed → idle' },
    { when: 'not against the policy', op: over({ units: preferred }), look, says: 'firmware-changed → idle' },
    {
      when: 'fewer services are up',
      op: over(),
      look: { ...look, servicesUp: 11 },
      says: 'comparing-services',
    },
    {
      when: 'fewer services are up for 5 min',
      op: over({ phaseSince: NOW - 5 * MINUTE_MS - 1 }),
      look: { ...look, servicesUp: 11 },
      says: 'halted → halted: services-missing',
    },
    {
      when: 'a unit does not run the target after all',
      op: over(),
      look: { ...look, runs: { first: ON_TARGET, second: ELSEWHERE } },
      says: 'halted → halted: wrong-version',
    },
  ]);
});
