import { describe, expect, it, vi } from 'vitest';
import { SECOND_MS } from '#domain/time.ts';
import { makeUnit } from '#rehearsal/load-master/unit.ts';
import { VirtualScheduler } from '#rehearsal/virtual-scheduler.ts';
import { makeRunningPair, STARTED_AT } from './virtual-pair.ts';

describe('moving the health port', () => {
  it('hides the active from load balancer and partner while it keeps serving', () => {
    const pair = makeRunningPair();
    pair.first.configureHa({ healthPort: 18444 });
    expect(pair.health()).toBe('refused/503');
    expect(pair.first.healthAnswer(18444)).toEqual({ kind: 'status', status: 200 });
    expect(pair.first.openHealthPort()).toBe(18444);
    pair.pass(9);
    expect(pair.roles()).toBe('active/active');
    expect(pair.health()).toBe('refused/200');
    expect(pair.first.acceptsConnections()).toBe(true);
  });

  it('a standby polls its partner on its own port', () => {
    const pair = makeRunningPair();
    pair.second.configureHa({ healthPort: 18444 });
    pair.pass(9);
    expect(pair.second.role()).toBe('active');
  });
});

describe('HA switched off', () => {
  it.each([
    { result: 'refused', answer: { kind: 'refused' } },
    { result: 503, answer: { kind: 'status', status: 503 } },
    { result: 200, answer: { kind: 'status', status: 200 } },
  ] as const)('answers $result on the health port', ({ result, answer }) => {
    const pair = makeRunningPair({ behaviour: { singlePollResult: result } });
    pair.first.configureHa({ mode: 'single' });
    expect(pair.first.role()).toBe('not-configured');
    expect(pair.first.healthAnswer(8444)).toEqual(answer);
    expect(pair.first.acceptsConnections()).toBe(true);
    expect(pair.first.activeSince()).toBe(STARTED_AT);
  });

  it('switched on again it is unconnected', () => {
    const pair = makeRunningPair();
    pair.first.configureHa({ mode: 'single' });
    pair.first.configureHa({ mode: 'first' });
    expect(pair.first.role()).toBe('passive');
  });
});

describe('pacification', () => {
  const rebooted = (times: number, everySeconds: number) => {
    const pair = makeRunningPair();
    for (let count = 0; count < times; count++) {
      pair.second.reboot();
      pair.pass(everySeconds);
    }
    pair.poll();
    return pair;
  };

  it.each([
    { times: 3, everySeconds: 60, pacified: false },
    { times: 4, everySeconds: 60, pacified: true },
    { times: 4, everySeconds: 101, pacified: false },
  ])('$times reboots, one every $everySeconds s → $pacified', ({ times, everySeconds, pacified }) => {
    expect(rebooted(times, everySeconds).second.pacified()).toBe(pacified);
  });

  it('takes no part until it is cleared', () => {
    const pair = rebooted(4, 60);
    pair.first.crash();
    pair.pass(600);
    pair.poll();
    pair.pass(600);
    expect(pair.second.role()).toBe('passive');
  });

  it('is cleared by a reboot from the console, which does not count as one more', () => {
    const pair = rebooted(4, 60);
    pair.second.clearPacification();
    pair.pass(60);
    pair.poll();
    expect(pair.second.pacified()).toBe(false);
    expect(pair.second.role()).toBe('standby');
  });
});

describe('power', () => {
  it('boots for rebootSeconds, refusing everything', () => {
    const pair = makeRunningPair({ behaviour: { rebootSeconds: 45 } });
    pair.first.reboot();
    pair.pass(44);
    expect(pair.first.machine()).toBe('booting');
    expect(pair.health()).toBe('refused/200');
    expect(pair.first.acceptsConnections()).toBe(false);
    pair.pass(1);
    expect(pair.first.machine()).toBe('up');
  });

  it('switched off while booting stays off', () => {
    const pair = makeRunningPair();
    pair.first.reboot();
    pair.first.powerOff();
    pair.pass(600);
    expect(pair.first.machine()).toBe('off');
  });

  it('a machine that is off does not reboot, and powers on', () => {
    const pair = makeRunningPair();
    pair.first.powerOff();
    pair.first.reboot();
    expect(pair.first.machine()).toBe('off');
    pair.first.powerOn();
    expect(pair.first.machine()).toBe('booting');
  });

  it('made off it waits for its power', () => {
    const scheduler = new VirtualScheduler(STARTED_AT);
    const cloudHa = { mode: 'single', preferFirst: true, allInterfaces: false } as const;
    const unit = makeUnit(
      { name: 'lb100', address: '10.0.1.9', cloudHa, machine: 'off' },
      scheduler,
      () => undefined,
    );
    expect(unit.acceptsConnections()).toBe(false);
    unit.powerOn();
    scheduler.advance(60 * SECOND_MS);
    expect(unit.acceptsConnections()).toBe(true);
  });
});

describe('the service port', () => {
  it.each([true, false])('a standby accepts connections: %s', (standbyAcceptsConnections) => {
    const pair = makeRunningPair({ behaviour: { standbyAcceptsConnections } });
    expect(pair.first.acceptsConnections()).toBe(true);
    expect(pair.second.acceptsConnections()).toBe(standbyAcceptsConnections);
  });
});

describe('onChange', () => {
  it('tells of every change until stopped', () => {
    const pair = makeRunningPair();
    const listener = vi.fn<() => void>();
    const stop = pair.second.onChange(listener);
    pair.first.crash();
    pair.pass(9);
    expect(listener).toHaveBeenCalledTimes(1);
    stop();
    pair.second.crash();
    expect(listener).toHaveBeenCalledTimes(1);
  });
});
