import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estateInDocument } from '#contracts/api/estate-document.ts';
import { parseEstate } from '#contracts/estate.ts';
import type { Pair } from '#domain/estate/estate.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { SAMPLE_PAIR } from '../../docs/state-samples.ts';
import { makeDesk } from './api-desk.ts';

const YAML = { 'content-type': 'application/yaml; charset=utf-8' };

describe('an estate', () => {
  it('is read in the form in which it is applied, and applying it again changes nothing', async () => {
    const desk = await makeDesk();
    const { body } = await desk.ask('GET /estate');
    expect(await desk.ask('PUT /estate', { body })).toMatchObject({
      status: 200,
      body: {
        region: 'eu-west-1',
        dryRun: false,
        created: [],
        changed: [],
        removed: [],
        unchanged: ['pair-a'],
      },
    });
  });

  it('in YAML is applied; what is of other regions is named', async () => {
    const desk = await makeDesk();
    const { body } = await desk.ask('GET /estate');
    const [pair] = (body as { pairs: readonly object[] }).pairs;
    const abroad = JSON.parse(
      JSON.stringify({ ...pair, id: 'pair-far' }).replaceAll('eu-west-1', 'us-east-1'),
    );
    abroad.units.first.instanceId = 'i-0000000000000000c';
    abroad.units.second.instanceId = 'i-0000000000000000d';
    const text = `# a comment\n${JSON.stringify({ pairs: [{ ...pair, mode: 'observe' }, abroad] })}`;
    expect(await desk.ask('PUT /estate', { text, headers: YAML })).toMatchObject({
      status: 200,
      body: { changed: ['pair-a'], elsewhere: ['pair-far'] },
    });
    expect(await desk.ask('GET /pairs')).toMatchObject({
      body: { pairs: [{ id: 'pair-a', mode: 'observe' }] },
    });
  });

  it('is compared and not written in a dry run', async () => {
    const desk = await makeDesk();
    const asked = { text: 'pairs: []', headers: YAML };
    expect(await desk.ask('PUT /estate', { ...asked, query: { dryRun: 'true' } })).toMatchObject({
      status: 200,
      body: { dryRun: true, removed: ['pair-a'] },
    });
    expect((await desk.store.readRegion('eu-west-1')).pairs).toHaveLength(1);
    expect(await desk.ask('PUT /estate', { ...asked, query: { dryRun: 'false' } })).toMatchObject({
      body: { dryRun: false, removed: ['pair-a'] },
    });
    expect((await desk.store.readRegion('eu-west-1')).pairs).toEqual([]);
  });

  it('with errors is refused whole, with every error in its place', async () => {
    const desk = await makeDesk();
    const text = 'pairs:\n  - id: pair-b\n    region: nowhere\n    untis: {}\nstandalone: []\n';
    const { status, body } = await desk.ask('PUT /estate', { text, headers: YAML });
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'invalid-estate' });
    const errors = body.errors as { readonly line: number; readonly path: string }[];
    expect(errors.map(({ line, path }) => `${line} ${path}`)).toEqual(
      expect.arrayContaining(['3 pairs[0].region', '4 pairs[0].untis', '5 standalone']),
    );
    expect(body.message).toContain(`${errors.length} errors`);
    expect((await desk.store.readRegion('eu-west-1')).pairs).toHaveLength(1);
  });

  it.each([
    { what: 'broken YAML', text: 'pairs: [' },
    { what: 'no estate at all', text: 'hello' },
  ])('that is $what is refused with a place', async ({ text }) => {
    const desk = await makeDesk();
    const { status, body } = await desk.ask('PUT /estate', { text, headers: YAML });
    expect({ status, body }).toMatchObject({
      status: 422,
      body: { code: 'invalid-estate', errors: [{ line: 1, column: expect.any(Number) }] },
    });
  });

  it('that removes a pair in the middle of a drain is refused', async () => {
    const desk = await makeDesk();
    await desk.ask('POST /pairs/pair-a/units/second/drain', { body: { release: 'none', why: 'x' } });
    await desk.deliver();
    const { status, body } = await desk.ask('PUT /estate', { text: 'pairs: []', headers: YAML });
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'estate-busy' });
    expect(body.message).toContain('pair-a');
  });
});

const policies = fc.record({
  mode: fc.constantFrom('observe', 'enforce'),
  preferred: fc.constantFrom('first', 'none'),
  intervalS: fc.integer({ min: 5, max: 300 }),
  onRebalance: fc.constantFrom('ignore', 'drain'),
  leadMinutes: fc.integer({ min: 0, max: 744 * 60 }),
  budgetS: fc.integer({ min: 0, max: 48 * 3_600 }),
} as const);

describe('the document of an estate', () => {
  it('parses to the very estate it was made of', () => {
    fc.assert(
      fc.property(policies, ({ mode, preferred, intervalS, onRebalance, leadMinutes, budgetS }) => {
        const pair: Pair = {
          ...SAMPLE_PAIR,
          mode,
          preferred,
          healthCheck: { ...SAMPLE_PAIR.healthCheck, intervalMs: intervalS * SECOND_MS },
          drain: {
            onRebalance,
            maintenanceLeadMs: leadMinutes * MINUTE_MS,
            hookBudgetMs: budgetS * SECOND_MS,
          },
        };
        const standalone = {
          ...SAMPLE_PAIR.units.first,
          instanceId: 'i-0000000000000000f',
          address: '10.0.9.9',
        };
        const alone = {
          ...standalone,
          id: 'alone',
          region: pair.region,
          management: 'https://10.0.9.9:8443',
        };
        const text = JSON.stringify(estateInDocument([pair], [alone]));
        expect(parseEstate(text)).toEqual({ ok: true, estate: { pairs: [pair], standalones: [alone] } });
      }),
      { numRuns: 100, seed: 1 },
    );
  });
});
