/** How bad a finding is, worst first: Security Hub's words, without those for what is no fault. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;

export type Severity = (typeof SEVERITIES)[number];
