import { CloudError } from '#rehearsal/cloud/cloud-error.ts';
import { type Finding, type HubOwner, problemsOf } from '#rehearsal/cloud/security-hub/finding.ts';

/** The Security Hub of the region as those see it who send it findings of their own. */
export interface SecurityHub {
  /**
   * BatchImportFindings: those that are right are taken, whatever the others are. A finding with the id of an earlier one
   * takes its place, but for what customers keep in it.
   * @throws CloudError InvalidInputException for no finding, or too many
   * @see AWS Security Hub API Reference, BatchImportFindings
   */
  importFindings(findings: readonly Finding[]): ImportedFindings;
  /** What was imported, by id, in order of the first import. */
  findings(): ReadonlyMap<string, Finding>;
}

export interface ImportedFindings {
  readonly imported: number;
  readonly failed: readonly FailedFinding[];
}

export interface FailedFinding {
  readonly id: string;
  readonly code: 'InvalidInput';
  readonly message: string;
}

/** @see AWS Security Hub API Reference, BatchImportFindings: Findings */
const MOST_FINDINGS = 100;

/** What an import does not change once the finding is there. @see AWS Security Hub API Reference, BatchImportFindings */
const KEPT_BY_CUSTOMERS = ['Note', 'UserDefinedFields', 'VerificationState', 'Workflow'] as const;

const keepCustomers = (finding: Finding, earlier: Finding | undefined): Finding => {
  if (earlier === undefined) return finding;
  const updated: Record<string, unknown> = { ...finding };
  for (const name of KEPT_BY_CUSTOMERS) {
    if (earlier[name] === undefined) delete updated[name];
    else updated[name] = earlier[name];
  }
  return updated;
};

const failedFinding = (finding: Finding, problems: readonly string[]): FailedFinding => ({
  id: typeof finding.Id === 'string' ? finding.Id : '',
  code: 'InvalidInput',
  message: `Finding does not adhere to Amazon Finding Format. ${problems.join(', ')}.`,
});

export const makeSecurityHub = (owner: HubOwner): SecurityHub => {
  const kept = new Map<string, Finding>();
  return {
    findings: () => kept,
    importFindings: (findings) => {
      if (findings.length < 1 || findings.length > MOST_FINDINGS) {
        throw new CloudError(
          'InvalidInputException',
          400,
          `Invalid parameter 'Findings'. data.Findings should have 1 to ${MOST_FINDINGS} items`,
        );
      }
      const failed: FailedFinding[] = [];
      for (const finding of findings) {
        const problems = problemsOf(finding, owner);
        if (problems.length > 0) failed.push(failedFinding(finding, problems));
        else kept.set(String(finding.Id), keepCustomers(finding, kept.get(String(finding.Id))));
      }
      return { imported: findings.length - failed.length, failed };
    },
  };
};
