import { judgeUnits } from '#domain/audit/judge.ts';
import { judgePorts } from '#domain/audit/judge-port.ts';
import type { Rule } from '#domain/audit/rule.ts';

/**
 * Whichever address the service has: the manual names none, and a unit that answers on all interfaces takes the port on
 * each of them. A service with all ports (`*`) is this rule's alone, though it takes 6973 and 22 as well: it is one fact,
 * and this is the worst that comes of it.
 */
export const noServiceOnHealthPort: Rule = {
  id: 'no-service-on-health-port',
  side: 'loadmaster',
  severity: 'critical',
  title: 'No virtual service takes the health check port, nor the one it is moved to for a handover',
  why: 'The service answers the load balancer and the partner in the place of the unit: a standby looks healthy and gets clients, or the active unit looks dead. On the handover port it answers for a unit that is to be out of sight.',
  citations: [
    { words: 'LoadMaster HA for AWS, section 6.2.1' },
    { words: 'docs/adr/0005, Handover by stepping out of sight' },
    { words: 'LoadMaster Interface Description, RESTful API, section 3.6.1 (port, *, extra ports)' },
  ],
  remedy:
    'on the active unit, give the service another port, or ports of its own instead of * (Virtual Services > View/Modify Services > Modify)',
  check: (snapshot) =>
    judgeUnits(snapshot, ({ healthPort, services }) =>
      healthPort === undefined
        ? { unknown: 'the unit does not say on which port it answers health checks' }
        : judgePorts(
            services,
            [healthPort, snapshot.pair.healthCheck.handoverPort],
            ['by-number', 'with-all'],
          ),
    ),
};
