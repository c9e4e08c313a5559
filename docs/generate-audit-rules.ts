import { writeFileSync } from 'node:fs';
import { auditRules } from './audit-rules.ts';

writeFileSync(new URL('audit-rules.md', import.meta.url), auditRules());
