import { describe, expect, it } from 'vitest';
import type { LoadMasterSession } from '#loadmaster/client.ts';
import { addApiKey } from '#loadmaster/commands/api-keys.ts';
import { setCommSecret } from '#loadmaster/commands/comm-secret.ts';
import { restorePatch } from '#loadmaster/commands/firmware.ts';
import { reboot } from '#loadmaster/commands/power.ts';
import { makeSecret } from '#loadmaster/credentials.ts';
import { recordedSession, v2 } from '../recorded-session.ts';
import { GEO_SETTERS } from './setters-geo.ts';
import { TRAFFIC_SETTERS } from './setters-traffic.ts';
import { UNIT_SETTERS } from './setters-unit.ts';

const SETTERS = [...UNIT_SETTERS, ...TRAFFIC_SETTERS, ...GEO_SETTERS];

describe('a setter', () => {
  it.each(SETTERS)('sends $what, and believes it when it reads so', async ({ write, sent, reads, taken }) => {
    const session = recordedSession({ [reads]: v2(taken) });
    await write(session);
    expect(session.sent[0]).toEqual(sent);
    expect(session.sent.map(({ command }) => command)).toEqual([sent.command, reads]);
  });

  it.each(SETTERS)(
    'of $what that says ok and reads otherwise has not taken',
    async ({ write, sent, reads, untaken }) => {
      const session = recordedSession({ [reads]: v2(untaken) });
      await expect(write(session)).rejects.toMatchObject({
        name: 'LoadMasterError',
        code: 'not-taken',
        command: sent.command,
      });
    },
  );

  it.each([
    { what: 'reboot', write: reboot },
    {
      what: 'setlmcommsecret',
      write: (s: LoadMasterSession) => setCommSecret(s, makeSecret('s3cret-s3cret')),
    },
    { what: 'restorepatch', write: restorePatch },
  ])('without a getter is believed: $what', async ({ what, write }) => {
    const session = recordedSession({});
    await write(session);
    expect(session.sent.map(({ command }) => command)).toEqual([what]);
  });
});

describe('a new API key', () => {
  it.each([
    { before: [], after: ['n'] },
    { before: ['a', 'b'], after: ['b', 'n', 'a'] },
    { before: ['a', 'b'], after: ['b', 'n'] },
  ])('is the one that was not there: $before, then $after', async ({ before, after }) => {
    const session = recordedSession({ listapikeys: [v2({ apikeys: before }), v2({ apikeys: after })] });
    expect((await addApiKey(session)).reveal()).toBe('n');
    expect(session.sent.map(({ command }) => command)).toEqual(['listapikeys', 'addapikey', 'listapikeys']);
  });

  it.each([
    { before: ['a'], after: ['a'] },
    { before: ['a'], after: ['a', 'm', 'n'] },
  ])('is none when there is not exactly one: $before, then $after', async ({ before, after }) => {
    const session = recordedSession({ listapikeys: [v2({ apikeys: before }), v2({ apikeys: after })] });
    await expect(addApiKey(session)).rejects.toMatchObject({ code: 'not-taken', command: 'addapikey' });
  });
});
