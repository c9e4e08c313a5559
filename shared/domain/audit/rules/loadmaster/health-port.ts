import { judgeUnits } from '#domain/audit/judge.ts';
import type { Rule } from '#domain/audit/rule.ts';

/** The other end, the target group's health check, is the rule `health-check-port`'s: both go by what is declared. */
export const healthPort: Rule = {
  id: 'health-port',
  side: 'loadmaster',
  severity: 'critical',
  title: 'Each unit answers health checks on the declared port',
  why: 'Neither the load balancer nor the partner sees a unit that answers elsewhere: it gets no clients, and the partner takes over beside it.',
  citations: [
    { words: 'LoadMaster HA for AWS, section 6.2' },
    { words: 'LoadMaster Interface Description, RESTful API, section 3.22.5.2' },
  ],
  remedy:
    'if no operation is under way on the pair, set Health Check Port to the declared one (System Configuration > AWS HA Parameters)',
  check: (snapshot) =>
    judgeUnits(snapshot, ({ healthPort: port }) => {
      const { port: declared, handoverPort } = snapshot.pair.healthCheck;
      if (port === undefined) return { unknown: 'the unit does not say on which port it answers' };
      if (port === declared) return undefined;
      // A handover moves it and puts it back. It is reported all the same: one that died in between leaves it there.
      const of = port === handoverPort ? ', that of handovers' : '';
      return { seen: `health check port ${port}${of}`, expected: `health check port ${declared}` };
    }),
};
