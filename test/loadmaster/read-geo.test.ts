import { describe, expect, it } from 'vitest';
import { MOST_GEO_BYTES, readGeo } from '#loadmaster/read-geo.ts';
import { type RecordedSession, recordedSession, v1, v2 } from './recorded-session.ts';

const REPLIES = {
  isgeoenabled: v2({ Data: 'GEO is enabled' }),
  get: [v2({ geoclients: '10.0.1.5 10.0.2.5' }), v2({ geopartners: '10.0.2.5,10.0.2.6' })],
  getgeopartnerstatus: v1(
    '<GeoPartners><Partner><IPAddress>10.0.2.5</IPAddress><Status>Up</Status></Partner></GeoPartners>',
  ),
  listclusters: v2({
    cluster: [
      { Index: '1', Name: 'oslo', IPAddress: '10.0.1.5', Type: 'Remote LM' },
      { Index: '2', IPAddress: '10.0.2.5', Type: 'default' },
    ],
  }),
  listfqdns: v2({
    fqdn: [
      {
        FullyQualifiedDomainName: 'www.example.com.',
        Map: [
          { Index: '1', IPAddress: '10.0.1.9' },
          { Index: '2', IPAddress: '10.0.2.9' },
        ],
      },
      { FullyQualifiedDomainName: 'ftp.example.com.', Map: { Index: '1', IPAddress: '10.0.1.9' } },
    ],
  }),
};

const WHOLE = {
  enabled: true,
  access: ['10.0.1.5', '10.0.2.5'],
  partners: ['10.0.2.5', '10.0.2.6'],
  partnerStatus: [{ address: '10.0.2.5', status: 'Up' }],
  clusters: [
    { address: '10.0.1.5', name: 'oslo', type: 'remoteLM' },
    { address: '10.0.2.5', type: 'default' },
  ],
  mapped: ['10.0.1.9', '10.0.2.9'],
};

const OFF = v2({ Data: 'GEO is disabled' });
const refused = (code: number): string => JSON.stringify({ code, message: 'no', status: 'fail' });
const failing = (reply: string): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.keys(REPLIES).map((command) => [command, reply]));
const commandsOf = ({ sent }: RecordedSession) => sent.map(({ command, params }) => params.param ?? command);

describe('reading what a unit has of GEO', () => {
  it('asks six questions, and none that changes anything', async () => {
    const session = recordedSession(REPLIES);
    expect(await readGeo(session)).toEqual(WHOLE);
    expect(commandsOf(session)).toEqual([
      'isgeoenabled',
      'geoclients',
      'geopartners',
      'getgeopartnerstatus',
      'listclusters',
      'listfqdns',
    ]);
  });

  it('says what a unit has on which GEO is off', async () => {
    const session = recordedSession({ ...REPLIES, isgeoenabled: OFF });
    expect(await readGeo(session)).toEqual({ ...WHOLE, enabled: false });
  });

  it.each([400, 405, 422])(
    'of a unit on which GEO is off takes a refusal by %i for nothing',
    async (code) => {
      const session = recordedSession({ ...failing(refused(code)), isgeoenabled: OFF });
      expect(await readGeo(session)).toEqual({
        enabled: false,
        access: [],
        partners: [],
        partnerStatus: [],
        clusters: [],
        mapped: [],
      });
    },
  );

  it.each(['get', 'getgeopartnerstatus', 'listclusters', 'listfqdns'])(
    'of a unit on which GEO is on does not take a refused %s for an empty one',
    async (command) => {
      const session = recordedSession({ ...REPLIES, [command]: refused(422) });
      await expect(readGeo(session)).rejects.toMatchObject({ name: 'LoadMasterError', code: 'command' });
    },
  );

  it.each([
    { status: 401, code: 'auth' },
    { status: 403, code: 'permission' },
    { status: 404, code: 'api-disabled' },
  ])('fails with $code where the unit does, GEO off or on', async ({ status, code }) => {
    for (const isgeoenabled of [OFF, REPLIES.isgeoenabled]) {
      const session = recordedSession({ ...REPLIES, isgeoenabled, listclusters: refused(status) });
      await expect(readGeo(session)).rejects.toMatchObject({ code });
    }
  });

  it.each([
    { what: 'no word of GEO', isgeoenabled: v2({}) },
    { what: 'a refusal', isgeoenabled: refused(422) },
  ])('does not guess where the unit answers $what', async ({ isgeoenabled }) => {
    await expect(readGeo(recordedSession({ ...REPLIES, isgeoenabled }))).rejects.toMatchObject({
      name: 'LoadMasterError',
    });
  });

  it('takes a full list and refuses what would crowd others out of the answer', async () => {
    const addresses = Array.from({ length: 512 }, (_, nth) => `2001:db8::${nth.toString(16)}`);
    const listed = (geoclients: readonly string[]) => ({
      ...REPLIES,
      get: [v2({ geoclients }), v2({ geopartners: addresses })],
    });
    expect(await readGeo(recordedSession(listed(addresses)))).toMatchObject({ access: addresses });
    const tooMany = listed([...addresses, 'x'.repeat(MOST_GEO_BYTES)]);
    await expect(readGeo(recordedSession(tooMany))).rejects.toMatchObject({ code: 'too-large' });
  });
});
