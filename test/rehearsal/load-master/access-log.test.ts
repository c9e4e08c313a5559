import { once } from 'node:events';
import { connect } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { peakOf } from '#rehearsal/load-master/wire/access-log.ts';
import { makeUnitCertificate } from '#rehearsal/load-master/wire/certificate.ts';
import {
  callManagement,
  callV1,
  callV2,
  MANAGEMENT_PORT,
  makeWiredWorld,
  type WiredWorld,
} from './wired-world.ts';

let world: WiredWorld;
beforeEach(async () => {
  world = await makeWiredWorld();
});
afterEach(() => world.wired.stop());

const statuses = () => world.wired.accessLog.entries().map(({ status }) => status);

/** SHA-256 of the certificate that a client meets now. */
const certificateMet = async (): Promise<string | undefined> => {
  const socket = connect({
    host: '127.0.0.1',
    port: world.localPort(MANAGEMENT_PORT) ?? 0,
    rejectUnauthorized: false,
  });
  await once(socket, 'secureConnect');
  const met = socket.getPeerX509Certificate()?.fingerprint256.replaceAll(':', '').toLowerCase();
  socket.destroy();
  return met;
};

describe('the access log', () => {
  it('has every call of either interface with the status of its answer, and no page', async () => {
    await callV1(world, 'get?param=version');
    await callV2(world, { cmd: 'no-such' });
    await callManagement(world, '/');
    expect(statuses()).toEqual([200, 405]);
  });

  it('has the calls that are dropped, which no answer tells of', async () => {
    for (let call = 0; call < 30; call += 1) world.wired.management.admit();
    await expect(callV2(world, { cmd: 'listapi' })).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(statuses()).toEqual(['dropped']);
  });

  it('can be read from a time on', async () => {
    await callV2(world, { cmd: 'listapi' });
    world.pass(10);
    const since = world.scheduler.now();
    await callV2(world, { cmd: 'listapi' });
    expect(world.wired.accessLog.entries(since)).toEqual([{ at: since, status: 200 }]);
  });
});

describe('the most calls within some time', () => {
  const at = (...times: readonly number[]) => times.map((time) => ({ at: time, status: 200 }));

  it.each([
    { calls: [], most: 0 },
    { calls: at(0, 2_999), most: 2 },
    { calls: at(0, 3_000), most: 1 },
    { calls: at(0, 1_000, 2_000, 3_500, 4_000, 4_900), most: 4 },
  ])('$calls.length calls: $most at once', ({ calls, most }) => {
    expect(peakOf(calls, 3_000)).toBe(most);
  });
});

describe('another certificate', () => {
  it('is met by who connects after it is shown', async () => {
    const { certificate, unit, showCertificate } = world.wired;
    expect(await certificateMet()).toBe(certificate.sha256);
    const other = await makeUnitCertificate(unit.address);
    showCertificate(other);
    expect(await certificateMet()).toBe(other.sha256);
  });
});
