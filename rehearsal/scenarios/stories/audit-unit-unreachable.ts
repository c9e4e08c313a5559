import { RULES } from '#domain/audit/rule-pack.ts';
import { SECOND_MS } from '#domain/time.ts';
import { type Mend, placeOf } from '#rehearsal/scenarios/audit-break.ts';
import { TARGET_GROUP_BREAKS } from '#rehearsal/scenarios/audit-breaks-target-groups.ts';
import { auditPairNow, openRules, type ReportedPair } from '#rehearsal/scenarios/audit-course.ts';
import { mostLoadMasterCalls } from '#rehearsal/scenarios/audit-figures.ts';
import { breakRule } from '#rehearsal/scenarios/audit-fixes.ts';
import { isServedByOne } from '#rehearsal/scenarios/conditions.ts';
import { fact, noFailedConnections, nothingIsDone } from '#rehearsal/scenarios/expectations.ts';
import { figure, geoPair, geoStandalone } from '#rehearsal/scenarios/geo-course.ts';
import type { Scenario } from '#rehearsal/scenarios/scenario.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { MANAGEMENT_PORT } from '#rehearsal/world/ports.ts';

const PAIR = 'half-seen';

/** All that is asked of LoadMasters themselves: backups are in a bucket. */
const OF_LOADMASTERS = RULES.filter(({ side, id }) => side === 'loadmaster' && id !== 'backup-age').map(
  ({ id }) => id,
);
const OF_TARGET_GROUPS = Object.keys(TARGET_GROUP_BREAKS);

/** Where nobody but the unit itself looks for it. */
const ELSEWHERE = 9_443;

const setManagementPort = (stage: Stage, port: number): void => {
  const { settings } = stage.find(PAIR).pair.wired.second.management;
  if (!settings.set('apiport', String(port))) throw new Error(`nobody manages a unit on port ${port}`);
};

const isNotAssessed = ({ notAssessed }: ReportedPair, ruleId: string): boolean =>
  notAssessed.some(({ rule }) => rule === ruleId);

/** Those of the rules that neither found something nor said that they could not say: taken for passed. */
const takenForPassed = (pair: ReportedPair, ruleIds: readonly string[]): readonly string[] =>
  ruleIds.filter((id) => !isNotAssessed(pair, id) && !openRules(pair).includes(id));

const isOpen = (pair: ReportedPair, ruleId: string): boolean => openRules(pair).includes(ruleId);

/** Found earlier, and not this time. */
const staysOpen = ({ at, findings }: ReportedPair, ruleId: string): boolean =>
  findings.some(({ rule, lastSeen }) => rule === ruleId && lastSeen !== at);

const whileSilent = async (stage: Stage, mendNtp: Mend): Promise<void> => {
  const { facts } = stage;
  const place = placeOf(stage, PAIR);
  setManagementPort(stage, ELSEWHERE);
  stage.note('the management interface of the standby is not reached any more');
  await mendNtp();
  await breakRule(place, 'clock');
  await breakRule(place, 'stickiness');
  const audited = await auditPairNow(stage, PAIR);
  facts.set('notAssessedSilent', audited.notAssessed.length);
  facts.set('passedSilent', takenForPassed(audited, OF_LOADMASTERS).length);
  facts.set('stays-open', staysOpen(audited, 'ntp'));
  facts.set('aws-goes-on', isOpen(audited, 'stickiness') && !isOpen(audited, 'clock'));
  facts.set(
    'other-unit-goes-on',
    audited.notAssessed.every(({ subject }) => subject !== 'first'),
  );
  facts.set('scored', audited.score !== undefined);
};

const whenBack = async (stage: Stage): Promise<void> => {
  setManagementPort(stage, MANAGEMENT_PORT);
  stage.note('the standby can be reached again');
  await stage.wait(5 * SECOND_MS);
  const audited = await auditPairNow(stage, PAIR);
  stage.facts.set('notAssessedBack', audited.notAssessed.length);
  stage.facts.set('seen-again', !isOpen(audited, 'ntp') && isOpen(audited, 'clock'));
};

const whileThrottled = async (stage: Stage): Promise<void> => {
  const { facts } = stage;
  const end = stage.find(PAIR).region.cloud.faults.inject({
    service: 'elasticloadbalancing',
    fault: { kind: 'error', code: 'Throttling', httpStatus: 400, message: 'Rate exceeded' },
  });
  stage.note('Elastic Load Balancing refuses every call');
  const audited = await auditPairNow(stage, PAIR);
  facts.set('notAssessedThrottled', audited.notAssessed.length);
  facts.set('passedThrottled', takenForPassed(audited, OF_TARGET_GROUPS).length);
  facts.set('stays-open-throttled', staysOpen(audited, 'stickiness'));
  facts.set(
    'loadmasters-go-on',
    isOpen(audited, 'clock') && OF_LOADMASTERS.every((id) => !isNotAssessed(audited, id)),
  );
  end();
  stage.note('it answers again');
  const again = await auditPairNow(stage, PAIR);
  facts.set('notAssessedAtEnd', again.notAssessed.length);
  facts.set('found-at-end', openRules(again).toSorted().join() === 'clock,stickiness');
};

const FIGURES = [
  'notAssessedSilent',
  'passedSilent',
  'notAssessedBack',
  'notAssessedThrottled',
  'passedThrottled',
  'notAssessedAtEnd',
];

/** What nobody could see is neither right nor wrong. */
export const auditUnitUnreachable: Scenario = {
  name: 'audit-unit-unreachable',
  sentence:
    'The management of a unit is not reached, and later Elastic Load Balancing refuses every call: what cannot be seen is not judged.',
  pairs: [
    geoPair(PAIR, 'eu-west-1', {
      audit: { minimumFirmware: '7.2.61.0', terminatesConnections: { whenUnhealthy: true } },
    }),
  ],
  standalones: [geoStandalone('lab', 'eu-west-1')],
  connectionsPerSecond: 1,
  safe: { words: 'the pair serves as before', isSo: isServedByOne },
  play: async (stage) => {
    const place = placeOf(stage, PAIR);
    await stage.cause('something is broken, and then the unit is not reached', async () => {
      const mendNtp = await breakRule(place, 'ntp');
      if (!stage.hasControlPlane) {
        setManagementPort(stage, ELSEWHERE);
        return stage.wait(60 * SECOND_MS);
      }
      stage.facts.set('found', openRules(await auditPairNow(stage, PAIR)).join() === 'ntp');
      await whileSilent(stage, mendNtp);
      await whenBack(stage);
      await whileThrottled(stage);
    });
  },
  measure: (stage) => ({
    ...Object.fromEntries(
      FIGURES.flatMap((name) => (stage.facts.has(name) ? [[name, Number(stage.facts.get(name))]] : [])),
    ),
    loadMasterCalls: mostLoadMasterCalls(stage, stage.causedAt ?? 0),
  }),
  expected: {
    withControlPlane: [
      fact('found', 'what is broken is found while both units answer'),
      figure(
        'notAssessedSilent',
        (rules) => rules >= OF_LOADMASTERS.length - 1,
        'what a silent unit would have to say is not assessed',
      ),
      figure('passedSilent', (rules) => rules === 0, 'none of it is taken for passed'),
      fact('stays-open', 'what was found of it stays open, though somebody has mended it'),
      fact('other-unit-goes-on', 'the other unit is judged as before'),
      fact('aws-goes-on', 'and so is what AWS says: what is broken there is found'),
      fact('scored', 'the pair has a score, of what was judged'),
      figure('notAssessedBack', (rules) => rules === 0, 'when it is reached again all is judged'),
      fact('seen-again', 'what was mended is resolved, what was broken meanwhile is found'),
      figure('passedThrottled', (rules) => rules === 0, 'nor is what AWS does not say taken for passed'),
      fact('stays-open-throttled', 'what was found of it stays open'),
      fact('loadmasters-go-on', 'the LoadMasters are judged as before'),
      figure('notAssessedAtEnd', (rules) => rules === 0, 'at the end all is judged'),
      fact('found-at-end', 'and what is broken is open, nothing else'),
      nothingIsDone,
      noFailedConnections,
    ],
    withoutControlPlane: [
      figure('loadMasterCalls', (calls) => calls === 0, 'nobody asks the units anything'),
      noFailedConnections,
    ],
  },
};
