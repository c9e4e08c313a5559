import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ApiRoute } from '#contracts/api/route.ts';
import { ROUTES } from '#contracts/api/routes.ts';
import published from '../../docs/openapi.json' with { type: 'json' };
import { openApiText } from '../../docs/openapi.ts';

interface HttpApiEvent {
  readonly httpApi?: {
    readonly method: string;
    readonly path: string;
    readonly authorizer?: { readonly type: string };
  };
}

const declared = (): readonly NonNullable<HttpApiEvent['httpApi']>[] => {
  const text = readFileSync(new URL('../../serverless.yml', import.meta.url), 'utf8');
  // CloudFormation's own tags stay unresolved: no route has one.
  const service: { readonly functions: { readonly api: { readonly events: readonly HttpApiEvent[] } } } =
    parse(text, {
      logLevel: 'silent',
    });
  return service.functions.api.events.flatMap(({ httpApi }) => httpApi ?? []);
};

const names = (routes: readonly { readonly method: string; readonly path: string }[]): readonly string[] =>
  routes.map(({ method, path }) => `${method} ${path}`).toSorted();

describe('the routes', () => {
  it('are those that serverless.yml declares', () => {
    expect(names(declared())).toEqual(names(Object.values<ApiRoute>(ROUTES)));
  });

  it('are let through by IAM alone, every one', () => {
    const open = declared().filter(({ authorizer }) => authorizer?.type !== 'aws_iam');
    expect(names(open)).toEqual([]);
  });

  it('are what docs/openapi.json publishes (npm run docs:openapi)', () => {
    expect(JSON.parse(openApiText())).toEqual(published);
  });

  it('name every schema that the description points to', () => {
    const pointers = [...openApiText().matchAll(/"\$ref": "#\/(.+?)"/g)].map(([, pointer]) => pointer ?? '');
    const at = (pointer: string): unknown =>
      pointer
        .split('/')
        .reduce<unknown>(
          (value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key],
          published,
        );
    expect(pointers.filter((pointer) => at(pointer) === undefined)).toEqual([]);
  });
});
