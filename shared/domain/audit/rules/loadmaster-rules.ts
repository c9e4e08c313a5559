import type { Rule } from '#domain/audit/rule.ts';
import { haModes } from '#domain/audit/rules/loadmaster/ha-modes.ts';

/** What LoadMasters say: high availability first, then what it rests on. */
export const LOADMASTER_RULES: readonly Rule[] = [haModes];
