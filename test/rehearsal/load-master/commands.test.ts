import { describe, expect, it } from 'vitest';
import { clockText } from '#rehearsal/load-master/api/clock-text.ts';
import { DONE, makeManaged } from './managed-unit.ts';

describe('get', () => {
  it.each([
    { param: 'version', value: '7.2.54.12.22642.RELEASE' },
    { param: 'serialnumber', value: 1182772 },
    { param: 'hostname', value: 'lb100' },
    { param: 'HostName', value: 'lb100' },
    { param: 'boottime', value: 'Thu, 16 Oct 25 09:06:27 UTC' },
    { param: 'activetime', value: 'Thu, 16 Oct 25 09:06:27 UTC' },
    { param: 'time', value: 'Thu, 16 Oct 25 09:06:27 UTC' },
    { param: 'hastatus', value: 'Active' },
    { param: 'hamode', value: 3 },
    { param: 'enableapi', value: true },
    { param: 'wuiport', value: 8443 },
    { param: 'nameserver', value: ['8.8.8.8'] },
  ])('$param → $value', ({ param, value }) => {
    expect(makeManaged().v2('get', { param })).toEqual({ [param]: value });
  });

  it.each([
    { role: 'active', hastatus: 'Active', prepare: () => makeManaged('first') },
    { role: 'standby', hastatus: 'Standby', prepare: () => makeManaged('second') },
    {
      role: 'passive',
      hastatus: 'Passive',
      prepare: () => {
        const managed = makeManaged('first');
        managed.pair.first.reboot();
        managed.pair.pass(60);
        return managed;
      },
    },
    {
      role: 'not configured',
      hastatus: 'HA not configured',
      prepare: () => {
        const managed = makeManaged('first');
        managed.pair.first.configureHa({ mode: 'single' });
        return managed;
      },
    },
  ])('hastatus of a unit that is $role', ({ hastatus, prepare }) => {
    expect(prepare().v2('get', { param: 'hastatus' })).toEqual({ hastatus });
  });

  it('activetime is zero on a standby', () => {
    expect(makeManaged('second').v2('get', { param: 'activetime' })).toEqual({ activetime: '0' });
  });

  it('an unknown parameter is refused', () => {
    expect(makeManaged().reply('get', { param: 'constructor' })).toEqual({
      kind: 'failed',
      code: 422,
      message: 'Unknown parameter value constructor',
    });
  });

  it('param is needed', () => {
    expect(makeManaged().reply('get')).toEqual({ kind: 'missing', parameter: 'param' });
  });
});

describe('a clock that is wrong', () => {
  it.each([
    { aheadMs: 90_000, time: 'Thu, 16 Oct 25 09:08:57 UTC', boottime: 'Thu, 16 Oct 25 09:07:57 UTC' },
    { aheadMs: -3_600_000, time: 'Thu, 16 Oct 25 08:07:27 UTC', boottime: 'Thu, 16 Oct 25 08:06:27 UTC' },
  ])('by $aheadMs ms tells every time by itself', ({ aheadMs, time, boottime }) => {
    const { management, pair, v2 } = makeManaged();
    pair.pass(60);
    management.setClockAhead(aheadMs);
    expect(v2('getall')).toMatchObject({ time, boottime, activetime: boottime });
    management.setClockAhead(0);
    expect(v2('get', { param: 'time' })).toEqual({ time: 'Thu, 16 Oct 25 09:07:27 UTC' });
  });

  it('cannot be set', () => {
    const value = 'Thu, 16 Oct 25 10:00:00 UTC';
    expect(makeManaged().reply('set', { param: 'time', value })).toMatchObject({ kind: 'failed' });
  });
});

describe('set', () => {
  it.each([
    { param: 'hostname', value: 'lb1', read: 'lb1' },
    { param: 'tethering', value: 'N', read: false },
    { param: 'tethering', value: '1', read: true },
    { param: 'conntimeout', value: '300', read: 300 },
    { param: 'nameserver', value: '10.0.0.2 10.0.0.3', read: ['10.0.0.2', '10.0.0.3'] },
  ])('$param = $value reads $read', ({ param, value, read }) => {
    const { reply, v2 } = makeManaged();
    expect(reply('set', { param, value })).toEqual(DONE);
    expect(v2('get', { param })).toEqual({ [param]: read });
  });

  it.each([
    { param: 'version', value: '7', text: 'version' },
    { param: 'nosuch', value: '7', text: 'nosuch' },
    { param: 'tethering', value: 'perhaps', text: 'perhaps' },
    { param: 'sessionmaxfailattempts', value: '1000', text: '1000' },
    { param: 'apiport', value: '-1', text: '-1' },
  ])('refuses $param = $value', ({ param, value, text }) => {
    expect(makeManaged().reply('set', { param, value })).toMatchObject({
      code: 422,
      message: `Unknown parameter value ${text}`,
    });
  });

  it.each([
    { parameters: {}, parameter: 'param' },
    { parameters: { param: 'hostname' }, parameter: 'value' },
  ])('needs $parameter', ({ parameters, parameter }) => {
    expect(makeManaged().reply('set', parameters)).toEqual({ kind: 'missing', parameter });
  });
});

describe('getall and listapi', () => {
  it('getall leaves out what is not set', () => {
    const { pair, v2 } = makeManaged();
    expect(v2('getall')).toMatchObject({ hastatus: 'Active', serialnumber: '1182772', hamode: 3 });
    pair.first.configureHa({ mode: 'single' });
    expect(v2('getall')).not.toHaveProperty('hastatus');
  });

  it.each([true, false])('getall names the HA status: %s', (haStatusInGetall) => {
    const { v2 } = makeManaged('first', { haStatusInGetall });
    expect('hastatus' in (v2('getall') as object)).toBe(haStatusInGetall);
    expect(v2('get', { param: 'hastatus' })).toEqual({ hastatus: 'Active' });
  });

  it('getall leaves out a setting that was emptied', () => {
    const { reply, v2 } = makeManaged();
    expect(v2('getall')).toMatchObject({ ntphost: 'pool.ntp.org' });
    expect(reply('set', { param: 'ntphost', value: '' })).toEqual(DONE);
    expect(v2('getall')).not.toHaveProperty('ntphost');
  });

  it.each([
    { shown: 'Tethering', value: true },
    { shown: 'WUITLSProtocols', value: 0 },
    { shown: 'L7NTLMProxy', value: true },
    { shown: 'ClientMaxBandwidthLimit', value: 0 },
    { shown: 'nonlocalrs', value: true },
    { shown: 'expect100', value: 2 },
  ])('getall spells $shown as the capture does', ({ shown, value }) => {
    const { v2 } = makeManaged();
    expect(v2('getall')).toMatchObject({ [shown]: value });
    expect(v2('get', { param: shown.toLowerCase() })).toEqual({ [shown.toLowerCase()]: value });
  });

  it('listapi names every command it takes', () => {
    const { v2, call } = makeManaged();
    const { commands } = v2('listapi') as { commands: readonly string[] };
    expect(commands).toContain('getawshaparams');
    for (const command of commands) expect(call(command).kind).toBe('replied');
  });
});

describe('cloud HA commands', () => {
  it.each([
    { command: 'awshamode', hamode: 'first', read: 'master' },
    { command: 'awshamode', hamode: 'second', read: 'slave' },
    { command: 'awshamode', hamode: 'single', read: 'single' },
    { command: 'setcloudhamode', hamode: 'slave', read: 'slave' },
  ])('$command $hamode reads $read', ({ command, hamode, read }) => {
    const { reply, v2 } = makeManaged();
    expect(reply(command, { hamode })).toEqual(DONE);
    expect(v2('getawshaparams')).toMatchObject({ HaMode: read });
  });

  it.each(['awshaparam', 'setcloudhaparam'])('%s changes what it is given and keeps the rest', (command) => {
    const { reply, v2 } = makeManaged();
    expect(reply(command, { Hcp: '18444', haprefered: '0' })).toEqual(DONE);
    expect(v2('getcloudhaparams')).toEqual({
      HaMode: 'master',
      HaPrefered: '0',
      Partner: '10.0.1.6',
      Port: '18444',
      HealthCheckAllInterfaces: 'unset',
    });
  });

  it.each([
    { hcp: '0' },
    { hcp: '65536' },
    { hcp: 'health' },
    { haprefered: '2' },
    { hcai: 'maybe' },
    { partner: ' ' },
    {},
  ])('refuses %o and changes nothing', (parameters: Record<string, string>) => {
    const { pair, reply } = makeManaged();
    const before = pair.first.cloudHa();
    expect(reply('awshaparam', { ...parameters })).toMatchObject({ kind: 'failed', code: 422 });
    expect(pair.first.cloudHa()).toEqual(before);
  });

  it.each(['1', 'Y', 'yes', 'true', 'set'] as const)(
    'health check on all interfaces reads %s',
    (hcaiOnValue) => {
      const { reply, v2 } = makeManaged('first', { hcaiOnValue });
      reply('awshaparam', { hcai: '1' });
      expect(v2('getawshaparams')).toMatchObject({ HealthCheckAllInterfaces: hcaiOnValue });
    },
  );
});

describe('reboot and shutdown', () => {
  it.each([
    { command: 'reboot', machine: 'booting' },
    { command: 'shutdown', machine: 'off' },
  ])('$command answers, then goes away', ({ command, machine }) => {
    const { pair, reply } = makeManaged();
    const answer = reply(command);
    expect(pair.first.machine()).toBe('up');
    if (answer.kind === 'done') answer.afterwards?.();
    expect(pair.first.machine()).toBe(machine);
  });
});

describe('a standby and writes', () => {
  it.each([
    { standbyRejectsWrites: 'off', role: 'second', param: 'ntphost', expected: DONE },
    { standbyRejectsWrites: 403, role: 'second', param: 'ntphost', expected: { kind: 'failed', code: 403 } },
    { standbyRejectsWrites: 422, role: 'second', param: 'ntphost', expected: { kind: 'failed', code: 422 } },
    { standbyRejectsWrites: 403, role: 'second', param: 'hostname', expected: DONE },
    { standbyRejectsWrites: 403, role: 'first', param: 'ntphost', expected: DONE },
  ] as const)(
    '$standbyRejectsWrites: set $param on the $role',
    ({ standbyRejectsWrites, role, param, expected }) => {
      const { reply } = makeManaged(role, { standbyRejectsWrites });
      expect(reply('set', { param, value: 'pool.ntp.org' })).toMatchObject(expected);
    },
  );

  it.each(['awshaparam', 'reboot', 'getall'])('%s is taken all the same', (command) => {
    const { reply } = makeManaged('second', { standbyRejectsWrites: 403 });
    expect(reply(command, { haprefered: '0' }).kind).not.toBe('failed');
  });
});

describe('clockText', () => {
  it.each([
    { at: Date.UTC(2019, 9, 16, 9, 6, 27), text: 'Wed, 16 Oct 19 09:06:27 UTC' },
    { at: Date.UTC(2026, 4, 28, 18, 36, 40), text: 'Thu, 28 May 26 18:36:40 UTC' },
    { at: Date.UTC(2005, 0, 1), text: 'Sat, 01 Jan 05 00:00:00 UTC' },
  ])('$text', ({ at, text }) => {
    expect(clockText(at)).toBe(text);
  });
});
