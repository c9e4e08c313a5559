import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gatewayClientConfig, makeGatewayEnrolment, makeGatewayLoadMasters } from '#aws/gateway.ts';
import { makeGatewayOnDemand } from '#aws/gateway-on-demand.ts';
import { gatewayRequest } from '#contracts/gateway.ts';

const FIRST = { pairId: 'dublin-1', unit: 'first' } as const;
const SECOND = { pairId: 'dublin-1', unit: 'second' } as const;

/** A Lambda endpoint that answers as a test says; the SDK's client is the real one. */
interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body: string;
}
let answer: Answer | 'hang' | 'reset';
let requests: { readonly url: string; readonly body: unknown }[];
let endpoint: string;

const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    requests.push({ url: request.url ?? '', body: JSON.parse(body) });
    if (answer === 'reset') request.socket.destroy();
    else if (answer !== 'hang') response.writeHead(answer.status ?? 200, answer.headers).end(answer.body);
  });
});

beforeEach(async () => {
  requests = [];
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
});

const options = (requestTimeout: number) => ({
  client: new LambdaClient({
    ...gatewayClientConfig,
    requestHandler: { ...gatewayClientConfig.requestHandler, requestTimeout },
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  }),
  functionName: 'understudy-loadmaster',
});

const { requestTimeout: REQUEST_TIMEOUT } = gatewayClientConfig.requestHandler;
const make = (requestTimeout: number = REQUEST_TIMEOUT) => makeGatewayLoadMasters(options(requestTimeout));
const makeEnrolment = () => makeGatewayEnrolment(options(REQUEST_TIMEOUT));

const payload = (value: unknown): Answer => ({ body: JSON.stringify(value) });

describe('the gateway from outside', () => {
  it('reads many units by one invocation', async () => {
    const readings = [
      { kind: 'read', value: { haStatus: 'active', healthPort: 8444, bootedAt: 1 } },
      { kind: 'unread', code: 'loadmaster-unreachable' },
    ];
    answer = payload(readings);
    expect(await make().readStatus([FIRST, SECOND])).toEqual(readings);
    expect(requests).toEqual([
      {
        url: '/2015-03-31/functions/understudy-loadmaster/invocations',
        body: { kind: 'read-status', units: [FIRST, SECOND] },
      },
    ]);
  });

  it('reads the firmware of many units by one invocation', async () => {
    const value = { version: '7.2.60.0.22525.RELEASE', servicesUp: 2, servicesTotal: 3 };
    const readings = [
      { kind: 'read', value: { ...value, previousVersion: '7.2.58.0.21623.RELEASE', supportedUntil: 1 } },
      { kind: 'read', value },
      { kind: 'unread', code: 'loadmaster-permission' },
    ];
    answer = payload(readings);
    expect(await make().readFirmware([FIRST, SECOND, FIRST])).toEqual(readings);
    expect(requests.map(({ body }) => body)).toEqual([
      { kind: 'read-firmware', units: [FIRST, SECOND, FIRST] },
    ]);
  });

  it('does not take a status for firmware', async () => {
    answer = payload([{ kind: 'read', value: { haStatus: 'active' } }]);
    expect(await make().readFirmware([FIRST])).toEqual([{ kind: 'unread', code: 'gateway-error' }]);
  });

  const GEO = {
    enabled: true,
    access: ['10.0.1.5', '2001:db8::1'],
    partners: [],
    partnerStatus: [{ address: '10.9.0.1', status: 'Up' }],
    clusters: [
      { address: '10.0.1.5', name: 'oslo', type: 'remoteLM' },
      { address: '10.9.0.1', type: 'default' },
    ],
    mapped: ['10.0.1.9'],
  };

  it('reads GEO of units and standalones by one invocation', async () => {
    const SOLO = { pairId: 'solo-1', unit: 'standalone' } as const;
    const readings = [
      { kind: 'read', value: GEO },
      { kind: 'unread', code: 'loadmaster-garbage' },
    ];
    answer = payload(readings);
    expect(await make().readGeo([SOLO, FIRST])).toEqual(readings);
    expect(requests.map(({ body }) => body)).toEqual([{ kind: 'read-geo', units: [SOLO, FIRST] }]);
  });

  it('reads GEO of very many units by as many invocations as it takes, each for itself', async () => {
    const units = Array.from({ length: 120 }, (_, nth) => ({
      pairId: `solo-${nth}`,
      unit: 'standalone' as const,
    }));
    // Right for the first two; the third has fewer units, and to it it is another one's answer.
    answer = payload(Array.from({ length: 50 }, () => ({ kind: 'read', value: GEO })));
    const readings = await make().readGeo(units);
    expect(readings.map(({ kind }) => kind)).toEqual([
      ...Array.from({ length: 100 }, () => 'read'),
      ...Array.from({ length: 20 }, () => 'unread'),
    ]);
    expect(requests.flatMap(({ body }) => (body as { units: unknown[] }).units)).toEqual(units);
    expect(requests.map(({ body }) => gatewayRequest.safeParse(body).success)).toEqual([true, true, true]);
  });

  it.each([
    { what: 'no list of partners', value: { ...GEO, partners: undefined } },
    { what: 'a list as text', value: { ...GEO, access: '10.0.1.5' } },
    { what: 'a cluster of another type', value: { ...GEO, clusters: [{ address: 'x', type: 'other' }] } },
    { what: 'a status', value: { haStatus: 'active' } },
  ])('does not take $what for GEO', async ({ value }) => {
    answer = payload([{ kind: 'read', value }]);
    expect(await make().readGeo([FIRST])).toEqual([{ kind: 'unread', code: 'gateway-error' }]);
  });

  const AUDITED = {
    haStatus: 'standby',
    version: '7.2.60.0.22525.RELEASE',
    allInterfaces: false,
    ntpHosts: [],
    settings: { snat: 'yes' },
    services: [{ enabled: true }],
    interfaces: [{ id: 0, additionalAddresses: [] }],
  };
  const WHOLLY_AUDITED = {
    ...AUDITED,
    healthPort: 8444,
    bootedAt: 1,
    designation: 'second',
    partner: '10.0.1.5',
    prefersFirst: false,
    clock: { said: 1000, askedAt: 1400 },
    ntpHosts: ['pool.ntp.org'],
    services: [
      { name: 'shop', address: '10.0.2.5', port: '*', protocol: 'udp', enabled: false, extraPorts: '81' },
    ],
    interfaces: [{ id: 1, address: '10.0.2.5', additionalAddresses: ['10.0.2.7/24'] }],
    licence: { status: 'Valid', licensedUntil: 2, supportedUntil: 3 },
    certificateExpiresAt: 4,
    geo: GEO,
  };

  it('reads units for an audit by one invocation', async () => {
    const units = [
      { ...FIRST, withGeo: true },
      { ...SECOND, withGeo: false },
      { ...FIRST, withGeo: true },
    ];
    const readings = [
      { kind: 'read', value: WHOLLY_AUDITED },
      { kind: 'read', value: AUDITED },
      { kind: 'unread', code: 'loadmaster-wrong-platform' },
    ];
    answer = payload(readings);
    expect(await make().readAudit(units)).toEqual(readings);
    expect(requests.map(({ body }) => body)).toEqual([{ kind: 'read-audit', units }]);
  });

  it('reads very many units for an audit by as many invocations as it takes, each for itself', async () => {
    const units = Array.from({ length: 45 }, (_, nth) => ({
      pairId: `pair-${nth}`,
      unit: 'second' as const,
      withGeo: nth % 2 === 0,
    }));
    answer = payload(Array.from({ length: 20 }, () => ({ kind: 'read', value: AUDITED })));
    const readings = await make().readAudit(units);
    expect(readings.map(({ kind }) => kind)).toEqual([
      ...Array.from({ length: 40 }, () => 'read'),
      ...Array.from({ length: 5 }, () => 'unread'),
    ]);
    expect(requests.flatMap(({ body }) => (body as { units: unknown[] }).units)).toEqual(units);
    expect(requests.map(({ body }) => gatewayRequest.safeParse(body).success)).toEqual([true, true, true]);
  });

  it.each([
    { what: 'no version', value: { ...AUDITED, version: undefined } },
    { what: 'a clock without our time', value: { ...AUDITED, clock: { said: 1 } } },
    { what: 'a setting that is no text', value: { ...AUDITED, settings: { snat: true } } },
    { what: 'a service that may be on', value: { ...AUDITED, services: [{}] } },
    { what: 'an interface without addresses', value: { ...AUDITED, interfaces: [{ id: 0 }] } },
    { what: 'half of GEO', value: { ...AUDITED, geo: { enabled: true } } },
    { what: 'a status', value: { haStatus: 'active' } },
  ])('does not take $what for what an audit reads', async ({ value }) => {
    answer = payload([{ kind: 'read', value }]);
    expect(await make().readAudit([{ ...FIRST, withGeo: false }])).toEqual([
      { kind: 'unread', code: 'gateway-error' },
    ]);
  });

  it('is not even loaded for no units', async () => {
    // A name that nothing answers to.
    expect(await makeGatewayOnDemand('').readGeo([])).toEqual([]);
    expect(await makeGatewayOnDemand('').readAudit([])).toEqual([]);
  });

  it('invokes nothing for no units', async () => {
    expect(await make().readStatus([])).toEqual([]);
    expect(await make().readGeo([])).toEqual([]);
    expect(await make().readFirmware([])).toEqual([]);
    expect(await make().readAudit([])).toEqual([]);
    expect(requests).toEqual([]);
  });

  it.each([{ kind: 'done' }, { kind: 'gone' }, { kind: 'failed', code: 'loadmaster-auth' }])(
    'passes on the outcome $kind',
    async (outcome) => {
      answer = payload(outcome);
      expect(await make().perform(FIRST, { kind: 'set-health-port', port: 8445 })).toEqual(outcome);
      expect(requests[0]?.body).toEqual({
        kind: 'perform',
        unit: FIRST,
        command: { kind: 'set-health-port', port: 8445 },
      });
    },
  );

  it.each<{ what: string; given: typeof answer }>([
    {
      what: 'throttled',
      given: { status: 429, headers: { 'x-amzn-errortype': 'TooManyRequestsException' }, body: '{}' },
    },
    {
      what: 'not there',
      given: { status: 404, headers: { 'x-amzn-errortype': 'ResourceNotFoundException' }, body: '{}' },
    },
    {
      what: 'failing',
      given: { status: 500, headers: { 'x-amzn-errortype': 'ServiceException' }, body: '{}' },
    },
    {
      what: 'broken inside',
      given: {
        headers: { 'x-amz-function-error': 'Unhandled' },
        body: '[{"kind":"unread","code":"not-asked"}]',
      },
    },
    { what: 'gone', given: 'reset' },
    { what: 'answering no JSON', given: { body: 'Internal' } },
    { what: 'answering nothing', given: { body: '' } },
    { what: 'answering something else', given: { body: '{"ok":true}' } },
    {
      what: 'answering for too many units',
      given: { body: '[{"kind":"unread","code":"not-asked"},{"kind":"unread","code":"not-asked"}]' },
    },
    {
      what: 'answering an unknown status',
      given: { body: '[{"kind":"read","value":{"haStatus":"great"}}]' },
    },
  ])('is a gateway-error when it is $what, and is asked once', async ({ given }) => {
    answer = given;
    expect(await make().readStatus([FIRST])).toEqual([{ kind: 'unread', code: 'gateway-error' }]);
    expect(requests).toHaveLength(1);
    expect(await make().perform(FIRST, { kind: 'reboot' })).toEqual({
      kind: 'failed',
      code: 'gateway-error',
    });
    expect(requests).toHaveLength(2);
  });

  it('is a gateway-error when it does not answer in time', async () => {
    answer = 'hang';
    expect(await make(40).readStatus([FIRST])).toEqual([{ kind: 'unread', code: 'gateway-error' }]);
  });

  it('lets a bug be seen', async () => {
    const lambda = mockClient(LambdaClient);
    lambda.on(InvokeCommand).rejects(new TypeError('ours'));
    await expect(make().readStatus([FIRST])).rejects.toThrow(TypeError);
    lambda.restore();
  });
});

describe('enrolment from outside', () => {
  const management = 'https://10.0.1.5:8443';
  const request = { management, certificateSha256: 'ab'.repeat(32), credentials: 'understudy/dublin-1' };

  it('passes on a certificate', async () => {
    const certificateSha256 = request.certificateSha256;
    const read = {
      kind: 'read',
      certificate: {
        certificateSha256,
        subject: 's',
        issuer: 'i',
        validFrom: 1,
        validTo: 2,
        keyType: 'rsa 2048',
      },
    };
    answer = payload(read);
    expect(await makeEnrolment().readCertificate(management)).toEqual(read);
    expect(requests[0]?.body).toEqual({ kind: 'read-certificate', management });
  });

  it('passes on a unit', async () => {
    const enrolled = {
      kind: 'enrolled',
      profile: {
        firmware: '7.2.61.1.24109.RELEASE',
        serialNumber: '1182772',
        hostName: 'lb100',
        api: 'v2',
        haStatus: 'standby',
        platform: 'aws',
        designation: 'second',
        healthPort: 8444,
      },
    };
    answer = payload(enrolled);
    expect(await makeEnrolment().enrol(request)).toEqual(enrolled);
    expect(requests[0]?.body).toEqual({ kind: 'enrol', ...request });
  });

  it.each([
    { what: 'a failure', given: { kind: 'failed', code: 'loadmaster-auth' }, code: 'loadmaster-auth' },
    { what: 'something else', given: { kind: 'done' }, code: 'gateway-error' },
  ])('passes on $what as $code', async ({ given, code }) => {
    answer = payload(given);
    expect(await makeEnrolment().enrol(request)).toEqual({ kind: 'failed', code });
    expect(await makeEnrolment().readCertificate(management)).toEqual({ kind: 'failed', code });
  });
});
