import { auditPolicyOf } from '#domain/audit/audit-policy.ts';
import { judgeEachUnit, judgePair, whereRead } from '#domain/audit/judge.ts';
import type { Rule } from '#domain/audit/rule.ts';
import { durationWords } from '#domain/explain/duration-words.ts';

export const backupAge: Rule = {
  id: 'backup-age',
  side: 'loadmaster',
  severity: 'medium',
  title: 'Each unit has a backup that is not older than declared',
  why: 'A unit that is lost is made anew from its own backup: without a late one, addresses, routes and HA settings are typed in again from memory.',
  citations: [
    { words: 'High Availability (HA), Feature Description, section 10' },
    { words: 'LoadMaster Interface Description, RESTful API, section 3.19.5' },
  ],
  remedy:
    'make a backup (System Configuration > System Administration > Backup/Restore; on a standby Local Administration > Backup/Restore) and put it into the firmware bucket under backups/<pair>/<unit>/',
  applies: ({ pair }) => auditPolicyOf(pair).backupWithinMs !== undefined,
  check: ({ at, pair, units }) => {
    const { backupWithinMs } = auditPolicyOf(pair);
    if (backupWithinMs === undefined) return judgePair({ unknown: 'no age is declared' });
    const expected = `one of the last ${durationWords(backupWithinMs)}`;
    return judgeEachUnit((unit) =>
      whereRead(units[unit].newestBackup, (newest) => {
        if (newest === 'none') return { seen: 'no backup', expected };
        const ageMs = at - newest;
        return ageMs <= backupWithinMs
          ? undefined
          : { seen: `newest backup ${durationWords(ageMs)} old`, expected };
      }),
    );
  },
};
