import { expect, it } from 'vitest';
import { virtualLoadMasters } from '#rehearsal/virtual/ports.ts';
import { ADDRESSES, makeRunningPair } from '../load-master/virtual-pair.ts';

const FIRST = { pairId: 'pair-a', unit: 'first', withGeo: false } as const;
const SECOND = { ...FIRST, unit: 'second', withGeo: true } as const;

it('a virtual unit says to an audit what it has, and nothing of what it has not', async () => {
  const pair = makeRunningPair();
  pair.second.configureHa({ allInterfaces: true });
  const loadMasters = virtualLoadMasters(
    ({ unit }) => pair[unit],
    () => 'ok',
  );
  const [first, second] = await loadMasters.readAudit([FIRST, SECOND]);
  expect(first).toEqual({
    kind: 'read',
    value: {
      haStatus: 'active',
      designation: 'first',
      partner: ADDRESSES.second,
      healthPort: 8444,
      prefersFirst: true,
      bootedAt: pair.first.bootedAt(),
      version: '7.2.54.12.22642.RELEASE',
      allInterfaces: false,
      ntpHosts: ['pool.ntp.org'],
      settings: expect.objectContaining({ enableapi: 'yes', ntphost: 'pool.ntp.org' }),
      services: [],
      interfaces: [{ id: 0, address: ADDRESSES.first, additionalAddresses: [] }],
    },
  });
  expect(second).toMatchObject({
    value: { haStatus: 'standby', allInterfaces: true, geo: { enabled: true, access: [], partners: [] } },
  });
  pair.first.powerOff();
  expect(await loadMasters.readAudit([FIRST])).toEqual([{ kind: 'unread', code: 'loadmaster-unreachable' }]);
});
