import type { LoadMasterUnit } from '#rehearsal/load-master/types.ts';
import { UnitListener } from '#rehearsal/load-master/wire/unit-listener.ts';
import type { Network } from '#rehearsal/network.ts';

/**
 * A virtual service: a client that connects gets one line with the unit's name, and may keep the connection. What it
 * sends is read and not answered.
 */
export const makeServiceListener = (unit: LoadMasterUnit, network: Network): UnitListener =>
  new UnitListener(network, unit.address, (socket) => {
    if (unit.machine() === 'hung') return;
    if (!unit.acceptsConnections()) {
      socket.destroy();
      return;
    }
    socket.resume();
    socket.write(`${unit.name}\n`);
  });
