import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { parseEstate } from '#contracts/estate.ts';
import { estateFile } from '#contracts/estate-file.ts';
import { DEFAULT_AUDIT_POLICY } from '#domain/audit/audit-policy.ts';
import type { Estate, Pair } from '#domain/estate/estate.ts';
import { faultsOf, SOUND_ESTATE } from './estate-samples.ts';

const estateOf = (text: string): Estate => {
  const parsed = parseEstate(text);
  expect(parsed).toMatchObject({ ok: true });
  return parsed.ok ? parsed.estate : { pairs: [], standalones: [] };
};

const pairNamed = ({ pairs }: Estate, id: string): Partial<Pair> =>
  pairs.find((pair) => pair.id === id) ?? {};

describe('an estate', () => {
  it('is the same in YAML and in JSON', () => {
    expect(estateOf(JSON.stringify(parse(SOUND_ESTATE)))).toEqual(estateOf(SOUND_ESTATE));
  });

  it('keeps what a pair says itself, in milliseconds', () => {
    expect(pairNamed(estateOf(SOUND_ESTATE), 'edge')).toMatchObject({
      mode: 'enforce',
      healthCheck: { port: 8444, handoverPort: 8445, intervalMs: 10_000, healthyThreshold: 3 },
      drain: { onRebalance: 'drain', maintenanceLeadMs: 7_200_000, hookBudgetMs: 1_800_000 },
    });
  });

  it('takes what a pair leaves out from the file’s defaults, and the rest from ours', () => {
    const { units, targetGroups, ...core } = pairNamed(estateOf(SOUND_ESTATE), 'core');
    expect(core).toEqual({
      id: 'core',
      region: 'eu-west-1',
      mode: 'observe',
      preferred: 'first',
      failback: { policy: 'native', holdDownMs: 300_000, windows: [], flapLimit: 3, flapWithinMs: 3_600_000 },
      splitBrain: 'repair',
      healthCheck: {
        port: 8444,
        handoverPort: 8445,
        intervalMs: 10_000,
        healthyThreshold: 2,
        unhealthyThreshold: 2,
      },
      drain: { onRebalance: 'ignore', maintenanceLeadMs: 3_600_000, hookBudgetMs: 3_600_000 },
    });
  });

  it('has room for a hundred target groups in a pair, and no more: they have to fit into one item', () => {
    const arn = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/core';
    const withTargetGroups = (count: number) => {
      const list = Array.from({ length: count }, (_, index) => `${arn}/${String(index).padStart(16, '0')}`);
      return SOUND_ESTATE.replace(`[${arn}/0000000000000003]`, JSON.stringify(list));
    };
    expect(pairNamed(estateOf(withTargetGroups(100)), 'core').targetGroups).toHaveLength(100);
    expect(faultsOf(withTargetGroups(101))).toEqual([
      '47:19 pairs[1].targetGroups: must have at most 100 entries',
    ]);
  });

  it('lets a pair override one value of a group that the defaults set whole', () => {
    const defaults = 'healthCheck: {port: 9000, handoverPort: 9001, interval: 5m}';
    const text = SOUND_ESTATE.replace('preferred: first', defaults).replace('      port: 8444\n', '');
    const estate = estateOf(text);
    expect(pairNamed(estate, 'edge').healthCheck).toMatchObject({
      port: 9000,
      handoverPort: 8445,
      intervalMs: 10_000,
    });
    expect(pairNamed(estate, 'core').healthCheck).toMatchObject({
      port: 9000,
      handoverPort: 9001,
      intervalMs: 300_000,
    });
  });

  it.each([
    { what: 'a fingerprint as openssl prints it', from: 'a1'.repeat(32), to: `${'A1:'.repeat(31)}A1` },
    { what: 'a slash behind an endpoint', from: 'https://10.0.0.1:8443', to: 'https://10.0.0.1:8443/' },
    { what: 'the port that https has anyway', from: 'https://10.0.0.3', to: 'https://10.0.0.3:443' },
    { what: 'an endpoint in upper case', from: 'https://core-2.example', to: 'HTTPS://CORE-2.example' },
    { what: 'another unit of time', from: 'maintenanceLead: 2h', to: 'maintenanceLead: 120m' },
  ])('reads $what as the same', ({ from, to }) => {
    const text = SOUND_ESTATE.replace(from, to);
    expect(text).not.toBe(SOUND_ESTATE);
    expect(estateOf(text)).toEqual(estateOf(SOUND_ESTATE));
  });

  it('may use an address again in another region: networks overlap', () => {
    const text = SOUND_ESTATE.replace('id: lab\n    region: eu-west-1', 'id: lab\n    region: us-gov-west-1')
      .replace('address: 10.0.0.5', 'address: 10.0.0.1')
      .replace('https://10.0.0.5:8443', 'https://10.0.0.1:8443');
    expect(estateOf(text).standalones).toMatchObject([
      { address: '10.0.0.1', management: 'https://10.0.0.1:8443' },
    ]);
  });

  it('may declare nothing at all', () => {
    expect(parseEstate('pairs: []')).toEqual({ ok: true, estate: { pairs: [], standalones: [] } });
  });
});

/** Every key of a schema that is a value, as `healthCheck.port`. */
const keysOf = (schema: unknown, prefix: string): readonly string[] => {
  if (schema instanceof z.ZodOptional) return keysOf(schema.unwrap(), prefix);
  // Of a list of mappings, such as the windows, the keys stand in a table of their own.
  if (schema instanceof z.ZodArray && schema.element instanceof z.ZodObject)
    return [prefix, ...Object.keys(schema.element.shape)];
  if (!(schema instanceof z.ZodObject)) return [prefix];
  return Object.entries(schema.shape).flatMap(([key, value]) =>
    keysOf(value, prefix ? `${prefix}.${key}` : key),
  );
};

describe('the documentation', () => {
  const manual = readFileSync(new URL('../../docs/estate.md', import.meta.url), 'utf8');
  const { units, ...pair } = estateFile.shape.pairs.element.shape;
  const keys = [
    ...Object.keys(estateFile.shape),
    ...keysOf(z.object(pair), ''),
    ...keysOf(units.shape.first, ''),
  ];

  it.each(keys)('has a row for %s', (key) => {
    expect(manual).toContain(`| \`${key}\` |`);
  });

  it('states the defaults that hold', () => {
    const stated = [...manual.matchAll(/^\| `([\w.]+)` \| `([^`]+)` \|/gm)].map(
      ([, key = '', value = '']) => ({ key, value }),
    );
    expect(stated).toHaveLength(22);
    const bare = SOUND_ESTATE.replace('  preferred: first\n', '  mode: observe\n');
    const spelled = stated.map(({ key, value }) => {
      const [group, name] = key.split('.');
      return name === undefined ? `  ${group}: ${value}\n` : `  ${group}: {${name}: ${value}}\n`;
    });
    for (const line of spelled) {
      const { audit = DEFAULT_AUDIT_POLICY, ...pair } = pairNamed(
        estateOf(SOUND_ESTATE.replace('  preferred: first\n', line)),
        'core',
      );
      expect(pair).toEqual(pairNamed(estateOf(bare), 'core'));
      expect(audit).toEqual(DEFAULT_AUDIT_POLICY);
    }
  });

  it('shows a failback that can be declared', () => {
    const [, example = ''] = /^```yaml\n([\s\S]*?)^```/m.exec(manual) ?? [];
    expect(
      pairNamed(estateOf(SOUND_ESTATE.replace('defaults:\n  preferred: first\n', example)), 'core'),
    ).toMatchObject({
      failback: {
        policy: 'gated',
        holdDownMs: 600_000,
        windows: [
          { days: ['sat', 'sun'], from: '02:00', to: '04:00', timeZone: 'Europe/Dublin' },
          { days: ['wed'], from: '23:00', to: '01:00', timeZone: 'Europe/Dublin' },
        ],
      },
    });
  });

  it('has an example that is an estate', () => {
    const example = readFileSync(new URL('../../docs/estate.example.yaml', import.meta.url), 'utf8');
    const { pairs, standalones } = estateOf(example);
    expect(pairs.map(({ id, mode }) => ({ id, mode }))).toEqual([
      { id: 'edge-dublin', mode: 'enforce' },
      { id: 'edge-virginia', mode: 'observe' },
    ]);
    expect(standalones.map(({ id }) => id)).toEqual(['lab']);
  });
});
