import { interfaceAddresses } from '#domain/audit/interface-addresses.ts';
import { judgeUnits } from '#domain/audit/judge.ts';
import { judgeServicesAt } from '#domain/audit/judge-port.ts';
import type { Rule } from '#domain/audit/rule.ts';
import { SYNC_PORT } from '#domain/audit/unit-ports.ts';

/** eth0: cloud HA has no setting for it, and the manual recommends NIC0. @see LoadMaster HA for AWS, section 4 */
const SYNC_INTERFACE = 0;

export const noServiceOnSyncPort: Rule = {
  id: 'no-service-on-sync-port',
  side: 'loadmaster',
  severity: 'high',
  title: 'No virtual service takes TCP 6973 on the interface where the units synchronise',
  why: 'The partner reaches the service instead of the unit: changes on the active unit no longer arrive on the standby, and a take-over brings old settings back.',
  citations: [
    { words: 'LoadMaster HA for AWS, section 6.2.1' },
    { words: 'High Availability (HA), Feature Description, section 9.1' },
  ],
  remedy:
    'on the active unit, give the service another port (Virtual Services > View/Modify Services > Modify)',
  check: (snapshot) =>
    judgeUnits(snapshot, ({ interfaces, services }) =>
      judgeServicesAt(
        interfaceAddresses(interfaces.filter(({ id }) => id === SYNC_INTERFACE)),
        services,
        SYNC_PORT,
      ),
    ),
};
