import { type EpochMs, MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { placeOf } from '#rehearsal/scenarios/audit-break.ts';
import {
  auditNow,
  openFindings,
  type ReportedPair,
  reportedPairs,
} from '#rehearsal/scenarios/audit-course.ts';
import { breakRule } from '#rehearsal/scenarios/audit-fixes.ts';
import { isServedByOne } from '#rehearsal/scenarios/conditions.ts';
import { fact, noFailedConnections } from '#rehearsal/scenarios/expectations.ts';
import { type FindingCall, followFindingCalls } from '#rehearsal/scenarios/finding-calls.ts';
import { AT_ANY_TIME, figure } from '#rehearsal/scenarios/geo-course.ts';
import { sendToApi } from '#rehearsal/scenarios/operator.ts';
import type { Scenario } from '#rehearsal/scenarios/scenario.ts';
import { howItIsSetUp } from '#rehearsal/scenarios/set-up.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import type { PairSpec } from '#rehearsal/world/estate-spec.ts';

/** The same is broken of both; of one of them somebody has accepted that. */
const ACCEPTED = 'accepted';
const BESIDE = 'beside';
const IDS = [ACCEPTED, BESIDE];

/** A critical one that the audit could put right. */
const RULE = 'partner-port';

const spec = (id: string): PairSpec => ({
  id,
  region: 'eu-west-1',
  preferred: 'none',
  audit: { fixWindows: AT_ANY_TIME, fixesSecurityGroups: true },
});

const LASTS_MS = 8 * MINUTE_MS;

/** For fixes to be made, and to show. */
const AFTER_AUDIT_MS = 30 * SECOND_MS;

const placeWaiver = async (stage: Stage, until: EpochMs, change: object = {}): Promise<number> => {
  const body = {
    rule: RULE,
    pair: ACCEPTED,
    owner: 'network team',
    why: 'the units synchronise by another network until it is rebuilt',
    until: new Date(until).toISOString(),
    ...change,
  };
  return (await sendToApi(stage.find(ACCEPTED), 'POST', '/audit/waivers', body)).status;
};

/** Without somebody who answers for it, a reason and an end there is no waiver. */
const areRefused = async (stage: Stage, until: EpochMs): Promise<boolean> => {
  const without = [{ owner: '' }, { why: '' }, { until: undefined }, { until: '2020-01-01T00:00:00Z' }];
  const statuses = await Promise.all(without.map((change) => placeWaiver(stage, until, change)));
  return statuses.every((status) => status >= 400 && status < 500);
};

/** What Security Hub says of the pair's findings: until when they are accepted. */
const acceptedInSecurityHub = (stage: Stage): number => {
  const findings = [...stage.find(ACCEPTED).region.cloud.securityHub.findings().values()];
  return findings.filter((finding) => JSON.stringify(finding).includes('understudy/waivedUntil')).length;
};

const one = (pairs: readonly ReportedPair[], pairId: string): ReportedPair => {
  const found = pairs.find(({ pair }) => pair === pairId);
  if (found === undefined) throw new Error(`${pairId} is not in the report`);
  return found;
};

const callsTo = ({ facts }: Stage, pairId: string): number =>
  ((facts.get('calls') ?? []) as readonly FindingCall[]).filter((call) => call.pairId === pairId).length;

const noteWhileWaived = async (stage: Stage, broken: string): Promise<void> => {
  const { facts } = stage;
  const pairs = await reportedPairs(stage, IDS);
  const accepted = one(pairs, ACCEPTED);
  facts.set('scoreWaived', accepted.score ?? Number.NaN);
  facts.set('waivedFindings', accepted.findings.length - openFindings(accepted).length);
  facts.set('countedWhileWaived', openFindings(accepted).length);
  facts.set('acceptedInSecurityHub', acceptedInSecurityHub(stage));
  facts.set('calledWhileWaived', callsTo(stage, ACCEPTED));
  facts.set('left-alone', howItIsSetUp(placeOf(stage, ACCEPTED)) === broken);
};

const noteWhenOver = async (stage: Stage, broken: string): Promise<void> => {
  const { facts } = stage;
  const before = one(await reportedPairs(stage, IDS), ACCEPTED);
  facts.set('scoreWhenOver', before.score ?? Number.NaN);
  facts.set('countedWhenOver', openFindings(before).length);
  await auditNow(stage, [ACCEPTED]);
  await stage.wait(AFTER_AUDIT_MS);
  facts.set('fixed', howItIsSetUp(placeOf(stage, ACCEPTED)) !== broken);
  const after = one(await auditNow(stage, [ACCEPTED]), ACCEPTED);
  facts.set('scoreAtEnd', after.score ?? Number.NaN);
};

const withControlPlane = async (stage: Stage): Promise<void> => {
  const { facts, world } = stage;
  const until = world.scheduler.now() + LASTS_MS;
  facts.set('refused', await areRefused(stage, until));
  const status = await placeWaiver(stage, until);
  stage.note(`the risk is accepted for ${LASTS_MS / MINUTE_MS} minutes (${status})`);
  for (const id of IDS) await breakRule(placeOf(stage, id), RULE);
  const [broken, beside] = IDS.map((id) => howItIsSetUp(placeOf(stage, id)));
  const judged = await auditNow(stage, IDS);
  facts.set('scoreBeside', one(judged, BESIDE).score ?? Number.NaN);
  await stage.wait(AFTER_AUDIT_MS);
  facts.set('beside-fixed', howItIsSetUp(placeOf(stage, BESIDE)) !== beside);
  await noteWhileWaived(stage, broken ?? '');
  await stage.wait(until - world.scheduler.now() + SECOND_MS);
  stage.note('the waiver is over');
  await noteWhenOver(stage, broken ?? '');
};

const FIGURES = [
  'scoreWaived',
  'scoreBeside',
  'scoreWhenOver',
  'scoreAtEnd',
  'waivedFindings',
  'countedWhileWaived',
  'countedWhenOver',
  'acceptedInSecurityHub',
  'calledWhileWaived',
];

/** An accepted risk is listed, with who answers for it, and is nobody's alarm until it is over. */
export const auditWaiver: Scenario = {
  name: 'audit-waiver',
  sentence:
    'A critical finding is waived for eight minutes: it does not count, and is not put right, until then.',
  pairs: IDS.map(spec),
  connectionsPerSecond: 1,
  safe: { words: 'the pair serves as before', isSo: isServedByOne },
  play: async (stage) => {
    stage.facts.set('calls', followFindingCalls(stage));
    await stage.cause('something critical is to be broken of two pairs', async () => {
      if (stage.hasControlPlane) return withControlPlane(stage);
      for (const id of IDS) await breakRule(placeOf(stage, id), RULE);
      const broken = IDS.map((id) => howItIsSetUp(placeOf(stage, id))).join();
      await stage.wait(LASTS_MS);
      stage.facts.set('as-it-is', IDS.map((id) => howItIsSetUp(placeOf(stage, id))).join() === broken);
    });
  },
  measure: (stage) => ({
    ...Object.fromEntries(
      FIGURES.flatMap((name) => (stage.facts.has(name) ? [[name, Number(stage.facts.get(name))]] : [])),
    ),
    calledAtEnd: callsTo(stage, ACCEPTED),
    calledToOther: callsTo(stage, BESIDE),
  }),
  expected: {
    withControlPlane: [
      fact('refused', 'without owner, reason, end, or with an end that is past, there is no waiver'),
      figure(
        'waivedFindings',
        (findings) => findings === 2,
        'the findings of both units are listed as waived',
      ),
      figure('countedWhileWaived', (findings) => findings === 0, 'and do not count as open'),
      figure('scoreWaived', (score) => score === 100, 'the pair scores 100'),
      figure('scoreBeside', (score) => score < 50, 'where nobody has accepted it, below 50'),
      figure('calledWhileWaived', (calls) => calls === 0, 'nobody is called to what is waived'),
      figure('calledToOther', (calls) => calls === 2, 'somebody is to the same of the other pair'),
      figure(
        'acceptedInSecurityHub',
        (findings) => findings === 2,
        'Security Hub is told that they are accepted',
      ),
      fact('left-alone', 'what is waived is not put right, though the window is open'),
      fact('beside-fixed', 'the same of the other pair is'),
      figure('countedWhenOver', (findings) => findings === 2, 'when the waiver is over they count again'),
      figure('scoreWhenOver', (score) => score < 50, 'and so in the score'),
      figure('calledAtEnd', (calls) => calls === 2, 'somebody is called to them'),
      fact('fixed', 'and are put right'),
      figure('scoreAtEnd', (score) => score === 100, 'after which nothing is open'),
      noFailedConnections,
    ],
    withoutControlPlane: [
      fact('as-it-is', 'nobody puts anything right'),
      figure('calledToOther', (calls) => calls === 0, 'nobody is called'),
      noFailedConnections,
    ],
  },
};
