import { setImmediate } from 'node:timers/promises';
import type { UnitBehaviour } from '#rehearsal/load-master/behaviour.ts';
import { MANAGEMENT_PORT, makeWiredWorld, PASSWORD } from '../rehearsal/load-master/wired-world.ts';
import { type ContractUnit, describeLoadMasterClient } from './client.contract.ts';

/** The first unit of a simulated pair, in virtual time, behind real sockets. */
const simulated = async (behaviour: Partial<UnitBehaviour>): Promise<ContractUnit> => {
  const world = await makeWiredWorld({ behaviour });
  const { wired, scheduler, pass, poll } = world;
  return {
    endpoint: () => ({
      // Port 1 is nobody's: the unit is not listening.
      management: `https://127.0.0.1:${world.localPort(MANAGEMENT_PORT) ?? 1}`,
      certificateSha256: wired.certificate.sha256,
    }),
    user: 'bal',
    password: PASSWORD,
    clock: {
      now: () => scheduler.now(),
      sleep: async (ms) => scheduler.advance(ms),
    },
    up: async () => {
      while (wired.unit.machine() === 'up') await setImmediate();
      pass(wired.unit.behaviour.rebootSeconds + 1);
      poll();
      await wired.settled();
    },
    disableApi: async () => void wired.management.settings.set('enableapi', 'no'),
    stop: async () => wired.stop(),
  };
};

/** Every switch that shows in the management API, in its other positions. */
const OTHER_POSITIONS: readonly Partial<UnitBehaviour>[] = [
  {},
  { emitDirtyHeader: true },
  { statusFailAtHttp200: true },
  { unsetAsString: false },
  { newlineInValues: true },
  { hcaiOnValue: 'Y' },
  { hcaiOnValue: 'yes' },
  { hcaiOnValue: 'true' },
  { hcaiOnValue: 'set' },
  { rateLimitAction: 'hang' },
  { disabledApiBody: 'empty' },
  { standbyRejectsWrites: 403 },
  { emitDirtyHeader: true, statusFailAtHttp200: true, unsetAsString: false, newlineInValues: true },
];

for (const behaviour of OTHER_POSITIONS) {
  const name = Object.entries(behaviour).map(([key, value]) => `${key} ${value}`);
  describeLoadMasterClient(name.join(', ') || 'usual habits', () => simulated(behaviour));
}
