import { afterEach, expect, it } from 'vitest';
import { CUSTOMARY_HEALTH_PORT, makePair } from '#rehearsal/load-master/pair.ts';
import type { LoadMasterUnit } from '#rehearsal/load-master/types.ts';
import { LOAD_BALANCER_USER_AGENT } from '#rehearsal/load-master/wire/health-server.ts';
import { makeHttpProbe } from '#rehearsal/load-master/wire/http-probe.ts';
import { type WiredUnit, wireUnit } from '#rehearsal/load-master/wire/wired-unit.ts';
import { makeNetwork } from '#rehearsal/network.ts';
import { RealScheduler } from '#rehearsal/real-scheduler.ts';
import { ADDRESSES } from './virtual-pair.ts';

const scheduler = new RealScheduler(100);
const wired: WiredUnit[] = [];
afterEach(() => {
  scheduler.stop();
  for (const unit of wired) unit.stop();
});

const becomesActive = (unit: LoadMasterUnit): Promise<void> =>
  new Promise((resolve) => {
    const stop = unit.onChange(() => {
      if (unit.role() !== 'active') return;
      stop();
      resolve();
    });
  });

it('two units on sockets, in real time made faster: the standby takes over from a crashed partner', async () => {
  const network = makeNetwork();
  const partnerProbe = makeHttpProbe(network, scheduler, 'LoadMaster');
  const { first, second } = makePair({ addresses: ADDRESSES, preferFirst: false }, scheduler, partnerProbe);
  const setup = {
    users: { bal: 'correct horse' },
    serialNumber: '1',
    version: '7.2.61.1.2.RELEASE',
    servicePort: 443,
  };
  for (const unit of [first, second]) wired.push(await wireUnit(unit, setup, { network, scheduler }));

  const loadBalancerProbe = makeHttpProbe(network, scheduler, LOAD_BALANCER_USER_AGENT);
  const firstActive = becomesActive(first);
  for (const address of [ADDRESSES.first, ADDRESSES.second]) {
    const target = { address, port: CUSTOMARY_HEALTH_PORT, path: '/', timeoutMs: 60_000 };
    await new Promise((resolve) => loadBalancerProbe(target, resolve));
  }
  await firstActive;
  expect(second.role()).toBe('standby');

  const takenOver = becomesActive(second);
  first.crash();
  await takenOver;
  expect(second.acceptsConnections()).toBe(true);
});
