import { Management } from '#rehearsal/load-master/api/management.ts';
import type { ManagementSetup } from '#rehearsal/load-master/api/management-setup.ts';
import type { LoadMasterUnit } from '#rehearsal/load-master/types.ts';
import { AccessLog } from '#rehearsal/load-master/wire/access-log.ts';
import { makeUnitCertificate, type UnitCertificate } from '#rehearsal/load-master/wire/certificate.ts';
import { makeHealthListener } from '#rehearsal/load-master/wire/health-server.ts';
import { makeManagementListener } from '#rehearsal/load-master/wire/management-server.ts';
import { makeServiceListener } from '#rehearsal/load-master/wire/service-server.ts';
import type { Network } from '#rehearsal/network.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';

export interface WiredUnitSetup extends ManagementSetup {
  /** The port of the virtual service that clients use through the load balancer. */
  readonly servicePort: number;
  /** Made for the unit's address where left out. */
  readonly certificate?: UnitCertificate;
}

/** A unit with real listeners on all its ports, which follow its state. */
export interface WiredUnit {
  readonly unit: LoadMasterUnit;
  readonly management: Management;
  /** With which it began. */
  readonly certificate: UnitCertificate;
  readonly accessLog: AccessLog;
  /** Shows another certificate from now on, as after a restore. */
  showCertificate(certificate: UnitCertificate): void;
  /** Resolves when every listener is where the unit's state wants it. */
  settled(): Promise<void>;
  /** Closes everything, whatever the unit's state. */
  stop(): void;
}

/** Opens the unit's ports on `network`: the management API (`apiport`), the health port and the service port. */
export const wireUnit = async (
  unit: LoadMasterUnit,
  setup: WiredUnitSetup,
  { network, scheduler }: { readonly network: Network; readonly scheduler: Scheduler },
): Promise<WiredUnit> => {
  const certificate = setup.certificate ?? (await makeUnitCertificate(unit.address));
  const management = new Management(unit, setup, scheduler, () => follow());
  const accessLog = new AccessLog();
  const api = makeManagementListener(management, certificate, network, accessLog);
  const health = makeHealthListener(unit, network);
  const service = makeServiceListener(unit, network);
  const listeners = [api.listener, health, service];

  const follow = (): void => {
    const listening = unit.machine() === 'up' || unit.machine() === 'hung';
    api.listener.listenOn(listening ? management.settings.number('apiport') : undefined);
    health.listenOn(unit.openHealthPort());
    service.listenOn(unit.opensServicePort() ? setup.servicePort : undefined);
    if (!listening) for (const listener of listeners) listener.destroyConnections();
  };
  const stopFollowing = unit.onChange(follow);
  follow();

  const settled = async (): Promise<void> => {
    await Promise.all(listeners.map((listener) => listener.settled()));
  };
  await settled();
  return {
    unit,
    management,
    certificate,
    accessLog,
    showCertificate: api.showCertificate,
    settled,
    stop: () => {
      management.stop();
      stopFollowing();
      for (const listener of listeners) {
        listener.listenOn(undefined);
        listener.destroyConnections();
      }
    },
  };
};
