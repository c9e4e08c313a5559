import type { Rule } from '#domain/audit/rule.ts';
import { AWS_RULES } from '#domain/audit/rules/aws-rules.ts';
import { LOADMASTER_RULES } from '#domain/audit/rules/loadmaster-rules.ts';

/** Every rule, in the order of reports. */
export const RULES: readonly Rule[] = [...AWS_RULES, ...LOADMASTER_RULES];
