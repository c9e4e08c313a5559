import type { UnitEndpoint } from '#loadmaster/transport.ts';
import { makeUnit } from '#rehearsal/load-master/unit.ts';
import { wireUnit } from '#rehearsal/load-master/wire/wired-unit.ts';
import { makeNetwork } from '#rehearsal/network.ts';
import { RealScheduler } from '#rehearsal/real-scheduler.ts';

/*
 * A process of a benchmark: one LoadMaster that answers an image as soon as it has all of it, and takes any number of
 * calls. Ends when its parent lets go of it.
 */

export interface ImageUnitMessage {
  readonly kind: 'ready';
  readonly endpoint: UnitEndpoint;
  readonly user: string;
  readonly password: string;
}

const USER = 'bal';
const PASSWORD = 'correct horse';
const ADDRESS = '10.0.0.1';
const MANAGEMENT_PORT = 8443;

const network = makeNetwork();
const scheduler = new RealScheduler(1);
const cloudHa = { mode: 'single', preferFirst: true, allInterfaces: false } as const;
const unit = makeUnit(
  { name: 'first', address: ADDRESS, cloudHa, behaviour: { patchSeconds: 0 } },
  scheduler,
  () => undefined,
);
const { management, certificate } = await wireUnit(
  unit,
  { users: { [USER]: PASSWORD }, serialNumber: '1182772', servicePort: 443 },
  { network, scheduler },
);
management.admit = () => true;

const message: ImageUnitMessage = {
  kind: 'ready',
  endpoint: {
    management: `https://127.0.0.1:${network.resolve(ADDRESS, MANAGEMENT_PORT)}`,
    certificateSha256: certificate.sha256,
  },
  user: USER,
  password: PASSWORD,
};
process.on('disconnect', () => process.exit());
process.send?.(message);
