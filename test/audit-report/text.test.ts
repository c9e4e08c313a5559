import { describe, expect, it } from 'vitest';
import { auditText } from '#audit-report/text.ts';
import { HOSTILE_REPORT } from './hostile-report.ts';
import { audit, CLOCK, MATCHER, reportFrom, SAMPLE_REPORT, SMALL_REPORT } from './sample-report.ts';

describe('a report in a terminal', () => {
  it('begins with the worst, and says what to do', () => {
    expect(auditText(SMALL_REPORT)).toBe(`\
audit of eu-west-1, 2026-05-01 10:00 UTC: 1 of 3 pairs has a critical finding; 2 more have lesser
ones; 1 has never been audited.
score         81 of 100, 7 better than at the audit before
open          2 critical, 1 high, 2 medium, 2 low
waived        1

brand-new (observe): never audited

shop-web (enforce): score 49 of 100, 25 worse than at the audit before; audited 2 h ago
  - critical, required: The health check takes 200 for healthy, and does not take 503
    (sample-matcher)
      lm-a: success codes 200-599, expected success codes 200, without 503
      lm-b: success codes 200-599, expected success codes 200, without 503
      → set the success codes of the health check to 200 (EC2 > Target groups > Health checks > Edit
        > Advanced)
  - high, required: The units reach each other on port 6973 (sample-peer-port)
      pair: nobody is let in on 6973/tcp, expected both units are let in on 6973/tcp; new
      → let the units into their own security group on TCP port 6973
  - medium, required: There is a backup of each unit that is not older than declared (sample-backup)
      first: the newest backup is 12 d old, expected one that is 7 d old at most
      → make a backup of the unit into the firmware bucket
  - low, required: The clock of each unit is right (sample-clock)
      second: 4 m 10 s behind, expected within 30 s
      → set NTP hosts that the unit reaches (System Configuration > System Administration >
        Date/Time)

search (observe): score 94 of 100, 6 worse than at the audit before; audited 2 h ago
  - medium, required: There is a backup of each unit that is not older than declared (sample-backup)
      first: the newest backup is 12 d old, expected one that is 7 d old at most; the control plane
      set about putting it right 2026-05-01 08:01 UTC
      → make a backup of the unit into the firmware bucket
  ~ waived, high: sample-same-zone, pair: both units in eu-west-1a, expected two zones
      until 2026-05-31 10:00 UTC, search team answers for it: the second zone has no room for this
      instance type until June

mail (observe): score 99 of 100, 50 better than at the audit before; audited 2 h ago
  - low, required: The clock of each unit is right (sample-clock)
      second: 4 m 10 s behind, expected within 30 s
      → set NTP hosts that the unit reaches (System Configuration > System Administration >
        Date/Time)
  + resolved: sample-ha-modes, second: was HA mode first
`);
  });

  it('names in a line the pairs of which there is nothing to say', () => {
    expect(auditText(SAMPLE_REPORT)).toContain('\n\n= nothing found: dns, erp, portal and vpn\n');
  });

  it('tells what nobody could judge, and what was found before and could not be judged since', () => {
    const text = auditText(SAMPLE_REPORT);
    expect(text).toContain('not assessed  8\n');
    expect(text).toContain('  ? not assessed: sample-matcher, lm-a: not read (throttled)\n');
    expect(text.replaceAll(/\s+/g, ' ')).toContain('last seen 2026-05-01 02:00 UTC, not assessed since');
  });

  it('fits a terminal whatever things are called, and moves no cursor', () => {
    const long = { ...MATCHER, subject: 'x'.repeat(300), seen: 'a\u001b[2Jb\r\nc' };
    const text = auditText(reportFrom([audit('lm', { findings: [long] })], { never: ['y'.repeat(120)] }));
    for (const line of `${text}${auditText(HOSTILE_REPORT)}`.split('\n')) {
      expect(line.length).toBeLessThanOrEqual(100);
      expect(line).not.toMatch(/\p{Cc}/u);
    }
  });

  it.each([
    { when: 'no pair is declared', audits: [], says: 'No pair is declared in eu-west-1.' },
    { when: 'nothing is open', audits: [audit('a')], says: 'No open finding in 1 pair.' },
    {
      when: 'one pair has two findings',
      audits: [audit('a', { findings: [MATCHER, CLOCK] }), audit('b')],
      says: '1 of 2 pairs has a critical finding.',
    },
    {
      when: 'the worst is of low severity',
      audits: [audit('a', { findings: [CLOCK] }), audit('b', { findings: [CLOCK] })],
      says: '2 of 2 pairs have a low-severity finding.',
    },
    {
      when: 'nothing could be judged',
      audits: [audit('a', { unjudged: [{ ruleId: 'r', subject: 'pair', why: 'not read' }] })],
      says: 'No open finding in 1 pair; 1 check could not be assessed.',
    },
  ])('says in a sentence that $when', ({ audits, says }) => {
    expect(auditText(reportFrom(audits)).split('UTC: ')[1]).toMatch(new RegExp(`^${says}\n`));
  });
});
