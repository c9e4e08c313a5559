import { once } from 'node:events';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { estateInDocument } from '#contracts/api/estate-document.ts';
import { projectRules } from '#rehearsal/event-bus/project-rules.ts';
import { waitUntil } from '#rehearsal/world/wait.ts';
import { startWorld, type WireWorld } from '#rehearsal/world/wire-world.ts';

const defects: unknown[] = [];
let world: WireWorld;

beforeAll(async () => {
  world = await startWorld({
    pairs: [
      { id: 'pair-a', region: 'eu-west-1' },
      { id: 'pair-b', region: 'us-east-1', preferred: 'none', activeAtStart: 'second', spot: 'one-time' },
    ],
    rules: await projectRules(),
    speed: 40,
    seed: 1,
    timing: { registrationMs: 5_000 },
    listeners: {
      onRecorded: () => undefined,
      onDelivered: (_region, { error }) => {
        if (error !== undefined) defects.push(error);
      },
      onDefect: (error) => defects.push(error),
    },
  });
  await world.settle();
}, 60_000);

afterAll(() => world.stop());

const urlOf = (region: string): string =>
  world.regions.find((each) => each.region === region)?.functions.apiUrl ?? '';

describe('a world on the wire', { timeout: 30_000 }, () => {
  it('comes up with the units active that are to be', () => {
    expect(world.find('pair-a').pair.units.first.role()).toBe('active');
    expect(world.find('pair-b').pair.units.second.role()).toBe('active');
  });

  it('takes its estate through the API of each region, and watch knows the pairs by the next schedule', async () => {
    const body = JSON.stringify(estateInDocument(world.estate.pairs, []));
    for (const { region, bus } of world.regions) {
      const response = await fetch(`${urlOf(region)}/estate`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body,
      });
      expect(response.status).toBe(200);
      bus.start();
    }
    const isSteady = async (region: string, pairId: string): Promise<boolean> =>
      (await world.find(pairId).region.store.readState(region, pairId))?.situation.kind === 'steady';
    expect(await waitUntil(world.scheduler, () => isSteady('eu-west-1', 'pair-a'), 120_000)).toBe(true);
    expect(await waitUntil(world.scheduler, () => isSteady('us-east-1', 'pair-b'), 120_000)).toBe(true);
    expect(defects).toEqual([]);
  });

  it('asks LoadMasters through their own HTTPS API to explain a pair', async () => {
    const response = await fetch(`${urlOf('us-east-1')}/pairs/pair-b/explain`, {
      headers: { accept: 'text/plain' },
    });
    expect(await response.text()).toContain('second answers 200');
  });

  it('answers what it cannot serve as API Gateway and the API do', async () => {
    expect((await fetch(`${urlOf('eu-west-1')}/pairs/nobody`)).status).toBe(404);
    expect((await fetch(`${urlOf('eu-west-1')}/estate`, { method: 'POST' })).status).toBe(405);
  });

  it('keeps the management endpoint of a unit, with its certificate, over a reboot', async () => {
    const { pair } = world.find('pair-a');
    const { second } = pair.units;
    const bootedBefore = second.bootedAt();
    second.reboot();
    expect(await waitUntil(world.scheduler, () => second.bootedAt() > bootedBefore, 120_000)).toBe(true);
    const { management, certificateSha256 } = pair.pair.units.second;
    const socket = connect({
      host: '127.0.0.1',
      port: Number(new URL(management).port),
      rejectUnauthorized: false,
    });
    await once(socket, 'secureConnect');
    const fingerprint = socket.getPeerX509Certificate()?.fingerprint256.replaceAll(':', '').toLowerCase();
    socket.destroy();
    expect(fingerprint).toBe(certificateSha256);
  });
});
