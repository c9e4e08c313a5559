import { RULES } from '#domain/audit/rule-pack.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { RESTLESS } from '#rehearsal/scenarios/audit-breaks-ha.ts';
import { ONE_ZONE } from '#rehearsal/scenarios/audit-breaks-instances.ts';
import { type BrokenRule, breakRules } from '#rehearsal/scenarios/audit-broken-rules.ts';
import { auditNow, findingWords, openRules } from '#rehearsal/scenarios/audit-course.ts';
import { isServedByOne } from '#rehearsal/scenarios/conditions.ts';
import { fact } from '#rehearsal/scenarios/expectations.ts';
import { figure, geoPair, geoStandalone } from '#rehearsal/scenarios/geo-course.ts';
import type { Scenario } from '#rehearsal/scenarios/scenario.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';

/** In a GEO cluster, so that every rule concerns it. */
const TESTED = 'tested';

/** Nobody reacts to what is broken: the units look at one another so seldom that neither do they, before it is mended. */
const SLOW = { partnerPollSeconds: 30, partnerPollTimeoutSeconds: 10, rebootSeconds: 20 } as const;

const IDS = [TESTED, ONE_ZONE, RESTLESS];

const brokenRules = ({ facts }: Stage): readonly BrokenRule[] =>
  (facts.get('broken') ?? []) as readonly BrokenRule[];

const count = (stage: Stage, is: (broken: BrokenRule) => boolean): number =>
  brokenRules(stage).filter(is).length;

const isExact = ({ found, others }: BrokenRule): boolean => found.length > 0 && others.length === 0;

const outcomeWords = ({ ruleId, found, others, resolved }: BrokenRule): string => {
  const [first] = found;
  const seen = first === undefined ? 'NOT FOUND' : findingWords(first);
  const also = others.map((other) => `, and ${findingWords(other)}`).join('');
  return `  ${ruleId.padEnd(26)}  ${seen}${also}${resolved ? '' : ' · NOT RESOLVED'}`;
};

/** A rule that nothing has ever broken may as well not be there. */
export const auditEveryRuleBroken: Scenario = {
  name: 'audit-every-rule-broken',
  sentence:
    'Every rule is broken in turn in the simulated world: an audit finds that and nothing else, the next one that it is mended.',
  pairs: [
    geoPair(TESTED, 'eu-west-1', {
      mode: 'observe',
      behaviour: SLOW,
      audit: { terminatesConnections: { whenUnhealthy: true } },
    }),
    {
      id: ONE_ZONE,
      region: 'eu-west-1',
      mode: 'observe',
      preferred: 'none',
      zones: 'same',
      behaviour: SLOW,
    },
    {
      id: RESTLESS,
      region: 'eu-west-1',
      mode: 'observe',
      // It waits to return for as long as this lasts.
      failback: { policy: 'gated', holdDownMs: 4 * 60 * MINUTE_MS },
      activeAtStart: 'second',
      behaviour: { ...SLOW, rebootSeconds: 10 },
    },
  ],
  standalones: [geoStandalone('lab', 'eu-west-1')],
  connectionsPerSecond: 0.2,
  safe: { words: 'one unit serves', isSo: isServedByOne },
  play: async (stage) => {
    const { facts } = stage;
    await stage.cause('nothing is broken but what was built so', async () => {
      if (!stage.hasControlPlane) return;
      const before = (await auditNow(stage, IDS)).flatMap(openRules);
      facts.set('clean-before', before.join() === 'different-zones');
    });
    facts.set('broken', await breakRules(stage, TESTED));
  },
  measure: (stage) => ({
    rulesBroken: brokenRules(stage).length,
    exactlyThatFinding: count(stage, isExact),
    otherFindings: brokenRules(stage).reduce((sum, { others }) => sum + others.length, 0),
    resolvedAfterMend: count(stage, ({ resolved }) => resolved),
  }),
  table: (stage) => (stage.hasControlPlane ? brokenRules(stage).map(outcomeWords) : []),
  expected: {
    withControlPlane: [
      fact('clean-before', 'nothing is found before, but the pair that was built in one zone'),
      figure('rulesBroken', (rules) => rules === RULES.length, `all ${RULES.length} rules are broken`),
      figure(
        'exactlyThatFinding',
        (rules) => rules === RULES.length,
        'each time exactly that rule has findings',
      ),
      figure('otherFindings', (findings) => findings === 0, 'and no other'),
      figure('resolvedAfterMend', (rules) => rules === RULES.length, 'what is mended is resolved'),
    ],
    withoutControlPlane: [
      figure('rulesBroken', (rules) => rules === RULES.length, `all ${RULES.length} rules are broken`),
      figure('exactlyThatFinding', (rules) => rules === 0, 'nobody notices any of it'),
    ],
  },
};
