import { interfaceAddresses } from '#domain/audit/interface-addresses.ts';
import { judgeUnits } from '#domain/audit/judge.ts';
import { judgeServicesAt } from '#domain/audit/judge-port.ts';
import type { Rule } from '#domain/audit/rule.ts';
import { SSH_PORT } from '#domain/audit/unit-ports.ts';

export const noServiceOnSshPort: Rule = {
  id: 'no-service-on-ssh-port',
  side: 'loadmaster',
  severity: 'medium',
  title: 'No virtual service takes TCP 22 on an address of an interface',
  why: 'The service answers in the place of the unit’s SSH, by which GEO partners talk and people get in; the manual says that it may keep HA from working.',
  citations: [
    { words: 'LoadMaster HA for AWS, section 6.2.1' },
    { words: 'High Availability (HA), Feature Description, section 9.1' },
    { words: 'LoadMaster Interface Description, RESTful API, section 3.12.4 (geosshport)' },
  ],
  remedy:
    'on the active unit, give the service another port or an address of its own (Virtual Services > View/Modify Services > Modify)',
  check: (snapshot) =>
    judgeUnits(snapshot, ({ interfaces, services }) =>
      judgeServicesAt(interfaceAddresses(interfaces), services, SSH_PORT),
    ),
};
