import { judgeAttributes, unsaid } from '#domain/audit/attributes.ts';
import { auditPolicyOf } from '#domain/audit/audit-policy.ts';
import { fixBy, fixTargetGroup } from '#domain/audit/fix.ts';
import type { Rule } from '#domain/audit/rule.ts';
import type { Pair } from '#domain/estate/estate.ts';
import { SECOND_MS } from '#domain/time.ts';

const DELAY_SECONDS = 'deregistration_delay.timeout_seconds';

/** The declared bounds in AWS's unit, none of them wider. */
const boundsOf = (pair: Pair): { readonly least: number; readonly most: number } => {
  const { least, most } = auditPolicyOf(pair).deregistrationDelayMs;
  return { least: Math.ceil(least / SECOND_MS), most: Math.floor(most / SECOND_MS) };
};

export const deregistrationDelay: Rule = {
  id: 'deregistration-delay',
  side: 'aws',
  severity: 'medium',
  title: 'The deregistration delay is within what is declared',
  why: 'For so long a unit that leaves keeps the connections that it has. Too short, and clients lose theirs in every drain; too long, and everybody who waits for the unit does so for hours: maintenance, a terminate hook, the next pair of a rollout.',
  citations: [
    { words: 'LoadMaster HA for AWS, section 2' },
    {
      words:
        'Elastic Load Balancing, Edit target group attributes for your Network Load Balancer (deregistration delay)',
      url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html',
    },
  ],
  remedy:
    'set the deregistration delay within the declared bounds (EC2 > Target groups > Attributes > Edit), or declare the bounds as they are meant to be',
  check: (snapshot) =>
    judgeAttributes(snapshot, ({ [DELAY_SECONDS]: value }) => {
      if (value === undefined) return unsaid([DELAY_SECONDS]);
      const { least, most } = boundsOf(snapshot.pair);
      const seconds = Number(value);
      return seconds >= least && seconds <= most
        ? undefined
        : { seen: `${value} s`, expected: `${least} s to ${most} s` };
    }),
  // The nearer bound: no more is changed than has to be.
  fix: (snapshot, fault) =>
    fixTargetGroup(
      snapshot,
      snapshot.aws.targetGroupAttributes,
      fault,
      (targetGroup, { [DELAY_SECONDS]: value }) => {
        const { least, most } = boundsOf(snapshot.pair);
        const seconds = Number(value) < least ? least : most;
        const attributes = { [DELAY_SECONDS]: String(seconds) };
        return fixBy({ kind: 'set-target-group-attributes', targetGroup, attributes });
      },
    ),
};
