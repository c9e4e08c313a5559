import { writeFileSync } from 'node:fs';
import { stateTables } from './state-tables.ts';

writeFileSync(new URL('state-tables.md', import.meta.url), stateTables());
