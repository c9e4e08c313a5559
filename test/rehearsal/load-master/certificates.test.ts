import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { uploadOf } from '#rehearsal/load-master/api/upload.ts';
import { makeUnitCertificate, type UnitCertificate } from '#rehearsal/load-master/wire/certificate.ts';
import { DONE_V2, dataXml, makeBothWires, readXml, refusal } from './both-wires.ts';

let certificate: UnitCertificate;
beforeAll(async () => {
  certificate = await makeUnitCertificate('10.0.1.5');
});

const base64 = (text: string): string => Buffer.from(text).toString('base64');

const withCertificate = (...options: Parameters<typeof makeBothWires>) => {
  const unit = makeBothWires(...options);
  unit.v2('addcert', { cert: 'web', data: base64(certificate.key + certificate.cert) });
  return unit;
};

describe('certificates', () => {
  it('none: no list at all', () => {
    const { v1, v2 } = makeBothWires();
    expect(v2('listcert').json).toEqual({ code: 200, status: 'ok' });
    expect(readXml(v1('listcert').xml)).toEqual(dataXml(''));
  });

  it.each([
    { singleElementLists: 'array', isArray: true },
    { singleElementLists: 'object', isArray: false },
  ] as const)('one, with single elements as $singleElementLists', ({ singleElementLists, isArray }) => {
    const { cert } = withCertificate({ singleElementLists }).v2('listcert').json;
    const element = { name: 'web', type: 'EC', modulus: expect.stringMatching(/^[0-9A-F]{128}$/) };
    expect(cert).toEqual(isArray ? [element] : element);
  });

  it('in v1 as elements', () => {
    expect(withCertificate().v1('listcert').xml.replaceAll(/\s/g, '')).toMatch(
      /<Data><cert><name>web<\/name><type>EC<\/type><modulus>[0-9A-F]{128}<\/modulus><\/cert><\/Data>/,
    );
  });

  it('readcert sends the certificate itself, and not its key', () => {
    const { v1, v2 } = withCertificate();
    const { certificate: pem, ...rest } = v2('readcert', { cert: 'web' }).json;
    expect(rest).toEqual({ code: 200, status: 'ok' });
    expect(new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase()).toBe(
      certificate.sha256,
    );
    expect(pem).not.toContain('PRIVATE KEY');
    expect(v1('readcert?cert=web').xml).toContain('<certificate>-----BEGIN CERTIFICATE-----');
  });

  it('readcert sends DER where it is asked to', () => {
    const { v1, v2 } = withCertificate();
    const { raw } = new X509Certificate(certificate.cert);
    expect(v1('readcert?cert=web&outform=DER').body.equals(raw)).toBe(true);
    expect(v2('readcert', { cert: 'web', outform: 'DER' }).json.data).toBe(raw.toString('base64'));
  });

  it('addcert takes a raw body in v1', () => {
    const { v1, v2 } = makeBothWires();
    expect(v1('addcert?cert=web', uploadOf(Buffer.from(certificate.cert))).status).toBe(200);
    expect(v2('listcert').json.cert).toHaveLength(1);
  });

  it('addcert replaces only where it is told to', async () => {
    const other = await makeUnitCertificate('10.0.1.6');
    const { v2 } = withCertificate();
    const before = v2('readcert', { cert: 'web' }).json;
    const parameters = { cert: 'web', data: base64(other.cert) };
    expect(v2('addcert', parameters).json).toEqual(refusal('Certificate already exists'));
    expect(v2('readcert', { cert: 'web' }).json).toEqual(before);
    expect(v2('addcert', { ...parameters, replace: '1' }).json).toEqual(DONE_V2);
    expect(v2('readcert', { cert: 'web' }).json).not.toEqual(before);
    expect(v2('listcert').json.cert).toHaveLength(1);
  });

  it('go with delcert', () => {
    const { v2 } = withCertificate();
    expect(v2('delcert', { cert: 'web' }).json).toEqual(DONE_V2);
    expect(v2('listcert').json).not.toHaveProperty('cert');
  });

  it.each([
    { command: 'addcert', parameters: { data: 'AAAA' }, message: 'cert: String Value missing' },
    { command: 'addcert', parameters: { cert: 'new' }, message: 'data: String Value missing' },
    { command: 'addcert', parameters: { cert: 'new', data: 'AAAA' }, message: 'Invalid certificate' },
    { command: 'readcert', parameters: {}, message: 'cert: String Value missing' },
    { command: 'readcert', parameters: { cert: 'new' }, message: 'Unknown certificate' },
    { command: 'delcert', parameters: {}, message: 'cert: String Value missing' },
    { command: 'delcert', parameters: { cert: 'new' }, message: 'Unknown certificate' },
  ])('$command refuses $parameters', ({ command, parameters, message }) => {
    expect(withCertificate().v2(command, parameters).json).toEqual(refusal(message));
  });
});
