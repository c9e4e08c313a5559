import { describe, expect, it } from 'vitest';
import { SECOND_MS } from '#domain/time.ts';
import { CallLimiter } from '#rehearsal/load-master/api/call-limiter.ts';
import { Management } from '#rehearsal/load-master/api/management.ts';
import { DONE, makeManaged, PASSWORD } from './managed-unit.ts';
import { STARTED_AT } from './virtual-pair.ts';

describe('signing in', () => {
  it.each([
    { who: 'an unknown user', user: 'nobody', password: PASSWORD },
    { who: 'a wrong password', user: 'bal', password: 'wrong' },
  ])('$who is unauthorized', ({ user, password }) => {
    expect(makeManaged().call('get', {}, password, user).kind).toBe('unauthorized');
  });

  it('three failures block a user, bal for ten minutes', () => {
    const { pair, management, call } = makeManaged();
    for (let count = 0; count < 3; count++) call('listapi', {}, 'wrong');
    expect(call('listapi').kind).toBe('unauthorized');
    expect(management.accounts.isBlocked('bal', pair.scheduler.now())).toBe(true);
    pair.pass(599);
    expect(call('listapi').kind).toBe('unauthorized');
    pair.pass(1);
    expect(call('listapi').kind).toBe('replied');
  });

  it('others stay blocked until somebody unblocks them', () => {
    const { pair, management, call } = makeManaged();
    for (let count = 0; count < 3; count++) call('listapi', {}, 'wrong', 'operator');
    pair.pass(3600);
    expect(call('listapi', {}, PASSWORD, 'operator').kind).toBe('unauthorized');
    management.accounts.unblock('operator');
    expect(call('listapi', {}, PASSWORD, 'operator').kind).toBe('replied');
  });

  it('a success in between forgives', () => {
    const { call } = makeManaged();
    for (const password of ['wrong', 'wrong', PASSWORD, 'wrong', 'wrong']) call('listapi', {}, password);
    expect(call('listapi').kind).toBe('replied');
  });

  it('0 blocks nobody', () => {
    const { call } = makeManaged('first', {}, { sessionmaxfailattempts: '0' });
    for (let count = 0; count < 10; count++) call('listapi', {}, 'wrong');
    expect(call('listapi').kind).toBe('replied');
  });
});

describe('API keys', () => {
  const keysOf = (managed: ReturnType<typeof makeManaged>, command: string) =>
    (managed.v2(command) as { apikeys: readonly string[] }).apikeys;

  it('a key stands in for the password until it is deleted', () => {
    const managed = makeManaged();
    const [key = ''] = keysOf(managed, 'addapikey');
    const withKey = () =>
      managed.management.perform({
        command: 'listapi',
        parameters: [],
        credentials: { kind: 'api-key', key },
        wire: 'v2',
      }).kind;
    expect(withKey()).toBe('replied');
    expect(managed.reply('delapikey', { key })).toEqual(DONE);
    expect(withKey()).toBe('unauthorized');
    expect(managed.reply('delapikey', { key })).toMatchObject({ code: 422 });
  });

  it('the seventeenth takes the place of the oldest', () => {
    const managed = makeManaged();
    const [oldest] = keysOf(managed, 'addapikey');
    for (let count = 0; count < 16; count++) managed.reply('addapikey');
    expect(keysOf(managed, 'listapikeys')).toHaveLength(16);
    expect(keysOf(managed, 'listapikeys')).not.toContain(oldest);
  });

  it('an administrator manages the keys of others', () => {
    const managed = makeManaged();
    managed.reply('addapikey', { user: 'operator' });
    expect(keysOf(managed, 'listapikeys')).toEqual([]);
    expect(managed.reply('listapikeys', { user: 'nobody' })).toMatchObject({ code: 422 });
  });
});

describe('a read-only user', () => {
  const asViewer = (command: string, parameters: Record<string, string> = {}) => {
    const { pair } = makeManaged();
    const management = new Management(
      pair.first,
      {
        users: { bal: PASSWORD, viewer: { password: PASSWORD, permissions: 'read-only' } },
        serialNumber: '1182772',
      },
      pair.scheduler,
    );
    const outcome = management.perform({
      command,
      parameters: Object.entries(parameters),
      credentials: { kind: 'password', user: 'viewer', password: PASSWORD },
      wire: 'v2',
    });
    return { pair, answer: outcome.kind === 'replied' ? outcome.reply : outcome };
  };

  it.each(['getall', 'listapi', 'getawshaparams', 'getpreviousversion', 'listclusters'])(
    'sees %s',
    (command) => {
      expect(asViewer(command).answer.kind).toBe('data');
    },
  );

  it.each([
    { command: 'set', parameters: { param: 'ntphost', value: 'x' } },
    { command: 'set', parameters: { param: 'hostname', value: 'x' } },
    { command: 'awshaparam', parameters: { haprefered: '0' } },
    { command: 'reboot', parameters: {} },
    { command: 'shutdown', parameters: {} },
    { command: 'restorepatch', parameters: {} },
    { command: 'addcluster', parameters: { ip: '10.9.9.9', name: 'x' } },
    { command: 'setlmcommsecret', parameters: { secret: 'long enough' } },
    { command: 'addapikey', parameters: { user: 'bal' } },
    { command: 'listapikeys', parameters: { user: 'bal' } },
    { command: 'backup', parameters: {} },
    { command: 'restore', parameters: { type: '15' } },
  ])('may not $command $parameters', ({ command, parameters }) => {
    const { answer, pair } = asViewer(command, { ...parameters } as Record<string, string>);
    expect(answer).toMatchObject({ kind: 'failed', code: 403 });
    expect(pair.first.cloudHa().preferFirst).toBe(true);
  });

  it('is told of an unknown command all the same', () => {
    expect(asViewer('nosuch').answer.kind).toBe('unknown-command');
  });
});

describe('the switched-off API', () => {
  const OFF = { enableapi: 'no' };
  it.each([
    { what: 'any command', command: 'get', parameters: { param: 'version' }, kind: 'disabled' },
    { what: 'yes', command: 'set', parameters: { param: 'enableapi', value: 'yes' }, kind: 'replied' },
    {
      what: 'another name',
      command: 'set',
      parameters: { name: 'enableapi', value: 'yes' },
      kind: 'disabled',
    },
    { what: '1', command: 'set', parameters: { param: 'enableapi', value: '1' }, kind: 'disabled' },
    {
      what: 'the other order',
      command: 'set',
      parameters: { value: 'yes', param: 'enableapi' },
      kind: 'disabled',
    },
  ])('$what → $kind', ({ command, parameters, kind }) => {
    expect(makeManaged('first', {}, OFF).call(command, parameters).kind).toBe(kind);
  });

  it('is on after the one call it takes', () => {
    const { call } = makeManaged('first', {}, OFF);
    call('set', { param: 'enableapi', value: 'yes' });
    expect(call('listapi').kind).toBe('replied');
  });

  it.each([
    { settings: { sessioncontrol: 'no' }, wire: 'v2', kind: 'disabled' },
    { settings: { sessionbasicauth: 'yes' }, wire: 'v2', kind: 'disabled' },
    { settings: { sessioncontrol: 'no' }, wire: 'v1', kind: 'replied' },
    { settings: OFF, wire: 'v2', kind: 'disabled' },
  ] as const)('$wire with $settings → $kind', ({ settings, wire, kind }) => {
    const { management } = makeManaged('first', {}, settings);
    const credentials = { kind: 'password', user: 'bal', password: PASSWORD } as const;
    expect(management.perform({ command: 'listapi', parameters: [], credentials, wire }).kind).toBe(kind);
  });
});

describe('CallLimiter', () => {
  it('admits 30 calls in 3 s and the next when the first is 3 s old', () => {
    const limiter = new CallLimiter();
    for (let count = 0; count < 30; count++) expect(limiter.admit(STARTED_AT + count)).toBe(true);
    expect(limiter.admit(STARTED_AT + 3 * SECOND_MS - 1)).toBe(false);
    expect(limiter.admit(STARTED_AT + 3 * SECOND_MS)).toBe(true);
    expect(limiter.admit(STARTED_AT + 3 * SECOND_MS)).toBe(false);
  });
});

describe('a command that the firmware lacks', () => {
  it('is unknown, whatever the case it is written in, and is not listed', () => {
    const { call, v2 } = makeManaged('first', { missingCommands: ['getawshaparams'] });
    expect(call('getawshaparams').kind).toBe('unknown-command');
    expect(v2('listapi')).toMatchObject({ commands: expect.not.arrayContaining(['getawshaparams']) });
    expect(call('awshaparam', { hcp: '8445' }).kind).toBe('replied');
  });
});
