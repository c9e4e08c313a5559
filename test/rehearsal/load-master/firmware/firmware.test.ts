import { describe, expect, it } from 'vitest';
import type { Upload } from '#rehearsal/load-master/api/upload.ts';
import { uploadOf } from '#rehearsal/load-master/api/upload.ts';
import type { UnitBehaviour } from '#rehearsal/load-master/behaviour.ts';
import { makeManaged, PASSWORD } from '../managed-unit.ts';

const RUNNING = '7.2.54.12.22642.RELEASE';
const NEWER = '7.2.60.1.23000.RELEASE';

const imageOf = (version: string): Upload =>
  uploadOf(Buffer.from(`UNDERSTUDY-REHEARSAL-PATCH ${version}\npadding`));

const makeUnit = (behaviour: Partial<UnitBehaviour> = {}) => {
  const managed = makeManaged('first', behaviour);
  const install = (upload?: Upload, parameters: readonly (readonly [string, string])[] = []) => {
    const outcome = managed.management.perform({
      command: 'installpatch',
      parameters,
      credentials: { kind: 'password', user: 'bal', password: PASSWORD },
      wire: 'v1',
      ...(upload === undefined ? {} : { upload }),
    });
    return outcome.kind === 'replied' ? outcome.reply : outcome;
  };
  const { first, pass } = managed.pair;
  const reboot = () => {
    first.reboot();
    pass(60);
  };
  return { ...managed, install, unit: first, reboot };
};

describe('installpatch', () => {
  it('stages the version once it is done; a reboot activates it', () => {
    const { install, unit, pair, reboot, v2 } = makeUnit();
    expect(install(imageOf(NEWER))).toMatchObject({ kind: 'done', takesMs: 30_000 });
    pair.pass(29);
    expect(unit.firmware.staged()).toBeUndefined();
    pair.pass(1);
    const { size, sha256 } = imageOf(NEWER);
    expect(unit.firmware.staged()).toEqual({ version: NEWER, image: { size, sha256 } });
    expect(v2('get', { param: 'version' })).toEqual({ version: RUNNING });
    reboot();
    expect(v2('get', { param: 'version' })).toEqual({ version: NEWER });
    expect(v2('getpreviousversion')).toEqual({ PreviousVersion: `${RUNNING}\n` });
    expect(unit.firmware.staged()).toBeUndefined();
  });

  it.each(['reboot', 'crash', 'hang'] as const)('is lost in a %s before it is done', (trouble) => {
    const { install, unit, pair } = makeUnit();
    install(imageOf(NEWER));
    pair.pass(10);
    unit[trouble]();
    pair.pass(100);
    expect(unit.firmware.staged()).toBeUndefined();
    expect(unit.firmware.version()).toBe(RUNNING);
  });

  it.each([
    { what: 'nothing', upload: undefined },
    { what: 'something else', upload: uploadOf(Buffer.from('PK\x03\x04')) },
  ])('refuses $what', ({ upload }) => {
    const { install, unit, pair } = makeUnit();
    expect(install(upload)).toEqual({ kind: 'failed', code: 422, message: 'Invalid patch file' });
    pair.pass(60);
    expect(unit.firmware.staged()).toBeUndefined();
  });

  it.each([
    { to: '7.2.61.0.24000.RELEASE', confirm: undefined, kind: 'failed' },
    { to: '7.2.61.0.24000.RELEASE', confirm: 'no', kind: 'failed' },
    { to: '7.2.61.0.24000.RELEASE', confirm: 'yes', kind: 'done' },
    { to: '7.2.61.0.24000.RELEASE', confirm: '1', kind: 'done' },
    { to: '7.2.60.9.23999.RELEASE', confirm: undefined, kind: 'done' },
    { to: '7.2.60.9.23999.RELEASE', confirm: undefined, requireConfirmFrom: '7.2.55', kind: 'failed' },
  ])('of $to with confirm $confirm (wanted from $requireConfirmFrom) → $kind', (row) => {
    const { requireConfirmFrom } = row;
    const { install } = makeUnit(requireConfirmFrom === undefined ? {} : { requireConfirmFrom });
    const parameters = row.confirm === undefined ? [] : ([['confirm', row.confirm]] as const);
    expect(install(imageOf(row.to), parameters).kind).toBe(row.kind);
  });

  it('is not known to API v2', () => {
    const { management } = makeUnit();
    const credentials = { kind: 'password', user: 'bal', password: PASSWORD } as const;
    const call = { command: 'installpatch', parameters: [], credentials, wire: 'v2' } as const;
    expect(management.perform({ ...call, upload: imageOf(NEWER) }).kind).toBe('unknown-command');
  });
});

describe('a version before 7.2.36', () => {
  it('ends a unit that ran a later one: it crashes when it boots, however often', () => {
    const { install, unit, pair, reboot } = makeUnit();
    install(imageOf('7.2.35.9.10000.RELEASE'));
    pair.pass(30);
    reboot();
    expect(unit.machine()).toBe('crashed');
    unit.powerOn();
    pair.pass(600);
    expect(unit.machine()).toBe('crashed');
    reboot();
    expect(unit.machine()).toBe('crashed');
  });

  it('7.2.36 itself is far enough', () => {
    const { install, unit, pair, reboot } = makeUnit();
    install(imageOf('7.2.36.0.10000.RELEASE'));
    pair.pass(30);
    reboot();
    expect(unit.machine()).toBe('up');
  });
});

describe('restorepatch', () => {
  it('changes the two versions on the disk over, at the next reboot', () => {
    const { install, pair, reboot, reply, v2 } = makeUnit();
    install(imageOf(NEWER));
    pair.pass(30);
    reboot();
    expect(reply('restorepatch').kind).toBe('done');
    expect(v2('get', { param: 'version' })).toEqual({ version: NEWER });
    reboot();
    expect(v2('get', { param: 'version' })).toEqual({ version: RUNNING });
    expect(v2('getpreviousversion')).toEqual({ PreviousVersion: `${NEWER}\n` });
  });

  it.each([
    { restorepatchLiteralBackslashN: true, messageV1: /restored\\nPlease/ },
    { restorepatchLiteralBackslashN: false, messageV1: /restored\nPlease/ },
  ])('two characters for the line break in v1: $restorepatchLiteralBackslashN', (row) => {
    const { install, pair, reboot, reply } = makeUnit(row);
    install(imageOf(NEWER));
    pair.pass(30);
    reboot();
    expect(reply('restorepatch')).toMatchObject({
      message: 'Previous version of Software restored\nPlease reboot to reactivate.',
      messageV1: expect.stringMatching(row.messageV1),
    });
  });

  it('is refused on a unit that never had another version', () => {
    const { reply, v2 } = makeUnit();
    expect(reply('restorepatch')).toMatchObject({ kind: 'failed', code: 422 });
    expect(v2('getpreviousversion')).toEqual({ PreviousVersion: '\n' });
  });
});
