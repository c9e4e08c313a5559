import { describe, expect, it } from 'vitest';
import { AUDITED_SETTINGS } from '#loadmaster/audited-settings.ts';
import { type AuditQuestion, MOST_AUDIT_BYTES, readAudit } from '#loadmaster/read-audit.ts';
import { type RecordedSession, recordedSession, v1, v2 } from './recorded-session.ts';

const ASKED_AT = Date.UTC(2026, 4, 28, 18, 36, 41, 250);
const EXPIRES_AT = Date.UTC(2027, 0, 1);
const QUESTION: AuditQuestion = { withGeo: false, now: () => ASKED_AT };

/** As a published capture writes it, with HA and GEO, which the captured unit has not. */
const ALL_V1 = `<snat>yes</snat>
<hastatus>Standby</hastatus>
<conntimeout>
660
</conntimeout>
<WUITLSProtocols>0</WUITLSProtocols>
<ntpkeysecret>********</ntpkeysecret>
<backuppassword>********</backuppassword>
<enableapi>yes</enableapi>
<sessionbasicauth>no</sessionbasicauth>
<ntphost>pool.ntp.org time.example</ntphost>
<time>Thu, 28 May 26 18:36:40 UTC</time>
<boottime>Thu, 28 May 26 11:22:37 UTC</boottime>
<version>7.2.54.12.22642.RELEASE</version>
<geoclients>10.0.1.5,10.0.2.5</geoclients>`;

const ALL_V2 = {
  snat: true,
  hastatus: 'Standby',
  conntimeout: 660,
  WUITLSProtocols: 0,
  ntpkeysecret: '********',
  backuppassword: '********',
  enableapi: true,
  sessionbasicauth: false,
  ntphost: ['pool.ntp.org', 'time.example'],
  time: 'Thu, 28 May 26 18:36:40 UTC\n',
  boottime: 'Thu, 28 May 26 11:22:37 UTC',
  version: '7.2.54.12.22642.RELEASE',
  geoclients: '10.0.1.5 10.0.2.5',
};

const REPLIES = {
  getall: v2(ALL_V2),
  getawshaparams: v2({
    HaMode: 'slave',
    HaPrefered: '1',
    Partner: '10.0.1.5',
    Port: '8444',
    HealthCheckAllInterfaces: '1',
  }),
  listvs: v2({
    VS: [
      {
        Index: 1,
        VSAddress: '10.0.2.5',
        VSPort: '443',
        Protocol: 'tcp',
        NickName: 'shop',
        Enable: true,
        ExtraPorts: '8080-8085,9000',
        Rs: [{ RsIndex: 2, Addr: '10.9.0.1', Port: 80 }],
      },
      { Index: 3, Enable: 'N', MasterVSID: 1, Protocol: 'tcp' },
    ],
  }),
  licenseinfo: v2({
    LicenseStatus: 'Valid',
    LicensedUntil: 'Fri May 17 04:00:00 UTC 2019',
    SupportUntil: 'Sat Jun  1 04:00:00 UTC 2019',
  }),
  showiface: v2({
    Interface: [
      { Id: 0, IPAddress: '10.0.2.5/24', AdditionalAddresses: ['10.0.2.7/24'] },
      { Id: 1, IPAddress: '10.0.12.5/24' },
    ],
  }),
  isgeoenabled: v2({ Data: 'GEO is enabled' }),
  get: v2({ geopartners: '10.0.1.5' }),
};

const WHOLE = {
  haStatus: 'standby',
  designation: 'second',
  partner: '10.0.1.5',
  healthPort: 8444,
  prefersFirst: true,
  allInterfaces: true,
  bootedAt: Date.UTC(2026, 4, 28, 11, 22, 37),
  version: '7.2.54.12.22642.RELEASE',
  clock: { said: Date.UTC(2026, 4, 28, 18, 36, 40), askedAt: ASKED_AT },
  ntpHosts: ['pool.ntp.org', 'time.example'],
  settings: {
    snat: 'yes',
    conntimeout: '660',
    wuitlsprotocols: '0',
    enableapi: 'yes',
    sessionbasicauth: 'no',
    ntphost: 'pool.ntp.org time.example',
  },
  services: [
    {
      name: 'shop',
      address: '10.0.2.5',
      port: '443',
      protocol: 'tcp',
      enabled: true,
      extraPorts: '8080-8085,9000',
    },
    { protocol: 'tcp', enabled: false },
  ],
  interfaces: [
    { id: 0, address: '10.0.2.5', additionalAddresses: ['10.0.2.7/24'] },
    { id: 1, address: '10.0.12.5', additionalAddresses: [] },
  ],
  licence: {
    status: 'Valid',
    licensedUntil: Date.UTC(2019, 4, 17, 4),
    supportedUntil: Date.UTC(2019, 5, 1, 4),
  },
  certificateExpiresAt: EXPIRES_AT,
};

const refused = (code: number): string => JSON.stringify({ code, message: 'no', status: 'fail' });
const commandsOf = ({ sent }: RecordedSession) => sent.map(({ command, params }) => params.param ?? command);
const without = (...names: readonly string[]): string =>
  v2(Object.fromEntries(Object.entries(ALL_V2).filter(([name]) => !names.includes(name))));
const wholeWithout = (...names: readonly string[]) =>
  Object.fromEntries(Object.entries(WHOLE).filter(([name]) => !names.includes(name)));

describe('reading what an audit judges of a unit', () => {
  it.each([
    { api: 'v2', getall: REPLIES.getall },
    { api: 'v1', getall: v1(ALL_V1) },
  ])('asks five questions by $api, and none that changes anything', async ({ getall }) => {
    const session = recordedSession({ ...REPLIES, getall }, EXPIRES_AT);
    expect(await readAudit(session, QUESTION)).toEqual(WHOLE);
    expect(commandsOf(session)).toEqual(['getall', 'getawshaparams', 'listvs', 'showiface', 'licenseinfo']);
  });

  it('asks for GEO where it is wanted, but for the list that it has been told', async () => {
    const session = recordedSession(REPLIES, EXPIRES_AT);
    expect(await readAudit(session, { ...QUESTION, withGeo: true })).toEqual({
      ...WHOLE,
      geo: {
        enabled: true,
        access: ['10.0.1.5', '10.0.2.5'],
        partners: ['10.0.1.5'],
        partnerStatus: [],
        clusters: [],
        mapped: [],
      },
    });
    expect(commandsOf(session).slice(5)).toEqual([
      'isgeoenabled',
      'geopartners',
      'getgeopartnerstatus',
      'listclusters',
      'listfqdns',
    ]);
  });

  it('asks for both lists where it was told neither, and for the HA status likewise: twelve calls in all', async () => {
    const session = recordedSession({
      ...REPLIES,
      getall: without('hastatus', 'geoclients'),
      get: [v2({ hastatus: 'Active' }), v2({ geoclients: '10.0.9.9' }), v2({ geopartners: '10.0.1.5' })],
    });
    const { haStatus, geo } = await readAudit(session, { ...QUESTION, withGeo: true });
    expect({ haStatus, access: geo?.access }).toEqual({ haStatus: 'active', access: ['10.0.9.9'] });
    expect(commandsOf(session)).toHaveLength(12);
  });

  it('notes the time when the answer has come, not when it was asked for', async () => {
    const session = recordedSession(REPLIES);
    const answered = () => session.sent.length;
    const { clock } = await readAudit(session, { withGeo: false, now: answered });
    expect(clock?.askedAt).toBe(1);
  });

  it.each(['8.0.0.1.nightly', '7.2.63.0.f6d42ce.DEV', 'unreleased'])(
    'passes on the version %s as it is written',
    async (version) => {
      const session = recordedSession({ ...REPLIES, getall: v2({ ...ALL_V2, version }) });
      expect((await readAudit(session, QUESTION)).version).toBe(version);
    },
  );

  it.each([
    { what: 'no time', getall: without('time'), lacks: 'clock' },
    {
      what: 'a time in an ambiguous zone',
      getall: v2({ ...ALL_V2, time: 'Thu, 28 May 26 18:36:40 IST' }),
      lacks: 'clock',
    },
    { what: 'an object for a time', getall: v2({ ...ALL_V2, time: { zone: 'UTC' } }), lacks: 'clock' },
    { what: 'half a time', getall: v2({ ...ALL_V2, time: 'Thu, 28 May 26' }), lacks: 'clock' },
    { what: 'no boot time', getall: without('boottime'), lacks: 'bootedAt' },
    { what: 'a boot time that is none', getall: v2({ ...ALL_V2, boottime: 0 }), lacks: 'bootedAt' },
  ])('of a unit with $what says nothing of its $lacks, and everything else', async ({ getall, lacks }) => {
    const session = recordedSession({ ...REPLIES, getall }, EXPIRES_AT);
    expect(await readAudit(session, QUESTION)).toEqual(wholeWithout(lacks));
  });

  it.each([
    { what: 'left out', getall: without('ntphost') },
    { what: 'empty', getall: v2({ ...ALL_V2, ntphost: '' }) },
    { what: 'unset', getall: v2({ ...ALL_V2, ntphost: 'unset' }) },
    { what: 'an empty list', getall: v2({ ...ALL_V2, ntphost: [] }) },
  ])('of a unit whose NTP host is $what knows none', async ({ getall }) => {
    const { ntpHosts, settings } = await readAudit(recordedSession({ ...REPLIES, getall }), QUESTION);
    expect({ ntpHosts, ntphost: settings.ntphost }).toEqual({ ntpHosts: [], ntphost: undefined });
  });

  it.each([
    { what: 'masked', value: '********' },
    { what: 'an object', value: { on: true } },
    { what: 'a list of objects', value: [{ on: true }] },
    { what: 'very long', value: 'x'.repeat(201) },
    { what: 'null', value: null },
  ])('leaves out a setting that is $what', async ({ value }) => {
    const getall = v2({ ...ALL_V2, snat: value });
    const { settings } = await readAudit(recordedSession({ ...REPLIES, getall }), QUESTION);
    expect(settings).toEqual(
      Object.fromEntries(Object.entries(WHOLE.settings).filter(([name]) => name !== 'snat')),
    );
  });

  it.each([
    { what: 'empty', licenseinfo: v1('') },
    { what: 'without anything that counts', licenseinfo: v2({ LicenseType: 'PAYG' }) },
    { what: 'refused by 422', licenseinfo: refused(422) },
    { what: 'unknown to it', licenseinfo: refused(405) },
  ])('of a unit whose licence is $what knows none', async ({ licenseinfo }) => {
    const session = recordedSession({ ...REPLIES, licenseinfo }, EXPIRES_AT);
    expect(await readAudit(session, QUESTION)).toEqual(wholeWithout('licence'));
  });

  it('knows of a licence without an end that it is there', async () => {
    const licenseinfo = v2({ LicenseStatus: 'Valid', LicensedUntil: 'unlimited', SupportUntil: 'unlimited' });
    const { licence } = await readAudit(recordedSession({ ...REPLIES, licenseinfo }), QUESTION);
    expect(licence).toEqual({ status: 'Valid' });
  });

  it('takes no address from an interface that repeats the one before it', async () => {
    const showiface = v2({
      Interface: [{ Id: 0, IPAddress: '10.0.2.5/24' }, { Id: 1, IPAddress: '10.0.2.5/24' }, { Id: 2 }],
    });
    const { interfaces } = await readAudit(recordedSession({ ...REPLIES, showiface }), QUESTION);
    expect(interfaces).toEqual([
      { id: 0, address: '10.0.2.5', additionalAddresses: [] },
      { id: 1, additionalAddresses: [] },
      { id: 2, additionalAddresses: [] },
    ]);
  });

  it.each([
    { command: 'getall', status: 401, code: 'auth' },
    { command: 'getall', status: 404, code: 'api-disabled' },
    { command: 'getawshaparams', status: 422, code: 'wrong-platform' },
    { command: 'listvs', status: 422, code: 'command' },
    { command: 'showiface', status: 403, code: 'permission' },
    { command: 'licenseinfo', status: 403, code: 'permission' },
  ])('fails with $code where $command is answered $status', async ({ command, status, code }) => {
    const session = recordedSession({ ...REPLIES, [command]: refused(status) });
    await expect(readAudit(session, QUESTION)).rejects.toMatchObject({ name: 'LoadMasterError', code });
  });

  it.each([
    { what: 'does not say its version', replies: { getall: without('version') } },
    { what: 'says an object for its version', replies: { getall: v2({ ...ALL_V2, version: {} }) } },
    {
      what: 'cannot tell whether a service is on',
      replies: { listvs: v2({ VS: { Index: 1, Enable: 'perhaps' } }) },
    },
  ])('does not guess where a unit $what', async ({ replies }) => {
    const session = recordedSession({ ...REPLIES, ...replies });
    await expect(readAudit(session, QUESTION)).rejects.toMatchObject({ code: 'garbage' });
  });

  it('takes a full unit and refuses what would crowd others out of the answer', async () => {
    const services = (count: number) =>
      v2({
        VS: Array.from({ length: count }, (_, nth) => ({
          Index: nth,
          VSAddress: '10.0.2.5',
          VSPort: `${nth}`,
        })),
      });
    const full = await readAudit(recordedSession({ ...REPLIES, listvs: services(1000) }), QUESTION);
    expect(full.services).toHaveLength(1000);
    const listvs = services(Math.ceil(MOST_AUDIT_BYTES / '{"address":"10.0.2.5"}'.length));
    const session = recordedSession({ ...REPLIES, listvs });
    await expect(readAudit(session, QUESTION)).rejects.toMatchObject({ code: 'too-large' });
  });
});

describe('the settings that are audited', () => {
  it('are named once each, in lower case', () => {
    expect(AUDITED_SETTINGS.map((name) => name.toLowerCase())).toEqual(AUDITED_SETTINGS);
    expect(new Set(AUDITED_SETTINGS).size).toBe(AUDITED_SETTINGS.length);
  });

  it.each(['password', 'secret', 'key', 'ident', 'passwd'])('have no %s among them', (word) => {
    expect(AUDITED_SETTINGS.filter((name) => name.includes(word))).toEqual([]);
  });
});
