import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { CertificateRead, Enrolled, EnrolmentRequest, UnitEnrolment } from '#loadmaster/enrolment.ts';
import { makeDesk } from './api-desk.ts';

const READ = 'POST /units/certificate';
const ENROL = 'POST /units/enrolment';

const MANAGEMENT = 'https://10.20.1.10:8443';
const PIN = '3f4a1c0b9d8e7f6051423324150697887a6b5c4d3e2f10293847565a4b3c2d1e';
const SECRET = 'understudy/edge-dublin';
const BODY = { management: MANAGEMENT, certificateSha256: PIN, credentials: SECRET };

const CERTIFICATE = {
  certificateSha256: PIN,
  subject: 'CN=10.20.1.10',
  issuer: 'CN=10.20.1.10',
  validFrom: Date.parse('2026-01-01T00:00:00Z'),
  validTo: Date.parse('2036-01-01T00:00:00Z'),
  keyType: 'rsa 2048',
};
const PROFILE = {
  firmware: '7.2.61.1.24109.RELEASE',
  serialNumber: '1182772',
  hostName: 'lb100',
  api: 'v2',
  haStatus: 'active',
  platform: 'aws',
  designation: 'first',
  partner: '10.20.2.10',
} as const;

const deskWith = async (answers: { readonly read?: CertificateRead; readonly enrolled?: Enrolled } = {}) => {
  const asked: (string | EnrolmentRequest)[] = [];
  const enrolment: UnitEnrolment = {
    readCertificate: async (management) => {
      asked.push(management);
      return answers.read ?? { kind: 'read', certificate: CERTIFICATE };
    },
    enrol: async (request) => {
      asked.push(request);
      return answers.enrolled ?? { kind: 'enrolled', profile: PROFILE };
    },
  };
  return { ...(await makeDesk({ enrolment })), asked };
};

describe('POST /units/certificate', () => {
  it('answers with what is to be compared', async () => {
    const { ask, asked } = await deskWith();
    const { status, body } = await ask(READ, { body: { management: `${MANAGEMENT}/` } });
    expect(status).toBe(200);
    expect(body).toEqual({
      management: MANAGEMENT,
      ...CERTIFICATE,
      validFrom: '2026-01-01T00:00:00.000Z',
      validTo: '2036-01-01T00:00:00.000Z',
    });
    expect(asked).toEqual([MANAGEMENT]);
  });

  it('says why there is none', async () => {
    const { ask } = await deskWith({ read: { kind: 'failed', code: 'loadmaster-unreachable' } });
    const { status, body } = await ask(READ, { body: { management: MANAGEMENT } });
    expect(status).toBe(502);
    expect(body).toMatchObject({ code: 'unit-failed', failure: 'loadmaster-unreachable' });
    expect(body.message).toContain('management port');
  });

  it('says where an endpoint is that may not be reached', async () => {
    const { ask } = await deskWith({ read: { kind: 'failed', code: 'management-not-private' } });
    const { status, body } = await ask(READ, { body: { management: 'https://192.0.2.1' } });
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'invalid-body', errors: [{ path: 'management' }] });
  });
});

describe('POST /units/enrolment', () => {
  it('answers with the unit and how to declare it', async () => {
    const { ask, asked } = await deskWith();
    const instanceId = 'i-0a1b2c3d4e5f60718';
    const pin = PIN.toUpperCase().replace(/..(?=.)/g, '$&:');
    const { status, body } = await ask(ENROL, { body: { ...BODY, certificateSha256: pin, instanceId } });
    expect(status).toBe(200);
    const { estate, ...unit } = body;
    expect(unit).toEqual({ management: MANAGEMENT, certificateSha256: PIN, ...PROFILE });
    expect(parse(String(estate))).toEqual({ first: { instanceId, address: '10.20.1.10', ...BODY } });
    expect(asked).toEqual([BODY]);
  });

  it.each([
    'loadmaster-api-disabled',
    'loadmaster-auth',
    'loadmaster-certificate-changed',
    'credentials-unavailable',
    'gateway-error',
  ])('passes on %s', async (code) => {
    const { ask } = await deskWith({ enrolled: { kind: 'failed', code } });
    const { status, body } = await ask(ENROL, { body: BODY });
    expect([status, body.code, body.failure]).toEqual([502, 'unit-failed', code]);
  });

  it('tells what to do about an API that is off', async () => {
    const { ask } = await deskWith({ enrolled: { kind: 'failed', code: 'loadmaster-api-disabled' } });
    expect((await ask(ENROL, { body: BODY })).body.message).toContain('enable it under');
  });

  it.each([
    { what: 'another secret', body: { ...BODY, credentials: 'production/database' } },
    {
      what: 'an ARN',
      body: { ...BODY, credentials: 'arn:aws:secretsmanager:eu-west-1:1:secret:understudy/x' },
    },
    { what: 'no pin', body: { management: MANAGEMENT, credentials: SECRET } },
    { what: 'half a pin', body: { ...BODY, certificateSha256: 'abcd' } },
    { what: 'a path', body: { ...BODY, management: `${MANAGEMENT}/access` } },
    { what: 'no TLS', body: { ...BODY, management: 'http://10.20.1.10:8443' } },
    { what: 'credentials themselves', body: { ...BODY, password: 'secret' } },
    { what: 'no instance id', body: { ...BODY, instanceId: 'lm-1' } },
  ])('asks nothing of anybody with $what', async ({ body }) => {
    const { ask, asked } = await deskWith();
    expect((await ask(ENROL, { body })).body.code).toBe('invalid-body');
    expect(asked).toEqual([]);
  });

  it('is in the log with who asked', async () => {
    const { ask, ordered } = await deskWith();
    await ask(ENROL, { body: BODY });
    expect(ordered).toMatchObject([{ operation: 'enrolUnit', body: BODY }]);
    expect(ordered[0]?.by).toContain('ada');
  });
});
