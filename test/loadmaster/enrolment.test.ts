import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeLoadMasterClient } from '#loadmaster/client.ts';
import type { CredentialsRead } from '#loadmaster/credentials.ts';
import { type EnrolmentFailure, makeEnrolment } from '#loadmaster/enrolment.ts';
import { DEFAULT_LIMITS } from '#loadmaster/limits.ts';
import {
  json,
  PASSWORD,
  passwordCredentials,
  type Script,
  type ScriptedUnit,
  startScriptedUnit,
} from './scripted-unit.ts';

const SECRET = 'understudy/dublin-1';
const clock = { now: () => 1_000, sleep: async () => undefined };

/** A unit as it answers what enrolment asks. */
const saying =
  (ha: object, parameters: Readonly<Record<string, unknown>> = PARAMETERS): Script =>
  (call, response) => {
    const fields = {
      get: { [call.param ?? '']: parameters[call.param ?? ''] },
      listapi: { commands: ['get', 'listapi'] },
      getawshaparams: ha,
    }[call.cmd ?? ''];
    json(response, 200, { code: 200, ...fields, status: 'ok' });
  };

const PARAMETERS = {
  version: '7.2.61.1.24109.RELEASE\n',
  serialnumber: 1_182_772,
  hostname: 'lb100',
  boottime: 'Wed, 16 Oct 26 09:06:27 UTC',
  hamode: 3,
  hastatus: 'Standby',
};
const HA = { HaMode: 'slave', HaPrefered: '0', Partner: '10.0.1.4', Port: '8444' };

describe('enrolment', () => {
  let unit: ScriptedUnit;
  let forgotten: string[];
  let reported: EnrolmentFailure[];
  beforeEach(async () => {
    unit = await startScriptedUnit(saying(HA));
    forgotten = [];
    reported = [];
  });
  afterEach(() => unit.stop());

  const make = (setup: { readonly allowLoopback?: boolean; readonly secret?: CredentialsRead } = {}) =>
    makeEnrolment({
      client: makeLoadMasterClient({ clock }),
      credentials: {
        read: async () => setup.secret ?? { kind: 'credentials', credentials: passwordCredentials },
        forget: (name) => void forgotten.push(name),
      },
      connectMs: DEFAULT_LIMITS.connectMs,
      allowLoopback: setup.allowLoopback ?? true,
      report: (failure) => void reported.push(failure),
    });
  const request = () => ({ ...unit.endpoint, credentials: SECRET });

  it('asks a unit who it is', async () => {
    expect(await make().enrol(request())).toEqual({
      kind: 'enrolled',
      profile: {
        firmware: '7.2.61.1.24109.RELEASE',
        serialNumber: '1182772',
        hostName: 'lb100',
        api: 'v2',
        haStatus: 'standby',
        platform: 'aws',
        designation: 'second',
        partner: '10.0.1.4',
        healthPort: 8444,
        prefersFirst: false,
      },
    });
  });

  it('changes nothing on the unit, and connects once', async () => {
    await make().enrol(request());
    expect(new Set(unit.received.map(({ cmd }) => cmd))).toEqual(
      new Set(['get', 'listapi', 'getawshaparams']),
    );
    expect(unit.connections()).toBe(1);
  });

  it('takes a unit that has no parameters of AWS for one elsewhere', async () => {
    unit.script = saying({});
    const enrolled = await make().enrol(request());
    expect(enrolled).toMatchObject({ profile: { platform: 'other', designation: 'none' } });
    expect(enrolled).not.toHaveProperty('profile.partner');
  });

  it('says that the credentials were refused, tries them no second time, and reads the secret anew', async () => {
    unit.script = (_call, response) => json(response, 401, { code: 401, message: 'no', status: 'fail' });
    const enrolment = make();
    const refused = { kind: 'failed', code: 'loadmaster-auth' };
    expect(await enrolment.enrol(request())).toEqual(refused);
    expect(await enrolment.enrol(request())).toEqual(refused);
    expect(unit.received).toHaveLength(1);
    expect(forgotten).toEqual([SECRET]);
    expect(reported).toMatchObject([
      { management: unit.endpoint.management, code: 'loadmaster-auth', httpStatus: 401 },
      { management: unit.endpoint.management, code: 'loadmaster-auth', withheld: true },
    ]);
    expect(JSON.stringify(reported)).not.toContain(PASSWORD);
  });

  it('never sends credentials to whoever shows another certificate', async () => {
    const certificateSha256 = 'ab'.repeat(32);
    expect(await make().enrol({ ...request(), certificateSha256 })).toEqual({
      kind: 'failed',
      code: 'loadmaster-certificate-changed',
    });
    expect(unit.requestBytes()).toBe(0);
  });

  it.each(['credentials-unavailable', 'credentials-malformed'] as const)('says %s', async (code) => {
    expect(await make({ secret: { kind: 'missing', code } }).enrol(request())).toEqual({
      kind: 'failed',
      code,
    });
    expect(unit.connections()).toBe(0);
  });

  it('reads a certificate', async () => {
    expect(await make().readCertificate(unit.endpoint.management)).toMatchObject({
      kind: 'read',
      certificate: { certificateSha256: unit.endpoint.certificateSha256 },
    });
    await unit.disconnected();
    expect(unit.requestBytes()).toBe(0);
  });

  it('connects to nothing but private addresses', async () => {
    const enrolment = make({ allowLoopback: false });
    const failure = { kind: 'failed', code: 'management-not-private' };
    expect(await enrolment.readCertificate(unit.endpoint.management)).toEqual(failure);
    expect(await enrolment.enrol(request())).toEqual(failure);
    expect(unit.connections()).toBe(0);
    expect(reported).toHaveLength(2);
  });

  it('lets a bug be seen', async () => {
    const credentials = { read: () => Promise.reject(new TypeError('ours')), forget: () => undefined };
    const enrolment = makeEnrolment({
      client: makeLoadMasterClient({ clock }),
      credentials,
      connectMs: 1,
      allowLoopback: true,
      report: () => undefined,
    });
    await expect(enrolment.enrol(request())).rejects.toThrow(TypeError);
  });
});
