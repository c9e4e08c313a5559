import { judgeBoth } from '#domain/audit/judge.ts';
import type { Rule } from '#domain/audit/rule.ts';
import { numbersWords, whereVersion } from '#domain/audit/where-version.ts';
import { compareVersions } from '#domain/firmware/version.ts';

export const firmwareEqual: Rule = {
  id: 'firmware-equal',
  side: 'loadmaster',
  severity: 'high',
  title: 'Both units run the same firmware',
  why: 'Two versions are never to be left paired in production: what one synchronises the other may not understand.',
  citations: [
    { words: 'LoadMaster HA for AWS, section 7' },
    { words: 'LoadMaster Interface Description, RESTful API, section 3.3.1' },
  ],
  remedy:
    'bring the pair to one version (POST /rollouts); by hand, update the standby first, then the active unit (Local Administration > Update Software)',
  check: (snapshot) =>
    judgeBoth(snapshot, (said) =>
      whereVersion(said.first.version, (first) =>
        whereVersion(said.second.version, (second) =>
          // Builds of one version are not ranked, and do not count here either.
          compareVersions(first, second) === 0
            ? undefined
            : {
                seen: `first ${numbersWords(first)}, second ${numbersWords(second)}`,
                expected: 'one version on both units',
              },
        ),
      ),
    ),
};
