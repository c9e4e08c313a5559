import { defineConfig } from 'vitest/config';

/** What needs the output of `npm run package`. */
export default defineConfig({ test: { include: ['test/packaging/template*.test.ts'] } });
