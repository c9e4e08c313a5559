import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callManagement, callV1, callV2, makeWiredWorld, PASSWORD, type WiredWorld } from './wired-world.ts';

let world: WiredWorld;
beforeEach(async () => {
  world = await makeWiredWorld();
});
afterEach(() => world.wired.stop());

const clusters = () => world.wired.management.configuration.geo.read().clusters.length;

describe('a backup', () => {
  it('is a download in v1', async () => {
    const { status, headers } = await callV1(world, 'backup');
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': 'inline; filename=LMBackups_lb100_2025_10_16.09_06',
    });
  });

  it('is the same in both interfaces, base64 in v2', async () => {
    const v1 = await callV1(world, 'backup');
    const v2 = JSON.parse((await callV2(world, { cmd: 'backup' })).body);
    expect(v2).toEqual({ code: 200, data: expect.any(String), status: 'ok' });
    expect(Buffer.from(v2.data, 'base64').toString('latin1')).toBe(v1.body);
  });

  it.each(['v1', 'v2'])('goes back in through %s', async (wire) => {
    await callV2(world, { cmd: 'addcluster', ip: '10.9.9.1', name: 'site 1' });
    const file = Buffer.from((await callV1(world, 'backup')).body, 'latin1');
    await callV2(world, { cmd: 'delcluster', ip: '10.9.9.1' });
    expect(clusters()).toBe(0);
    const answer =
      wire === 'v1'
        ? await callManagement(world, '/access/restore?type=4', {
            method: 'POST',
            auth: `bal:${PASSWORD}`,
            body: file,
          })
        : await callV2(world, { cmd: 'restore', type: 4, data: file.toString('base64') });
    expect(answer.status).toBe(200);
    expect(clusters()).toBe(1);
  });
});

describe('GEO lists on the wire', () => {
  it('v1: one element each', async () => {
    for (const ip of ['10.9.9.1', '10.9.9.2'])
      await callV2(world, { cmd: 'addcluster', ip, name: `site ${ip}` });
    const { body } = await callV1(world, 'listclusters');
    expect(body.match(/<cluster>/g)).toHaveLength(2);
    expect(body).toContain('<IPAddress>10.9.9.2</IPAddress>');
  });

  it('isgeoenabled: the text is the data', async () => {
    await callV2(world, { cmd: 'enablegeo' });
    expect((await callV1(world, 'isgeoenabled')).body).toContain('<Data>GEO is enabled</Data>');
    const { body } = await callV2(world, { cmd: 'isgeoenabled' });
    expect(JSON.parse(body)).toEqual({ code: 200, Data: 'GEO is enabled', status: 'ok' });
  });

  it('restorepatch: two characters for the line break in v1, one in v2', async () => {
    world.first.firmware.stage({ version: '7.2.60.1.23000.RELEASE' });
    world.first.reboot();
    world.pass(60);
    await world.wired.settled();
    const { body } = await callV1(world, 'restorepatch');
    expect(body).toContain(
      '<Success>Previous version of Software restored\\nPlease reboot to reactivate.</Success>',
    );
    expect(JSON.parse((await callV2(world, { cmd: 'restorepatch' })).body).message).toContain(
      'restored\nPlease',
    );
  });
});
