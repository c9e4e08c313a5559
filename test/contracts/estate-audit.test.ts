import { describe, expect, it } from 'vitest';
import { pairInDocument } from '#contracts/api/estate-document.ts';
import { parseEstate } from '#contracts/estate.ts';
import { DEFAULT_AUDIT_POLICY } from '#domain/audit/audit-policy.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { faultsOf, SOUND_ESTATE } from './estate-samples.ts';

const HOUR_MS = 60 * MINUTE_MS;
const WINDOW = '{ days: [sun], from: "03:00", to: "05:00", timeZone: UTC }';

const withAudit = (ofPair: string, ofAll?: string): string => {
  const text = SOUND_ESTATE.replace('    mode: enforce\n', `    mode: enforce\n    audit: ${ofPair}\n`);
  return ofAll === undefined
    ? text
    : text.replace('  preferred: first\n', `  preferred: first\n  audit: ${ofAll}\n`);
};

const auditsOf = (text: string) => {
  const parsed = parseEstate(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.estate.pairs.map(({ audit }) => audit);
};

const EVERYTHING = `{ every: 1h, deregistrationDelay: { least: 10s, most: 2m },
      terminatesConnections: { whenUnhealthy: false, whenDeregistered: true }, minimumFirmware: 7.2.54.14,
      backupWithin: 168h, clockWithin: 5s, expiresWithin: 240h, fixWindows: [${WINDOW}], fixesSecurityGroups: true }`;

const READ = {
  everyMs: HOUR_MS,
  deregistrationDelayMs: { least: 10 * SECOND_MS, most: 2 * MINUTE_MS },
  terminatesConnections: { whenUnhealthy: false, whenDeregistered: true },
  minimumFirmware: '7.2.54.14',
  backupWithinMs: 168 * HOUR_MS,
  clockWithinMs: 5 * SECOND_MS,
  expiresWithinMs: 240 * HOUR_MS,
  fixWindows: [{ days: ['sun'], from: '03:00', to: '05:00', timeZone: 'UTC' }],
  fixesSecurityGroups: true,
};

describe('audits in an estate', () => {
  it('are not there where nobody declares anything about them', () => {
    expect(auditsOf(SOUND_ESTATE).every((audit) => audit === undefined)).toBe(true);
  });

  it('are what the pair says, and what holds anyway where it says nothing', () => {
    expect(auditsOf(withAudit(EVERYTHING))[0]).toEqual(READ);
    expect(auditsOf(withAudit('{}'))[0]).toEqual(DEFAULT_AUDIT_POLICY);
  });

  it('take over from the defaults what the pair does not say itself', () => {
    const [own, other] = auditsOf(withAudit('{ every: 2h, fixesSecurityGroups: false }', EVERYTHING));
    expect(own).toEqual({ ...READ, everyMs: 2 * HOUR_MS, fixesSecurityGroups: false });
    expect(other).toEqual(READ);
  });

  it('are shown in the form in which they are declared', () => {
    const parsed = parseEstate(withAudit(EVERYTHING));
    const [pair] = parsed.ok ? parsed.estate.pairs : [];
    if (pair === undefined) throw new Error('the sample is sound');
    const shown = pairInDocument(pair).audit;
    expect(shown).toMatchObject({ every: '1h', backupWithin: '168h', deregistrationDelay: { most: '2m' } });
    expect(auditsOf(withAudit(JSON.stringify(shown)))[0]).toEqual(READ);
  });

  it.each([
    { mistake: 'an interval too short', audit: '{ every: 14m }', fault: 'audit.every: must be from 15m' },
    { mistake: 'a misspelt key', audit: '{ evry: 1h }', fault: 'audit.evry' },
    {
      mistake: 'a delay longer than AWS takes',
      audit: '{ deregistrationDelay: { most: 2h } }',
      fault: 'deregistrationDelay.most: must be at most 3600s',
    },
    {
      mistake: 'a range that is none',
      audit: '{ deregistrationDelay: { least: 2m, most: 1m } }',
      fault: 'audit.deregistrationDelay: "least" must not exceed "most"',
    },
    {
      mistake: 'a range that is none with what the defaults say',
      audit: '{ deregistrationDelay: { most: 5s } }',
      all: '{ deregistrationDelay: { least: 10s } }',
      fault: 'audit.deregistrationDelay: the least delay, with what "defaults" says, exceeds the most',
    },
    {
      mistake: 'firmware that is none',
      audit: '{ minimumFirmware: latest }',
      fault: 'audit.minimumFirmware: must be a version',
    },
    { mistake: 'no window in a list of windows', audit: '{ fixWindows: [] }', fault: 'audit.fixWindows' },
  ])('refuses $mistake', ({ audit, all, fault }) => {
    const faults = faultsOf(withAudit(audit, all));
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(fault);
  });

  it('take a least delay above the usual most for both', () => {
    const [audit] = auditsOf(withAudit('{ deregistrationDelay: { least: 10m } }'));
    expect(audit?.deregistrationDelayMs).toEqual({ least: 10 * MINUTE_MS, most: 10 * MINUTE_MS });
  });
});
