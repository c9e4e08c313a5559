import type { Rule } from '#domain/audit/rule.ts';

const rule = (facts: Omit<Rule, 'check'>): Rule => ({
  ...facts,
  check: () => ({ faults: [], unjudged: [] }),
});

const notNow = () => ({ kind: 'not-now', why: 'a sample' }) as const;

const HA_GUIDE = { words: 'LoadMaster HA for AWS, section 4' };

const page = (words: string, path: string) => ({ words, url: `https://docs.aws.amazon.com/${path}` });

/** Rules that say what rules say, and judge nothing: reports are rendered from what was found. */
export const SAMPLE_RULES: readonly Rule[] = [
  rule({
    id: 'sample-matcher',
    side: 'aws',
    severity: 'critical',
    title: 'The health check takes 200 for healthy, and does not take 503',
    why: 'A standby answers 503. A load balancer that takes this for healthy sends half of the clients to a unit that serves nobody.',
    remedy:
      'set the success codes of the health check to 200 (EC2 > Target groups > Health checks > Edit > Advanced)',
    citations: [
      HA_GUIDE,
      page(
        'Elastic Load Balancing API, Matcher',
        'elasticloadbalancing/latest/APIReference/API_Matcher.html',
      ),
    ],
    fix: notNow,
  }),
  rule({
    id: 'sample-ha-modes',
    side: 'loadmaster',
    severity: 'critical',
    title: 'Each unit has the HA mode that it is declared with, so that the modes differ',
    why: 'Two units of one mode both serve, or neither does; a unit without HA does not take over.',
    remedy: 'set AWS HA Mode of each unit (System Configuration > HA Parameters)',
    citations: [HA_GUIDE],
  }),
  rule({
    id: 'sample-peer-port',
    side: 'aws',
    severity: 'high',
    title: 'The units reach each other on port 6973',
    why: 'Without it a change that is made on one unit never reaches the other.',
    remedy: 'let the units into their own security group on TCP port 6973',
    citations: [page('Amazon EC2 User Guide, Security group rules', 'AWSEC2/latest/UserGuide/sg.html')],
    fix: notNow,
    fixesSecurityGroups: true,
  }),
  rule({
    id: 'sample-same-zone',
    side: 'aws',
    severity: 'high',
    title: 'The units are in different Availability Zones',
    why: 'One zone that fails takes both units with it.',
    remedy: 'move one unit into another zone, with its address declared anew',
    citations: [HA_GUIDE],
  }),
  rule({
    id: 'sample-backup',
    side: 'loadmaster',
    severity: 'medium',
    title: 'There is a backup of each unit that is not older than declared',
    why: 'A unit that is lost is rebuilt as it was when the backup was made.',
    remedy: 'make a backup of the unit into the firmware bucket',
    citations: [{ words: 'LoadMaster Web User Interface, Backup and Restore' }],
    fix: notNow,
  }),
  rule({
    id: 'sample-clock',
    side: 'loadmaster',
    severity: 'low',
    title: 'The clock of each unit is right',
    why: 'Log lines of the two units cannot be put in order.',
    remedy: 'set NTP hosts that the unit reaches (System Configuration > System Administration > Date/Time)',
    citations: [{ words: 'LoadMaster Web User Interface, Date/Time' }],
  }),
];
