import { WEEKDAYS, type WeeklyWindow } from '#domain/estate/estate.ts';
import { type EpochMs, MINUTE_MS } from '#domain/time.ts';
import { placeOf } from '#rehearsal/scenarios/audit-break.ts';
import { auditNow, declareOtherwise } from '#rehearsal/scenarios/audit-course.ts';
import { type AwsCalls, awsCallsSoFar, awsChanges } from '#rehearsal/scenarios/audit-figures.ts';
import { breakFixable, breakRule, FIXABLE, type FixedRule } from '#rehearsal/scenarios/audit-fixes.ts';
import { isServedByOne } from '#rehearsal/scenarios/conditions.ts';
import { noFailedConnections } from '#rehearsal/scenarios/expectations.ts';
import { AT_ANY_TIME, figure } from '#rehearsal/scenarios/geo-course.ts';
import type { Scenario } from '#rehearsal/scenarios/scenario.ts';
import { howItIsSetUp } from '#rehearsal/scenarios/set-up.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import type { PairSpec } from '#rehearsal/world/estate-spec.ts';

const BEHAVIOUR = { partnerPollSeconds: 12, partnerPollTimeoutSeconds: 10 } as const;

const spec = (id: string, region: string, more: Partial<PairSpec> = {}): PairSpec => ({
  id,
  region,
  preferred: 'none',
  behaviour: BEHAVIOUR,
  ...more,
  audit: { fixWindows: AT_ANY_TIME, fixesSecurityGroups: true, ...more.audit },
});

const MENDED = 'mended';
const CLOSED = 'closed';

/** What of each is broken, and has to stay so. */
const LEFT_ALONE: Readonly<Record<string, readonly string[]>> = {
  observed: ['stickiness', 'termination-guard', 'ssh-not-public'],
  [CLOSED]: ['stickiness', 'termination-guard', 'ssh-not-public'],
  'no-groups': ['ssh-not-public'],
};

/** All of a region's. */
const MANY = ['many-1', 'many-2', 'many-3', 'many-4', 'many-5'];
const MANY_BROKEN = ['stickiness', 'deregistration-delay'];

/** 20 % of them would be one, and three may always be. */
const AT_ONCE = 3;

/** On a day that is not today, nor yesterday or tomorrow in any time zone. */
const closedWindow = (now: EpochMs): WeeklyWindow => {
  const day = WEEKDAYS[(new Date(now).getUTCDay() + 2) % WEEKDAYS.length];
  return { days: day === undefined ? [] : [day], from: '01:00', to: '02:00', timeZone: 'UTC' };
};

/** Which of these pairs somebody has touched since they were broken, by the simulated world itself. */
const breakAndLook = async (
  stage: Stage,
  ids: readonly string[],
  rulesOf: (id: string) => readonly string[],
): Promise<readonly string[]> => {
  const places = ids.map((id) => placeOf(stage, id));
  for (const place of places) for (const ruleId of rulesOf(place.pair.id)) await breakRule(place, ruleId);
  const broken = places.map(howItIsSetUp);
  if (stage.hasControlPlane) {
    // Twice: what was not put right the first time is not put right the second time either.
    await auditNow(stage, ids);
    await stage.wait(3 * MINUTE_MS);
    await auditNow(stage, ids);
  }
  await stage.wait(MINUTE_MS);
  return ids.filter((_, at) => {
    const place = places[at];
    return place !== undefined && howItIsSetUp(place) !== broken[at];
  });
};

const fixedRules = ({ facts }: Stage): readonly FixedRule[] =>
  (facts.get('fixed') ?? []) as readonly FixedRule[];

const byAudit = ({ decisions }: Stage) =>
  decisions.filter(({ record }) => record.by === 'audit' && record.actions.length > 0);

const measure = (stage: Stage): Readonly<Record<string, number>> => {
  const { facts } = stage;
  const actions = byAudit(stage).flatMap(({ record }) => record.actions);
  const outcomes = byAudit(stage).flatMap((decision) => decision.outcomes);
  return {
    rulesBroken: fixedRules(stage).length,
    findingsFixed: fixedRules(stage).filter(({ touched, resolved }) => touched && resolved).length,
    rulesTouched: fixedRules(stage).filter(({ touched }) => touched).length,
    touchedThatMustNotBe: Number(facts.get('left-alone') ?? Number.NaN),
    touchedOfMany: Number(facts.get('many') ?? Number.NaN),
    pairsTouched: new Set(byAudit(stage).map(({ pairId }) => pairId)).size,
    journaledFixes: byAudit(stage).length,
    actions: actions.length,
    actionsDone: outcomes.filter(({ kind }) => kind === 'done').length,
    actionsInAws: actions.filter(({ kind }) => kind !== 'set-preference').length,
    awsWrites: awsChanges(stage, (facts.get('calls') ?? new Map()) as AwsCalls),
  };
};

/** Nothing is repaired that nobody wants repaired: not now, not there, not everywhere at once. */
export const auditFix: Scenario = {
  name: 'audit-fix',
  sentence:
    'Whatever the audit may put right is broken: of a pair whose window is open, of some that must not be touched, and of a whole region.',
  pairs: [
    spec(MENDED, 'eu-west-1', { audit: { terminatesConnections: { whenUnhealthy: true } } }),
    spec('observed', 'eu-west-1', { mode: 'observe' }),
    spec(CLOSED, 'eu-west-1'),
    spec('no-groups', 'eu-west-1', { audit: { fixesSecurityGroups: false } }),
    ...MANY.map((id) => spec(id, 'us-east-1')),
  ],
  speed: 10,
  connectionsPerSecond: 1,
  safe: { words: 'the pair serves as before', isSo: isServedByOne },
  play: async (stage) => {
    const { facts, world } = stage;
    facts.set('calls', awsCallsSoFar(stage));
    await stage.cause('of one pair after the other something is broken', async () => {
      if (!stage.hasControlPlane) return;
      const fixWindows = [closedWindow(world.scheduler.now())];
      await declareOtherwise(stage, CLOSED, (pair) => ({
        ...pair,
        ...(pair.audit && { audit: { ...pair.audit, fixWindows } }),
      }));
    });
    facts.set('fixed', await breakFixable(stage, MENDED));
    const leftAlone = await breakAndLook(stage, Object.keys(LEFT_ALONE), (id) => LEFT_ALONE[id] ?? []);
    facts.set('left-alone', leftAlone.length);
    facts.set('many', (await breakAndLook(stage, MANY, () => MANY_BROKEN)).length);
  },
  measure,
  expected: {
    withControlPlane: [
      figure(
        'findingsFixed',
        (rules) => rules === FIXABLE.length,
        `all ${FIXABLE.length} rules that can be put right are, by the next audit’s word`,
      ),
      figure('touchedThatMustNotBe', (pairs) => pairs === 0, 'no pair is touched that must not be'),
      figure('touchedOfMany', (pairs) => pairs === AT_ONCE, `of a whole region ${AT_ONCE} pairs are touched`),
      {
        words: 'every action is in the journal, and done',
        held: ({ figures }) => (figures.actions ?? 0) > 0 && figures.actions === figures.actionsDone,
      },
      {
        words: 'nothing else is changed in AWS',
        held: ({ figures }) => figures.awsWrites === figures.actionsInAws,
      },
      noFailedConnections,
    ],
    withoutControlPlane: [
      figure('rulesBroken', (rules) => rules === FIXABLE.length, 'all of them are broken'),
      figure('rulesTouched', (rules) => rules === 0, 'nothing is put right'),
      figure('touchedOfMany', (pairs) => pairs === 0, 'nor in the other region'),
      noFailedConnections,
    ],
  },
};
