import {
  type AwsSecurityFinding,
  BatchImportFindingsCommand,
  type SecurityHubClient,
} from '@aws-sdk/client-securityhub';
import { awsFailureCode } from '#aws/aws-failure.ts';
import type { FindingsSink } from '#control/ports.ts';
import type { AsffFinding } from '#domain/audit/asff-finding.ts';

/** @see Security Hub CSPM Partner Integration Guide, Guidelines for using the BatchImportFindings API: 100, and 6 MB */
const FINDINGS_PER_CALL = 100;

const toInput = ({ FindingProviderFields, Resources, ...finding }: AsffFinding): AwsSecurityFinding => ({
  ...finding,
  FindingProviderFields: { ...FindingProviderFields, Types: [...FindingProviderFields.Types] },
  Resources: [...Resources],
});

/**
 * Security Hub of the client's region, which has to be enabled there. One call after the other: the account has ten in a
 * second. A call that fails counts as many failures as it had findings, and the others go on.
 */
export const makeSecurityHub = ({ client }: { readonly client: SecurityHubClient }): FindingsSink => {
  const importBatch = async (batch: readonly AsffFinding[]): Promise<number> => {
    try {
      const answer = await client.send(new BatchImportFindingsCommand({ Findings: batch.map(toInput) }));
      return answer.FailedCount ?? 0;
    } catch (error) {
      // Which failure it was is for CloudTrail; this only tells answers from bugs.
      awsFailureCode(error);
      return batch.length;
    }
  };

  return {
    async report(findings) {
      let failed = 0;
      for (let start = 0; start < findings.length; start += FINDINGS_PER_CALL) {
        failed += await importBatch(findings.slice(start, start + FINDINGS_PER_CALL));
      }
      return { failed };
    },
  };
};
