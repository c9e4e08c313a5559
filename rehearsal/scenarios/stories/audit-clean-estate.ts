import { MINUTE_MS } from '#domain/time.ts';
import { auditNow, findingWords, openFindings, reportedPairs } from '#rehearsal/scenarios/audit-course.ts';
import { awsCallsSoFar, awsChanges, mostLoadMasterCalls } from '#rehearsal/scenarios/audit-figures.ts';
import { isServedByOne } from '#rehearsal/scenarios/conditions.ts';
import { noFailedConnections, nothingIsDone } from '#rehearsal/scenarios/expectations.ts';
import { figure, geoPair, geoStandalone } from '#rehearsal/scenarios/geo-course.ts';
import type { Scenario } from '#rehearsal/scenarios/scenario.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { touchFigures } from '#rehearsal/scenarios/units-touched.ts';
import { putBackups } from '#rehearsal/world/backup-shelf.ts';
import type { PairSpec } from '#rehearsal/world/estate-spec.ts';

const DAY_MS = 24 * 60 * MINUTE_MS;

/** Held to more than everybody is. */
const STRICT = geoPair('strict', 'eu-west-1', {
  audit: {
    minimumFirmware: '7.2.61.1',
    backupWithinMs: DAY_MS,
    deregistrationDelayMs: { least: 60_000, most: 60_000 },
    terminatesConnections: { whenUnhealthy: true, whenDeregistered: false },
  },
});

/** Patient with one another: fourteen machines on two cores now and then answer late. */
const BEHAVIOUR = { partnerPollSeconds: 6, partnerPollTimeoutSeconds: 5 } as const;

const SPECS: readonly PairSpec[] = [
  STRICT,
  geoPair('virginia', 'us-east-1', { geoMaster: 'second' }),
  { id: 'native', region: 'eu-west-1' },
  { id: 'gated', region: 'us-east-1', failback: { policy: 'gated' }, activeAtStart: 'second' },
  { id: 'observed', region: 'us-east-1', mode: 'observe', preferred: 'none' },
  { id: 'grouped', region: 'us-east-1', terminateHookSeconds: 300 },
  // Without a partner secret, which it does not know yet.
  { id: 'older', region: 'eu-west-1', version: '7.2.58.0.22620.RELEASE' },
];
const PAIRS = SPECS.map((spec): PairSpec => ({ ...spec, behaviour: BEHAVIOUR }));
const IDS = PAIRS.map(({ id }) => id);

/** What the last audit of each pair says, and what all of that took. */
const noteAudits = async (stage: Stage): Promise<void> => {
  const pairs = await reportedPairs(stage, IDS);
  for (const pair of pairs) {
    for (const finding of openFindings(pair)) stage.note(`${pair.pair}: ${findingWords(finding)}`);
    for (const { rule, subject, why } of pair.notAssessed)
      stage.note(`${pair.pair}: ${rule}, ${subject} is not assessed: ${why}`);
  }
  stage.facts.set('findings', pairs.flatMap(openFindings).length);
  stage.facts.set('notAssessed', pairs.flatMap(({ notAssessed }) => notAssessed).length);
  stage.facts.set('leastScore', Math.min(...pairs.map(({ score = 0 }) => score)));
  stage.facts.set('pairsAudited', pairs.filter(({ at }) => at !== undefined).length);
};

const FACTS = ['pairsAudited', 'findings', 'notAssessed', 'leastScore', 'awsChanges', 'loadMasterCalls'];

/** A tool that finds fault with what is right is switched off within a week. */
export const auditCleanEstate: Scenario = {
  name: 'audit-clean-estate',
  sentence:
    'Seven pairs in two regions, set up as the manual has it, are audited: nothing is found, nothing changed.',
  pairs: PAIRS,
  standalones: [geoStandalone('lab', 'eu-west-1')],
  speed: 10,
  connectionsPerSecond: 1,
  safe: { words: 'the pair serves as before', isSo: isServedByOne },
  play: async (stage) => {
    const { world, facts } = stage;
    const { region, pair } = stage.find(STRICT.id);
    await putBackups(region, pair, world.scheduler.now());
    const before = awsCallsSoFar(stage);
    await stage.cause('all pairs are to be audited', async () => {
      if (!stage.hasControlPlane) return stage.wait(2 * MINUTE_MS);
      await auditNow(stage, IDS);
      facts.set('loadMasterCalls', mostLoadMasterCalls(stage, stage.causedAt ?? 0));
      await stage.wait(MINUTE_MS);
      await noteAudits(stage);
    });
    facts.set('awsChanges', awsChanges(stage, before));
  },
  measure: (stage) => ({
    ...touchFigures(stage),
    ...Object.fromEntries(
      FACTS.flatMap((name) => (stage.facts.has(name) ? [[name, Number(stage.facts.get(name))]] : [])),
    ),
  }),
  expected: {
    withControlPlane: [
      figure('pairsAudited', (pairs) => pairs === IDS.length, 'every pair is audited'),
      figure('findings', (findings) => findings === 0, 'nothing is found'),
      figure('notAssessed', (rules) => rules === 0, 'nothing is left unjudged'),
      figure('leastScore', (score) => score === 100, 'every pair scores 100'),
      figure('loadMasterWrites', (writes) => writes === 0, 'nothing is written to any LoadMaster'),
      figure('loadMasterBoots', (boots) => boots === 0, 'no LoadMaster is rebooted'),
      figure('awsChanges', (changes) => changes === 0, 'nothing is changed in AWS'),
      nothingIsDone,
      noFailedConnections,
    ],
    withoutControlPlane: [
      figure('awsChanges', (changes) => changes === 0, 'nothing is changed in AWS'),
      noFailedConnections,
    ],
  },
};
