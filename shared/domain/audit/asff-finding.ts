/*
 * A finding in the AWS Security Finding Format, as far as audits fill it in. In AWS's own names; instants are ISO 8601.
 */

/** @see Security Hub API, Resource */
export interface AsffResource {
  /** `Other` where AWS lists no type for it, as for a target group. */
  readonly Type: 'AwsEc2Instance' | 'Other';
  /** The ARN where there is one. */
  readonly Id: string;
  readonly Partition: AsffPartition;
  readonly Region: string;
}

/** @see Security Hub API, Resource, Partition */
export type AsffPartition = 'aws' | 'aws-cn' | 'aws-us-gov';

/**
 * What a finding provider says. Severity and types are in `FindingProviderFields`, because those at the top are for who
 * reads the findings to change. So is `Workflow`: Security Hub takes it with the first import of an id and never again.
 * @see Security Hub API, AwsSecurityFinding; BatchImportFindings
 */
export interface AsffFinding {
  readonly SchemaVersion: '2018-10-08';
  readonly Id: string;
  readonly ProductArn: string;
  readonly GeneratorId: string;
  readonly AwsAccountId: string;
  readonly FindingProviderFields: {
    readonly Severity: { readonly Label: 'CRITICAL' | 'HIGH' | 'MEDIUM' | 'LOW' };
    readonly Types: readonly string[];
  };
  readonly FirstObservedAt: string;
  readonly LastObservedAt: string;
  readonly CreatedAt: string;
  readonly UpdatedAt: string;
  readonly Title: string;
  readonly Description: string;
  readonly Remediation: { readonly Recommendation: { readonly Text: string; readonly Url?: string } };
  readonly ProductFields: Readonly<Record<string, string>>;
  readonly Resources: readonly AsffResource[];
  readonly Compliance: { readonly Status: 'FAILED' | 'PASSED' | 'NOT_AVAILABLE' };
  readonly Workflow: { readonly Status: 'NEW' | 'SUPPRESSED' | 'RESOLVED' };
  readonly RecordState: 'ACTIVE' | 'ARCHIVED';
}
