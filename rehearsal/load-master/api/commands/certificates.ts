import { X509Certificate } from 'node:crypto';
import {
  type CommandCall,
  type CommandContext,
  type Commands,
  changesConfiguration,
  reads,
} from '#rehearsal/load-master/api/command.ts';
import { listField } from '#rehearsal/load-master/api/list-field.ts';
import { data, done, type Fields, missing, type Reply, refused } from '#rehearsal/load-master/api/reply.ts';
import { isComplete, type Upload } from '#rehearsal/load-master/api/upload.ts';
import type { InstalledCertificate } from '#rehearsal/load-master/config/certificates.ts';
import { parseFlag } from '#rehearsal/load-master/config/field-values.ts';

const hex = (base64Url: string | undefined): string =>
  Buffer.from(base64Url ?? '', 'base64url')
    .toString('hex')
    .toUpperCase();

/** No expiry date: whoever wants it reads the certificate. Other keys than RSA show their public point. */
const fieldsOf = ({ name, pem }: InstalledCertificate): Fields => {
  const { publicKey } = new X509Certificate(pem);
  const { n, x, y } = publicKey.export({ format: 'jwk' });
  return {
    name,
    type: publicKey.asymmetricKeyType?.toUpperCase() ?? '',
    modulus: n === undefined ? hex(x) + hex(y) : hex(n),
  };
};

/** The first certificate in an upload: a key or further certificates may come with it. */
const readCertificate = (upload: Upload): string | undefined => {
  if (!isComplete(upload)) return undefined;
  try {
    return new X509Certificate(upload.content).toString();
  } catch {
    // Node's words for what is wrong with it are not a unit's.
    return undefined;
  }
};

const add = ({ parameters, upload }: CommandCall, { configuration }: CommandContext): Reply => {
  const name = parameters.get('cert');
  if (name === undefined) return missing('cert');
  if (upload === undefined || upload.size === 0) return missing('data');
  const replaces = parseFlag(parameters.get('replace') ?? '0') ?? false;
  if (configuration.certificates.find(name) !== undefined && !replaces)
    return refused('Certificate already exists');
  const pem = readCertificate(upload);
  if (pem === undefined) return refused('Invalid certificate');
  configuration.certificates.put({ name, pem });
  return done();
};

const read = ({ parameters }: CommandCall, { configuration }: CommandContext): Reply => {
  const name = parameters.get('cert');
  if (name === undefined) return missing('cert');
  const certificate = configuration.certificates.find(name);
  if (certificate === undefined) return refused('Unknown certificate');
  const content = new X509Certificate(certificate.pem).raw;
  return parameters.get('outform')?.toUpperCase() === 'DER'
    ? { kind: 'file', name: `${name}.der`, content }
    : data({ certificate: certificate.pem });
};

/** @see LoadMaster API v2 documentation, "Certificates" */
export const CERTIFICATE_COMMANDS: Commands = {
  listcert: reads((_call, { configuration, unit }) => {
    const certificates = configuration.certificates.all().map(fieldsOf);
    return data(
      listField('cert', certificates, unit.behaviour.singleElementLists),
      listField('cert', certificates, 'array'),
    );
  }),
  readcert: reads(read),
  addcert: { ...changesConfiguration(add), takesUpload: true },
  delcert: changesConfiguration(({ parameters }, { configuration }) => {
    const name = parameters.get('cert');
    if (name === undefined) return missing('cert');
    return configuration.certificates.delete(name) ? done() : refused('Unknown certificate');
  }),
};
