import { makeBackups } from '#aws/audit/backups.ts';
import { makeAwsAudit } from '#aws/audit/read-aws.ts';
import { makeAwsSettings } from '#aws/audit/settings.ts';
import { makeSecurityHub } from '#aws/security-hub.ts';
import type { AuditHands } from '#control/audit/audit-pairs.ts';
import { makeFindingsReporter } from '#control/audit/report-findings.ts';
import { makeCallBudget } from '#control/budget.ts';
import type { Hands } from '#control/carry-out.ts';
import type { Observers } from '#control/observe.ts';
import { DEFAULT_READS_PER_SECOND, EC2_READS, READ_BURST } from '#control/plans.ts';
import type { AuditStore, GeoStore } from '#control/ports.ts';
import { RULES } from '#domain/audit/rule-pack.ts';
import type { RegionClients } from '#rehearsal/functions/clients.ts';
import { ACCOUNT_ID } from '#rehearsal/world/estate-spec.ts';

interface Surroundings {
  readonly region: string;
  readonly firmwareBucket: string;
  readonly hands: Hands;
  readonly observers: Observers;
  readonly clients: RegionClients;
  readonly audits: AuditStore;
  readonly geo: GeoStore;
  readonly onDefect: (error: unknown) => void;
}

/** What `audit` works with in this process, wired as `functions/audit.ts` wires it; Security Hub is told as well. */
export const makeInProcessAudit = (around: Surroundings): AuditHands => {
  const { region, firmwareBucket, hands, observers, clients, audits, geo, onDefect } = around;
  const { loadBalancing: elb, ec2, autoScaling, s3, securityHub } = clients;
  const { clock } = hands;
  return {
    hands: {
      ...hands,
      actors: {
        targetGroups: observers.targetGroups,
        loadMasters: observers.loadMasters,
        settings: makeAwsSettings({ elb, ec2 }),
      },
    },
    observers: {
      ...observers,
      aws: makeAwsAudit({
        elb,
        ec2,
        autoScaling,
        readBudget: makeCallBudget({ clock, perSecond: DEFAULT_READS_PER_SECOND, burst: READ_BURST }),
        ec2Budget: makeCallBudget({ clock, ...EC2_READS }),
      }),
      backups: makeBackups({ client: s3, bucket: firmwareBucket }),
      geo,
    },
    audits,
    rules: RULES,
    onAudited: makeFindingsReporter({
      context: { accountId: ACCOUNT_ID, partition: 'aws', region },
      rules: RULES,
      sink: makeSecurityHub({ client: securityHub }),
      onRefused: (failed) => onDefect(new Error(`Security Hub refused ${failed} findings`)),
    }),
  };
};
