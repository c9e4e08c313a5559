import { auditPolicyOf } from '#domain/audit/audit-policy.ts';
import { judgePair, judgeUnits } from '#domain/audit/judge.ts';
import type { Rule } from '#domain/audit/rule.ts';
import { numbersWords, whereVersion } from '#domain/audit/where-version.ts';
import { isBelow } from '#domain/firmware/version.ts';

/** By the numbers alone: whoever keeps to a long-term line declares a version of it. */
export const firmwareMinimum: Rule = {
  id: 'firmware-minimum',
  side: 'loadmaster',
  severity: 'high',
  title: 'Each unit runs the declared minimum of firmware or later',
  why: 'Older firmware has holes that are published, some of them open to whoever reaches the management port.',
  citations: [
    { words: 'LoadMaster HA for AWS, section 7.1' },
    { words: 'LoadMaster Interface Description, RESTful API, section 3.3.1' },
    { words: 'LoadMaster Security Vulnerability CVE-2024-1212' },
  ],
  remedy:
    'update the pair (POST /rollouts); by hand, the standby first, then the active unit (Local Administration > Update Software)',
  applies: ({ pair }) => auditPolicyOf(pair).minimumFirmware !== undefined,
  check: (snapshot) => {
    const { minimumFirmware } = auditPolicyOf(snapshot.pair);
    if (minimumFirmware === undefined) return judgePair({ unknown: 'no minimum is declared' });
    return judgeUnits(snapshot, (said) =>
      whereVersion(minimumFirmware, (minimum) =>
        whereVersion(said.version, (version) =>
          isBelow(version, minimum)
            ? { seen: numbersWords(version), expected: `${numbersWords(minimum)} or later` }
            : undefined,
        ),
      ),
    );
  },
};
