import { judgeUnits } from '#domain/audit/judge.ts';
import type { Rule } from '#domain/audit/rule.ts';
import { numbersWords, whereVersion } from '#domain/audit/where-version.ts';
import { needsPartnerSecret } from '#domain/firmware/release-line.ts';

/** Of the secret itself no command says anything: only whether it is declared can be judged. */
export const partnerSecret: Rule = {
  id: 'partner-secret',
  side: 'loadmaster',
  severity: 'high',
  title: 'The partner secret is declared where the firmware of a unit needs one',
  why: 'Without a secret in common the units do not connect, and nothing synchronises. Understudy cannot set it on a unit that was replaced or updated, unless it is declared.',
  citations: [
    {
      words: 'LoadMaster Technical Note, Updating the LoadMaster Software, "Set the Partner Shared Secret"',
      url: 'https://docs.progress.com/bundle/loadmaster-technical-note-updating-the-loadmaster-software-ga/page/Set-the-Partner-Shared-Secret.html',
    },
    {
      words: 'Partner Shared Secret configuration (not synchronised)',
      url: 'https://support.kemptechnologies.com/hc/en-us/articles/26479917908621-Partner-Shared-Secret-configuration',
    },
  ],
  remedy:
    'store the secret in Secrets Manager, declare its name as partnerSecret of the pair in the estate file, and set the same on both units (Certificates & Security > Remote Access, on a standby Local Administration > Remote Access)',
  check: (snapshot) =>
    judgeUnits(snapshot, (said) =>
      whereVersion(said.version, (version) =>
        needsPartnerSecret(version) && snapshot.pair.partnerSecret === undefined
          ? {
              seen: 'no partner secret declared',
              expected: `a partner secret, which ${numbersWords(version)} needs`,
            }
          : undefined,
      ),
    ),
};
