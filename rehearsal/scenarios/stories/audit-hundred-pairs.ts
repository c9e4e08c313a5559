import { type DurationMs, MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { auditNow, openFindings } from '#rehearsal/scenarios/audit-course.ts';
import {
  type AwsCalls,
  awsCallsSoFar,
  callsOf,
  mostLoadMasterCalls,
} from '#rehearsal/scenarios/audit-figures.ts';
import { followAudits, turnsOf } from '#rehearsal/scenarios/audit-turns.ts';
import { isServedByOne } from '#rehearsal/scenarios/conditions.ts';
import { nothingIsDone } from '#rehearsal/scenarios/expectations.ts';
import { figure } from '#rehearsal/scenarios/geo-course.ts';
import type { Scenario } from '#rehearsal/scenarios/scenario.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { type PairSpec, REGIONS } from '#rehearsal/world/estate-spec.ts';

const PAIRS_OF_A_REGION = 50;

/** Two hundred machines on two cores: what is checked and polled seldom costs little. */
const SPECS: readonly PairSpec[] = REGIONS.flatMap((region) =>
  Array.from({ length: PAIRS_OF_A_REGION }, (_, at) => ({
    id: `${region}-${at + 1}`,
    region,
    mode: 'observe' as const,
    preferred: 'none' as const,
    healthCheckSeconds: 30,
    behaviour: { partnerPollSeconds: 60, partnerPollTimeoutSeconds: 50 },
    // So that nobody is due again while all are asked for.
    audit: { everyMs: 7 * 24 * 60 * MINUTE_MS },
  })),
);
const IDS = SPECS.map(({ id }) => id);
const TARGET_GROUPS = 2 * IDS.length;

/** `PAIRS_PER_TURN` of the audit's plan. */
const MOST_OF_A_TURN = 20;

const idsOf = (region: string): readonly string[] =>
  SPECS.filter((pair) => pair.region === region).map(({ id }) => id);

/** Calls that only an audit makes, and that are not in bulk. */
const OF_EACH_GROUP = /\.DescribeTargetGroupAttributes$/;
const OF_EACH_PAIR = /\.(DescribeInstanceAttribute|DescribeLoadBalancerAttributes)$/;
/** Watching makes these, too; an audit makes one of each group. */
const OF_WATCH = /\.DescribeTargetHealth$/;

/** Long enough for some passes of `watch`. */
const IDLE_MS: DurationMs = 2 * MINUTE_MS;

const perMinute = (calls: number, ms: DurationMs): number => (calls * MINUTE_MS) / ms;

interface Window {
  readonly calls: AwsCalls;
  readonly ms: DurationMs;
}

/** The calls of a stretch of time. */
const during = async (stage: Stage, happen: () => Promise<unknown>): Promise<Window> => {
  const { scheduler } = stage.world;
  const [from, before] = [scheduler.now(), awsCallsSoFar(stage)];
  await happen();
  const calls = new Map(
    [...awsCallsSoFar(stage)].map(([name, count]) => [name, count - (before.get(name) ?? 0)]),
  );
  return { calls, ms: scheduler.now() - from };
};

const throttled = ({ world }: Stage): number =>
  world.regions.reduce((sum, { cloud }) => sum + cloud.faults.throttled(), 0);

const bySchedule = async (stage: Stage): Promise<void> => {
  const audits = await followAudits(stage, IDS, 16 * MINUTE_MS);
  const turns = REGIONS.map((region) => turnsOf(audits, idsOf(region)));
  for (const [at, region] of REGIONS.entries())
    stage.note(`${region}: pairs audited at each turn: ${turns[at]?.join(', ')}`);
  stage.facts.set('auditedBySchedule', audits.size);
  stage.facts.set('mostAtOneTurn', Math.max(...turns.flat()));
};

const onDemand = async (stage: Stage): Promise<void> => {
  const { facts, world } = stage;
  const idle = await during(stage, () => stage.wait(IDLE_MS));
  const askedAt = world.scheduler.now();
  let open = 0;
  let notAssessed = 0;
  const asked = await during(stage, async () => {
    const pairs = await auditNow(stage, IDS, 10 * MINUTE_MS);
    open = pairs.flatMap(openFindings).length;
    notAssessed = pairs.flatMap((pair) => pair.notAssessed).length;
    for (const why of new Set(pairs.flatMap((pair) => pair.notAssessed.map((one) => one.why))))
      stage.note(`not assessed: ${why}`);
  });
  facts.set('findings', open);
  facts.set('notAssessed', notAssessed);
  facts.set('secondsOnDemand', Math.round(asked.ms / SECOND_MS));
  facts.set('awsCallsPerTargetGroup', callsOf(asked.calls, OF_EACH_GROUP) / TARGET_GROUPS);
  facts.set('awsCallsPerPair', callsOf(asked.calls, OF_EACH_PAIR) / IDS.length);
  facts.set('loadMasterCallsPerUnit', mostLoadMasterCalls(stage, askedAt));
  facts.set('healthCallsPerMinuteIdle', Math.round(perMinute(callsOf(idle.calls, OF_WATCH), idle.ms)));
  facts.set(
    'healthCallsPerMinuteAsked',
    Math.round(perMinute(callsOf(asked.calls, OF_WATCH) - TARGET_GROUPS, asked.ms)),
  );
};

const FIGURES = [
  'auditedBySchedule',
  'mostAtOneTurn',
  'findings',
  'notAssessed',
  'secondsOnDemand',
  'awsCallsPerTargetGroup',
  'awsCallsPerPair',
  'loadMasterCallsPerUnit',
  'healthCallsPerMinuteIdle',
  'healthCallsPerMinuteAsked',
];

/** What an audit of many pairs costs, and whom it keeps from their work. */
export const auditHundredPairs: Scenario = {
  name: 'audit-hundred-pairs',
  sentence:
    'A hundred pairs in two regions are audited by the schedule, twenty at a turn at most, and all at once when somebody asks.',
  pairs: SPECS,
  speed: 8,
  connectionsPerSecond: 0.01,
  safe: { words: 'the pair serves as before', isSo: isServedByOne },
  play: async (stage) => {
    await stage.cause('the schedule audits who is due', async () => {
      if (!stage.hasControlPlane) return stage.wait(MINUTE_MS);
      await bySchedule(stage);
      await onDemand(stage);
    });
    stage.facts.set('throttled', throttled(stage));
  },
  measure: (stage) => ({
    ...Object.fromEntries(
      FIGURES.flatMap((name) => (stage.facts.has(name) ? [[name, Number(stage.facts.get(name))]] : [])),
    ),
    throttledCalls: throttled(stage),
  }),
  expected: {
    withControlPlane: [
      figure('auditedBySchedule', (pairs) => pairs === IDS.length, 'the schedule audits every pair'),
      figure(
        'mostAtOneTurn',
        (pairs) => pairs <= MOST_OF_A_TURN,
        `never more than ${MOST_OF_A_TURN} at a turn`,
      ),
      figure('findings', (findings) => findings === 0, 'nothing is found'),
      figure('notAssessed', (rules) => rules === 0, 'nothing is left unjudged'),
      figure(
        'awsCallsPerTargetGroup',
        (calls) => calls <= 1,
        'attributes are asked for once of each target group',
      ),
      figure(
        'awsCallsPerPair',
        (calls) => calls <= 3,
        'what has no bulk call takes three calls a pair at most',
      ),
      figure('loadMasterCallsPerUnit', (calls) => calls <= 12, 'no unit is asked more than 12 times'),
      figure('throttledCalls', (calls) => calls === 0, 'AWS refuses no call'),
      {
        words: 'watch goes on meanwhile as before',
        held: ({ figures }) =>
          (figures.healthCallsPerMinuteAsked ?? 0) >= 0.9 * (figures.healthCallsPerMinuteIdle ?? Number.NaN),
      },
      nothingIsDone,
    ],
    withoutControlPlane: [figure('awsCalls', (calls) => calls === 0, 'nobody asks AWS anything')],
  },
};
