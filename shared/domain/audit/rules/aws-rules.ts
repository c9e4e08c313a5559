import type { Rule } from '#domain/audit/rule.ts';
import { matcher } from '#domain/audit/rules/aws/matcher.ts';

/** What AWS says, in the order of a connection's way: load balancer, target groups, instances, their network. */
export const AWS_RULES: readonly Rule[] = [matcher];
