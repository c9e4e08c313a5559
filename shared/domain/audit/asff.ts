import type { AsffFinding, AsffPartition } from '#domain/audit/asff-finding.ts';
import { asffResources } from '#domain/audit/asff-resources.ts';
import { citationUrl } from '#domain/audit/citation-url.ts';
import type { AuditFinding } from '#domain/audit/pair-audit.ts';
import type { RuleFacts } from '#domain/audit/rule.ts';
import type { Severity } from '#domain/audit/severity.ts';
import type { Waiver } from '#domain/audit/waiver.ts';
import { cutWords } from '#domain/cut-words.ts';
import type { Pair } from '#domain/estate/estate.ts';
import type { EpochMs } from '#domain/time.ts';

/** Whose Security Hub is told, and when. */
export interface AsffContext {
  /** 12 digits: the account that the control plane runs in. */
  readonly accountId: string;
  readonly partition: AsffPartition;
  readonly region: string;
  readonly now: EpochMs;
  /** As ISO 8601, in UTC. */
  readonly instantText: (at: EpochMs) => string;
}

/** A finding, open or resolved, with what its rule says about itself. */
export type AsffSubject = AuditFinding & RuleFacts;

export type AsffState =
  | { readonly kind: 'open' }
  /** Found before, and this time nobody could say. */
  | { readonly kind: 'not-assessed' }
  | { readonly kind: 'waived'; readonly waiver: Waiver }
  | { readonly kind: 'resolved' };

/** @see Security Hub API, AwsSecurityFinding; Recommendation: the greatest lengths */
const MOST = { title: 256, description: 1_024, recommendation: 512, productField: 2_048 } as const;

/** @see Security Hub User Guide, Types taxonomy for ASFF */
const TYPES = ['Software and Configuration Checks/AWS Security Best Practices'] as const;

const LABEL = {
  critical: 'CRITICAL',
  high: 'HIGH',
  medium: 'MEDIUM',
  low: 'LOW',
} as const satisfies Readonly<Record<Severity, string>>;

const ACTIVE = { RecordState: 'ACTIVE' } as const;

const STATUS: Readonly<
  Record<AsffState['kind'], Pick<AsffFinding, 'Compliance' | 'Workflow' | 'RecordState'>>
> = {
  open: { Compliance: { Status: 'FAILED' }, Workflow: { Status: 'NEW' }, ...ACTIVE },
  'not-assessed': { Compliance: { Status: 'NOT_AVAILABLE' }, Workflow: { Status: 'NEW' }, ...ACTIVE },
  waived: { Compliance: { Status: 'FAILED' }, Workflow: { Status: 'SUPPRESSED' }, ...ACTIVE },
  resolved: { Compliance: { Status: 'PASSED' }, Workflow: { Status: 'RESOLVED' }, RecordState: 'ARCHIVED' },
};

/** The waiver here as well: unlike `Workflow` these are taken with every import, and gone with the waiver. */
const productFields = (
  { instantText }: AsffContext,
  pair: Pair,
  { ruleId, subject }: AsffSubject,
  state: AsffState,
): Readonly<Record<string, string>> => ({
  'understudy/pair': pair.id,
  'understudy/rule': ruleId,
  'understudy/subject': subject,
  ...(state.kind === 'waived' && {
    'understudy/waivedUntil': instantText(state.waiver.expiresAt),
    'understudy/waiverOwner': cutWords(state.waiver.owner, MOST.productField),
    'understudy/waiverReason': cutWords(state.waiver.why, MOST.productField),
  }),
});

const recommendation = ({ remedy, citations }: AsffSubject) => {
  const [Url] = citations.flatMap((citation) => citationUrl(citation) ?? []);
  return { Text: cutWords(remedy, MOST.recommendation), ...(Url === undefined ? {} : { Url }) };
};

/** Always the same for the same thing of the same rule; no part of it can have a slash of its own. */
const idOf = ({ region }: AsffContext, pair: Pair, { ruleId, subject }: AsffSubject): string =>
  ['understudy', region, pair.id, ruleId, subject].map(encodeURIComponent).join('/');

/**
 * A finding as Security Hub takes it, under the account's own product, which needs no registration.
 * @see Security Hub User Guide, Integrating Security Hub CSPM with custom products
 */
export const toAsff = (
  context: AsffContext,
  pair: Pair,
  finding: AsffSubject,
  state: AsffState,
): AsffFinding => {
  const { accountId, partition, region, now, instantText } = context;
  const { severity, title, subject, seen, expected, why, ruleId, firstSeen, lastSeen } = finding;
  return {
    SchemaVersion: '2018-10-08',
    Id: idOf(context, pair, finding),
    ProductArn: `arn:${partition}:securityhub:${region}:${accountId}:product/${accountId}/default`,
    GeneratorId: `understudy/${ruleId}`,
    AwsAccountId: accountId,
    FindingProviderFields: { Severity: { Label: LABEL[severity] }, Types: TYPES },
    FirstObservedAt: instantText(firstSeen),
    LastObservedAt: instantText(lastSeen),
    CreatedAt: instantText(firstSeen),
    UpdatedAt: instantText(now),
    Title: cutWords(`${pair.id}, ${subject}: ${title}`, MOST.title),
    Description: cutWords(`Seen: ${seen}. Expected: ${expected}. ${why}`, MOST.description),
    Remediation: { Recommendation: recommendation(finding) },
    ProductFields: productFields(context, pair, finding, state),
    Resources: asffResources(context, pair, subject),
    ...STATUS[state.kind],
  };
};
