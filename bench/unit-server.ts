import type { UnitEndpoint } from '#loadmaster/transport.ts';
import { makeUnit } from '#rehearsal/load-master/unit.ts';
import { wireUnit } from '#rehearsal/load-master/wire/wired-unit.ts';
import { makeNetwork } from '#rehearsal/network.ts';
import { RealScheduler } from '#rehearsal/real-scheduler.ts';
import { startLocalTable } from '#rehearsal/world/table.ts';
import { monotonicMs } from './monotonic.ts';

/*
 * The other process of a benchmark: two LoadMasters in real time, one of them without a call limit, and DynamoDB. Ends
 * when its parent lets go of it.
 */

export type UnitServerMessage =
  | {
      readonly kind: 'ready';
      /** Takes any number of calls. */
      readonly unlimited: UnitEndpoint;
      /** Drops the connection of a call that is one too many. */
      readonly limited: UnitEndpoint;
      readonly user: string;
      readonly password: string;
      readonly tableEndpoint: string;
      readonly tableName: string;
    }
  /** The calls to the limited unit so far. */
  | { readonly kind: 'calls'; readonly arrivedAtMs: readonly number[]; readonly dropped: number };

export type UnitServerCommand = 'report';

const USER = 'bal';
const PASSWORD = 'correct horse';

const MANAGEMENT_PORT = 8443;

const tell = (message: UnitServerMessage): void => void process.send?.(message);

const network = makeNetwork();
const scheduler = new RealScheduler(1);

const startUnit = async (name: string, address: string) => {
  const cloudHa = { mode: 'single', preferFirst: true, allInterfaces: false } as const;
  const unit = makeUnit({ name, address, cloudHa }, scheduler, () => undefined);
  const setup = { users: { [USER]: PASSWORD }, serialNumber: '1182772', servicePort: 443 };
  const { management, certificate } = await wireUnit(unit, setup, { network, scheduler });
  const endpoint: UnitEndpoint = {
    management: `https://127.0.0.1:${network.resolve(address, MANAGEMENT_PORT)}`,
    certificateSha256: certificate.sha256,
  };
  return { management, endpoint };
};

const unlimited = await startUnit('unlimited', '10.0.0.1');
unlimited.management.admit = () => true;

const limited = await startUnit('limited', '10.0.0.2');
const arrivedAtMs: number[] = [];
let dropped = 0;
const admit = limited.management.admit.bind(limited.management);
limited.management.admit = () => {
  arrivedAtMs.push(monotonicMs());
  const isAdmitted = admit();
  if (!isAdmitted) dropped += 1;
  return isAdmitted;
};

const table = await startLocalTable();

process.on('message', (_command: UnitServerCommand) => tell({ kind: 'calls', arrivedAtMs, dropped }));
process.on('disconnect', () => process.exit());
tell({
  kind: 'ready',
  unlimited: unlimited.endpoint,
  limited: limited.endpoint,
  user: USER,
  password: PASSWORD,
  tableEndpoint: table.endpoint,
  tableName: table.tableName,
});
