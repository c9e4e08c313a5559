import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { stateTables } from '../../docs/state-tables.ts';

it('the documented state tables are what the code decides (npm run docs:states)', () => {
  const documented = readFileSync(new URL('../../docs/state-tables.md', import.meta.url), 'utf8');
  expect(stateTables()).toBe(documented);
});
