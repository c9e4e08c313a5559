import { type RequestOptions, request } from 'node:https';
import { text } from 'node:stream/consumers';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SECOND_MS } from '#domain/time.ts';
import type { WiredUnit } from '#rehearsal/load-master/wire/wired-unit.ts';
import { applyEstate, estateWithout } from '#rehearsal/world/apply-estate.ts';
import { LOCAL_CREDENTIALS } from '#rehearsal/world/table.ts';
import { geoOf, setGeo } from '#rehearsal/world/unit-geo.ts';
import { waitUntil } from '#rehearsal/world/wait.ts';
import type { WireRegion } from '#rehearsal/world/wire-region.ts';
import { startWorld, type WireWorld } from '#rehearsal/world/wire-world.ts';

const DUBLIN = 'eu-west-1';
const VIRGINIA = 'us-east-1';
const QUICK = { behaviour: { rebootSeconds: 5 } } as const;
const BLUE = { geoCluster: 'blue', geoAtStart: 'right' } as const;

const defects: unknown[] = [];
let world: WireWorld;

beforeAll(async () => {
  world = await startWorld({
    pairs: [
      { ...QUICK, ...BLUE, id: 'near', region: DUBLIN, geoMaster: 'second' },
      { ...QUICK, ...BLUE, id: 'new', region: DUBLIN, geoMaster: 'first', geoAtStart: 'none' },
      { ...QUICK, ...BLUE, id: 'green', region: DUBLIN, geoMaster: 'first', geoCluster: 'green' },
      {
        ...QUICK,
        ...BLUE,
        id: 'far',
        region: VIRGINIA,
        geoMaster: 'first',
        publicAddresses: { first: '203.0.113.1', second: '203.0.113.2' },
      },
    ],
    standalones: [
      { ...QUICK, ...BLUE, id: 'alone-near', region: DUBLIN, mode: 'enforce' },
      { ...QUICK, ...BLUE, id: 'alone-far', region: VIRGINIA, publicAddress: '203.0.113.3' },
    ],
    rules: [],
    speed: 40,
    seed: 1,
    listeners: {
      onRecorded: () => undefined,
      onDelivered: () => undefined,
      onDefect: (error) => defects.push(error),
    },
  });
}, 60_000);

afterAll(async () => {
  await world.stop();
  expect(defects).toEqual([]);
});

const regionOf = (name: string): WireRegion =>
  world.regions.find(({ region }) => region === name) ?? expect.unreachable();

const became = (isSo: () => boolean | Promise<boolean>) => waitUntil(world.scheduler, isSo, 60 * SECOND_MS);

/** The lists of a unit, whose order does not matter. */
const listsOf = (wired: WiredUnit) => {
  const { access, partners } = geoOf(wired);
  return { access: access.toSorted(), partners: partners.toSorted() };
};

describe('GEO at the start', { timeout: 30_000 }, () => {
  const notNear = ['10.1.3.10', '203.0.113.1', '203.0.113.2', '203.0.113.3'];
  const addressesOf = (wired: WiredUnit) =>
    geoOf(wired).clusters.map(({ address, fields }) => `${fields.Name} ${fields.Type} ${address}`);

  it('is right on both units of a pair: its master may be asked, both have the others for partners', () => {
    const { first, second } = world.find('near').pair.wired;
    expect(listsOf(second)).toEqual({ access: ['10.1.2.10', ...notNear], partners: notNear });
    expect(listsOf(first)).toEqual({ access: [], partners: notNear });
    expect(geoOf(first).enabled).toBe(true);
    const notFar = ['10.1.1.10', '10.1.2.10', '10.1.3.10', '10.2.3.10'];
    const far = world.find('far').pair.wired;
    expect(listsOf(far.first)).toEqual({
      access: [...notFar.slice(0, 3), '10.2.1.10', '10.2.3.10'],
      partners: notFar,
    });
  });

  it('has each pair’s master as a cluster, and a unit’s own address for its own pair', () => {
    const [near, far] = [world.find('near').pair.wired, world.find('far').pair.wired];
    expect(addressesOf(near.second)).toEqual(['near remoteLM 10.1.2.10', 'far remoteLM 203.0.113.1']);
    expect(addressesOf(near.first)).toEqual(['near remoteLM 10.1.1.10', 'far remoteLM 203.0.113.1']);
    expect(addressesOf(far.second)).toEqual(['near remoteLM 10.1.2.10', 'far remoteLM 10.2.2.10']);
  });

  it('is right on a standalone, which may ask itself', () => {
    const { wired } = world.findStandalone('alone-near').standalone;
    const partners = ['10.1.1.10', '10.1.2.10', '203.0.113.1', '203.0.113.2', '203.0.113.3'];
    expect(listsOf(wired)).toEqual({ access: [...partners, '10.1.3.10'].toSorted(), partners });
    expect(addressesOf(wired)).toEqual(['near remoteLM 10.1.2.10', 'far remoteLM 203.0.113.1']);
  });

  it('leaves out who is fresh or of another cluster', () => {
    expect(geoOf(world.find('new').pair.wired.first)).toMatchObject({
      enabled: false,
      access: [],
      partners: [],
      clusters: [],
    });
    expect(geoOf(world.find('green').pair.wired.first)).toMatchObject({
      access: ['10.1.1.12'],
      partners: [],
    });
  });

  it('has partners see each other between the regions', () => {
    for (const [id, count] of [
      ['near', 4],
      ['far', 4],
    ] as const) {
      const { first, second } = world.find(id).pair.wired;
      for (const wired of [first, second])
        expect(Object.values(geoOf(wired).partnerStatus)).toEqual(Array(count).fill('Up'));
    }
  });

  it('can be changed behind everybody’s back, and outlives a reboot', async () => {
    const { unit, wired } = world.findStandalone('alone-far').standalone;
    setGeo(wired, { partners: ['10.9.9.9'] });
    const before = geoOf(wired);
    unit.reboot();
    expect(await became(() => unit.boots().length === 1)).toBe(true);
    expect(geoOf(wired)).toEqual(before);
    expect(before).toMatchObject({ partnerStatus: { '10.9.9.9': 'Unknown' } });
    expect(before.access).toContain('10.2.3.10');
    const near = geoOf(world.find('near').pair.wired.first);
    expect(near.partnerStatus['203.0.113.3']).toBe('Down');
  });
});

describe('a standalone', { timeout: 30_000 }, () => {
  const call = (management: string, options: RequestOptions): Promise<string> =>
    new Promise((resolve, reject) => {
      const sent = request(`${management}/access/get?param=hastatus`, {
        ...options,
        agent: false,
        rejectUnauthorized: false,
      });
      sent.on('response', (response) => text(response).then(resolve, reject));
      sent.on('error', reject);
      sent.end();
    });

  it('is declared with the others', () => {
    expect(world.estate.standalones).toMatchObject([
      { id: 'alone-near', region: DUBLIN, address: '10.1.3.10', mode: 'enforce', geoCluster: 'blue' },
      { id: 'alone-far', region: VIRGINIA, address: '10.2.3.10', publicAddress: '203.0.113.3' },
    ]);
    expect(() => world.findStandalone('near')).toThrow('no standalone near');
  });

  it('answers on its management endpoint, with its certificate, to whom its secret names', async () => {
    const { region, standalone } = world.findStandalone('alone-near');
    const { management, certificateSha256, credentials } = standalone.standalone;
    const secrets = new SecretsManagerClient({
      region: DUBLIN,
      endpoint: region.endpoint.url,
      credentials: LOCAL_CREDENTIALS,
    });
    const { SecretString = '' } = await secrets.send(new GetSecretValueCommand({ SecretId: credentials }));
    secrets.destroy();
    const { user, password } = JSON.parse(SecretString) as Record<'user' | 'password', string>;
    expect(await call(management, { auth: `${user}:${password}` })).toContain('HA not configured');
    expect(standalone.wired.certificate.sha256).toBe(certificateSha256);
  });

  it('goes and comes with its instance', async () => {
    const { region, standalone } = world.findStandalone('alone-near');
    const { ec2 } = region.cloud;
    const { instanceId } = standalone.standalone;
    ec2.stop([instanceId]);
    expect(await became(() => standalone.unit.machine() === 'off')).toBe(true);
    expect(await became(() => ec2.find(instanceId)?.state === 'stopped')).toBe(true);
    ec2.start([instanceId]);
    expect(await became(() => standalone.unit.machine() === 'up')).toBe(true);
  });
});

describe('between the regions', { timeout: 30_000 }, () => {
  const FREEZE = { at: 0, why: 'test' };
  const heard: unknown[] = [];
  const changed = { source: 'understudy', 'detail-type': 'Geo Changed', region: DUBLIN, detail: {} };
  const frozenThere = async () => (await regionOf(VIRGINIA).store.readFreeze(DUBLIN)) !== undefined;

  it('an estate is declared in each region’s own table, and the other region has it later', async () => {
    const [near, far] = [regionOf(DUBLIN).store, regionOf(VIRGINIA).store];
    const idsIn = async (store: WireRegion['store'], region: string) => {
      const { pairs, standalones } = await store.readRegion(region);
      return [...pairs.map(({ pair }) => pair.id), ...standalones.map(({ id }) => id)].toSorted();
    };
    const inDublin = ['alone-near', 'green', 'near', 'new'];
    await applyEstate(world, estateWithout(world.estate, ['new', 'alone-far']));
    expect(await idsIn(near, DUBLIN)).toEqual(inDublin.filter((id) => id !== 'new'));
    expect(await idsIn(far, VIRGINIA)).toEqual(['far']);
    await world.declare();
    expect(await idsIn(near, DUBLIN)).toEqual(inDublin);
    const sees = async () => (await idsIn(far, DUBLIN)).length === inDublin.length;
    expect(await became(sees)).toBe(true);
  });

  it('writes are counted where they are made', async () => {
    const before = world.writes();
    await regionOf(DUBLIN).store.freezeRegion(DUBLIN, FREEZE);
    expect(await became(frozenThere)).toBe(true);
    expect(world.writes()).toBe(before + 1);
  });

  it('a region that is cut off gets neither items nor events, until that has healed', async () => {
    regionOf(VIRGINIA).bus.onEvent((bus, event) => {
      if (bus === 'own') heard.push(event);
    });
    world.replication.cut(VIRGINIA);
    await regionOf(DUBLIN).store.unfreezeRegion(DUBLIN);
    regionOf(DUBLIN).bus.put('own', changed);
    await world.scheduler.sleep(10 * SECOND_MS);
    expect([await frozenThere(), heard]).toEqual([true, []]);
    world.replication.heal(VIRGINIA);
    expect(await became(async () => !(await frozenThere()))).toBe(true);
    regionOf(DUBLIN).bus.put('own', changed);
    expect(await became(() => heard.length > 0)).toBe(true);
    expect(heard).toEqual([changed]);
  });

  it('events can be made late by themselves', async () => {
    world.replication.setEvents({ from: DUBLIN, to: VIRGINIA, delayMs: 5 * SECOND_MS });
    const since = heard.length;
    const at = world.scheduler.now();
    regionOf(DUBLIN).bus.put('own', changed);
    expect(await became(() => heard.length > since)).toBe(true);
    expect(world.scheduler.now() - at).toBeGreaterThanOrEqual(5 * SECOND_MS);
  });
});
