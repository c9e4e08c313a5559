import { judgeUnits } from '#domain/audit/judge.ts';
import type { Rule } from '#domain/audit/rule.ts';
import type { UnitAudited } from '#domain/audit/unit-audited.ts';
import { addressSet } from '#domain/geo/addresses.ts';

/** Interfaces in use. Old firmware says of one without an address that it has the one before's, so each counts once. */
const arms = ({ interfaces }: UnitAudited): number =>
  addressSet(interfaces.flatMap(({ address }) => (address === undefined ? [] : [address]))).size;

export const allInterfaces: Rule = {
  id: 'all-interfaces',
  side: 'loadmaster',
  severity: 'medium',
  title: 'A unit with more than one interface answers health checks on all of them',
  why: 'Otherwise it answers on the primary address of eth0 alone, and a check that comes in by another interface fails: the load balancer sends nobody to the active unit.',
  citations: [
    { words: 'LoadMaster HA for AWS, section 6.2, steps 7 and 13' },
    { words: 'LoadMaster HA for AWS, section 4 (NIC0 is recommended for HA checks)' },
    { words: 'LoadMaster Interface Description, RESTful API, section 3.22.5.2' },
    {
      words: 'LoadMaster Web User Interface, AWS HA Parameters',
      url: 'https://docs.progress.com/bundle/loadmaster-configuration-guide-web-user-interface-wui-ltsf/page/AWS-HA-Parameters.html',
    },
  ],
  remedy: 'select Health Check on All Interfaces (System Configuration > AWS HA Parameters)',
  check: (snapshot) =>
    judgeUnits(snapshot, (said) => {
      const count = arms(said);
      if (count === 0) return { unknown: 'the unit names no interface with an address' };
      if (said.allInterfaces || count === 1) return undefined;
      return {
        seen: `health checks on eth0 alone, of ${count} interfaces`,
        expected: 'health checks on all interfaces',
      };
    }),
};
