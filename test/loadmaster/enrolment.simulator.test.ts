import { afterEach, expect, it } from 'vitest';
import { makeLoadMasterClient } from '#loadmaster/client.ts';
import { makeSecret } from '#loadmaster/credentials.ts';
import { makeEnrolment } from '#loadmaster/enrolment.ts';
import { DEFAULT_LIMITS } from '#loadmaster/limits.ts';
import {
  MANAGEMENT_PORT,
  makeWiredWorld,
  PASSWORD,
  type WiredWorld,
} from '../rehearsal/load-master/wired-world.ts';

let world: WiredWorld;
afterEach(() => world.wired.stop());

/** Both steps, as an operator takes them. */
const enrol = async (options: Parameters<typeof makeWiredWorld>[0] = {}) => {
  world = await makeWiredWorld(options);
  const clock = {
    now: () => world.scheduler.now(),
    sleep: async (ms: number) => world.scheduler.advance(ms),
  };
  const enrolment = makeEnrolment({
    client: makeLoadMasterClient({ clock }),
    credentials: {
      read: async () => ({
        kind: 'credentials',
        credentials: { kind: 'password', user: 'bal', password: makeSecret(PASSWORD), version: 'v1' },
      }),
      forget: () => undefined,
    },
    connectMs: DEFAULT_LIMITS.connectMs,
    allowLoopback: true,
    report: () => undefined,
  });
  const management = `https://127.0.0.1:${world.localPort(MANAGEMENT_PORT)}`;
  const read = await enrolment.readCertificate(management);
  if (read.kind === 'failed') return read;
  const { certificateSha256 } = read.certificate;
  return enrolment.enrol({ management, certificateSha256, credentials: 'understudy/dublin-1' });
};

it('enrols a unit of a pair', async () => {
  expect(await enrol()).toEqual({
    kind: 'enrolled',
    profile: {
      firmware: '7.2.54.12.22642.RELEASE',
      serialNumber: '1182772',
      hostName: 'lb100',
      api: 'v2',
      haStatus: 'active',
      platform: 'aws',
      designation: 'first',
      partner: world.second.address,
      healthPort: 8444,
      prefersFirst: true,
    },
  });
});

it('enrols a unit out of the box', async () => {
  expect(await enrol({ unconfigured: true })).toMatchObject({
    profile: { haStatus: 'not-configured', platform: 'aws', designation: 'none' },
  });
});

it('enrols a unit that refuses v2, and says so', async () => {
  expect(await enrol({ settings: { sessioncontrol: 'no' } })).toMatchObject({
    profile: { api: 'v1', platform: 'aws', designation: 'first', partner: world.second.address },
  });
});

it('does not switch on an API that is off', async () => {
  expect(await enrol({ settings: { enableapi: 'no' } })).toEqual({
    kind: 'failed',
    code: 'loadmaster-api-disabled',
  });
  expect(world.wired.management.settings.isOn('enableapi')).toBe(false);
});
