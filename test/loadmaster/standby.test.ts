import { afterEach, describe, expect, it } from 'vitest';
import { type LoadMasterSession, makeLoadMasterClient } from '#loadmaster/client.ts';
import { changeAwsHaParams, getAwsHaParams } from '#loadmaster/commands/aws-ha.ts';
import { downloadBackup } from '#loadmaster/commands/backup.ts';
import { addCertificate, listCertificates } from '#loadmaster/commands/certificates.ts';
import { setCommSecret } from '#loadmaster/commands/comm-secret.ts';
import { installPatch } from '#loadmaster/commands/firmware.ts';
import { enableGeo } from '#loadmaster/commands/geo.ts';
import { getGeoList } from '#loadmaster/commands/geo-partners.ts';
import { getHaStatus } from '#loadmaster/commands/get.ts';
import { getActiveSince } from '#loadmaster/commands/identity.ts';
import { changeInterface } from '#loadmaster/commands/interfaces.ts';
import { setFlag, setText } from '#loadmaster/commands/settings.ts';
import { getStatistics } from '#loadmaster/commands/statistics.ts';
import { addVirtualService, listVirtualServices } from '#loadmaster/commands/virtual-services.ts';
import { type Credentials, makeSecret } from '#loadmaster/credentials.ts';
import type { ApiName } from '#loadmaster/transport.ts';
import type { UnitBehaviour } from '#rehearsal/load-master/behaviour.ts';
import { runSetGeoLists } from './contracts/set-geo-lists.contract.ts';
import { ALL_TOGETHER, type SimulatedUnit, simulated } from './simulated-unit.ts';

let unit: SimulatedUnit;
let credentials: Credentials;
let session: LoadMasterSession;
let open: () => LoadMasterSession;
afterEach(async () => {
  session.close();
  await unit.stop();
});

const openStandby = async (behaviour: Partial<UnitBehaviour>, api: ApiName): Promise<void> => {
  unit = await simulated(behaviour);
  await unit.standBy();
  const client = makeLoadMasterClient({ clock: unit.clock, random: () => 0 });
  const password = makeSecret(unit.password);
  credentials = { kind: 'password', user: unit.user, password, version: '1' };
  open = () => client.open({ ...unit.endpoint(), api }, credentials);
  session = open();
};

const PEM = { bytes: ReadableStream.from([Buffer.from('-----BEGIN CERTIFICATE-----')]) };

/** Configuration of the pair: changing it on a standby is lost with the next synchronisation, so units may refuse it. */
const SHARED: readonly (readonly [string, (session: LoadMasterSession) => Promise<unknown>])[] = [
  [
    'a virtual service',
    (to) => addVirtualService(to, { address: '10.0.1.20', port: '443', protocol: 'tcp' }),
  ],
  ['GEO', enableGeo],
  ['a setting of the pair', (to) => setFlag(to, 'snat', false)],
  ['a certificate', (to) => addCertificate(to, 'web', PEM)],
];

const CASES = ([403, 422] as const).flatMap((code) =>
  (['v2', 'v1'] as const).flatMap((api) => [
    { code, api, others: {}, habits: 'usual habits' },
    { code, api, others: ALL_TOGETHER, habits: 'all other habits' },
  ]),
);

describe.each(CASES)('a standby that refuses with $code, by $api, $habits', ({ code, api, others }) => {
  const behaviour = { ...others, standbyRejectsWrites: code } as const;

  it('tells what it is and what it has', async () => {
    await openStandby(behaviour, api);
    expect(await getHaStatus(session)).toBe('standby');
    expect(await getActiveSince(session)).toBeUndefined();
    expect(await listVirtualServices(session)).toEqual([]);
    expect(await listCertificates(session)).toEqual([]);
    expect((await getStatistics(session)).interfaces).toHaveLength(1);
    let size = 0;
    await downloadBackup(session, async (chunk) => {
      size += chunk.length;
    });
    expect(size).toBeGreaterThan(0);
  });

  it('takes what is its own', async () => {
    await openStandby(behaviour, api);
    await changeAwsHaParams(session, { healthPort: 8445 });
    expect(await getAwsHaParams(session)).toMatchObject({ healthPort: 8445 });
    await setText(session, 'hostname', 'lb2');
    await changeInterface(session, 0, { kind: 'mtu', mtu: 1400 });
    await setCommSecret(session, makeSecret('a-s3cret-of-16ch'));
    await unit.passingTime(installPatch(session, { bytes: unit.image('7.2.63.1.25000.RELEASE') }));
  });

  it.each(SHARED)('refuses %s', async (_what, write) => {
    await openStandby(behaviour, api);
    await expect(write(session)).rejects.toMatchObject({
      name: 'LoadMasterError',
      code: code === 403 ? 'permission' : 'command',
    });
  });
});

/** Whatever its habits: a standby has nothing but "Local Administration". @see LoadMaster HA for AWS, section 6.2 */
describe.each(
  (['off', 422] as const).flatMap((code) => (['v2', 'v1'] as const).map((api) => ({ code, api }))),
)('a standby with its usual habits but $code, by $api', ({ code, api }) => {
  it('is backed up, and refuses GEO lists', async () => {
    await openStandby({ standbyRejectsWrites: code }, api);
    const { end, writes, keys } = await runSetGeoLists(
      { unit, credentials, open },
      { access: ['10.0.1.5'], partners: ['10.9.0.1'] },
    );
    expect(end).toMatchObject({
      state: 'failed',
      code: 'loadmaster-command',
      failedAt: 'access',
      key: keys[0],
      details: { said: 'Command not allowed on a standby unit' },
    });
    expect(keys).toHaveLength(1);
    expect(writes).toEqual(['set geoclients']);
    expect(await getGeoList(session, 'access')).toEqual([]);
  });

  it('says that it has the lists that are meant, where it has', async () => {
    await openStandby({ standbyRejectsWrites: code }, api);
    const { end, writes } = await runSetGeoLists({ unit, credentials, open }, { partners: [] });
    expect(end).toMatchObject({ state: 'done' });
    expect(writes).toEqual([]);
  });
});
