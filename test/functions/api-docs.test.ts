import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { API_ERRORS } from '#contracts/api/errors.ts';
import type { ApiRoute } from '#contracts/api/route.ts';
import { ROUTES } from '#contracts/api/routes.ts';

const page = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('| `'));

describe('docs/api.md', () => {
  it('has a row for every route', () => {
    const documented = rows.flatMap((row) => /^\| `((?:GET|PUT|POST|DELETE) \S+)` \|/.exec(row)?.[1] ?? []);
    const routes = Object.values<ApiRoute>(ROUTES).map(({ method, path }) => `${method} ${path}`);
    expect(documented.toSorted()).toEqual(routes.toSorted());
  });

  it('has a row for every error code, with its status and meaning', () => {
    const documented = rows.filter((row) => !/`(?:GET|PUT|POST|DELETE) /.test(row));
    const codes = Object.entries(API_ERRORS).map(
      ([code, { status, meaning }]) => `| \`${code}\` | ${status} | ${meaning} |`,
    );
    expect(documented).toEqual(codes);
  });
});
