import { otherUnit, type UnitName } from '#domain/estate/estate.ts';
import { type EpochMs, MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { isServedBy } from '#rehearsal/scenarios/conditions.ts';
import {
  allSafe,
  fact,
  hasDone,
  noFailedConnections,
  someFailedConnections,
} from '#rehearsal/scenarios/expectations.ts';
import { failedBetween } from '#rehearsal/scenarios/failed-connections.ts';
import { askToSwitchOver } from '#rehearsal/scenarios/operator.ts';
import { roleChanges, roleChangesByPair } from '#rehearsal/scenarios/role-changes.ts';
import type { Expectation, Scenario } from '#rehearsal/scenarios/scenario.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { bothPrefer, isActive, isStandby, unitOf } from '#rehearsal/scenarios/unit-conditions.ts';
import { setPreferFirst } from '#rehearsal/scenarios/unit-troubles.ts';

const PAIRS = ['refusing', 'accepting'] as const;

/** There, and back. */
const DIRECTIONS = ['second', 'first'] as const;

const SWITCH_WITHIN_MS = 6 * MINUTE_MS;

const askedAt = (stage: Stage, to: UnitName): EpochMs => Number(stage.facts.get(`asked-${to}`));

const isSettledOn = (stage: Stage, pairId: string, to: UnitName): boolean =>
  isServedBy(stage, pairId, to) && isActive(stage, pairId, to) && isStandby(stage, pairId, otherUnit(to));

const unchanged = (stage: Stage, pairId: string, active: UnitName): boolean =>
  isSettledOn(stage, pairId, active) &&
  bothPrefer(stage, pairId, false) &&
  unitOf(stage, pairId, active).cloudHa().healthPort === stage.find(pairId).pair.pair.healthCheck.port;

/** A dry run, and then nothing must have moved. */
const tryDry = async (stage: Stage, to: UnitName): Promise<void> => {
  const request = { to, why: 'firmware of the other unit', dryRun: true };
  const answers = await Promise.all(stage.pairs().map((one) => askToSwitchOver(one, request)));
  for (const line of answers[0]?.plan ?? []) stage.note(`dry run to ${to} says: ${line}`);
  await stage.wait(20 * SECOND_MS);
  const moved = PAIRS.some((pairId) => !unchanged(stage, pairId, otherUnit(to)));
  stage.facts.set(
    `dry-run-${to}`,
    answers.every(({ status, plan = [] }) => status === 200 && plan.length > 0) && !moved,
  );
};

const ask = async (stage: Stage, to: UnitName): Promise<void> => {
  const request = { to, why: 'firmware of the other unit' };
  const answers = await Promise.all(stage.pairs().map((one) => askToSwitchOver(one, request)));
  stage.facts.set(
    `accepted-${to}`,
    answers.every(({ status }) => status === 202),
  );
};

/** What people do: they reboot the first unit; the second gives way to it under Prefer First. */
const switchByHand = (stage: Stage, to: UnitName): void => {
  for (const pairId of PAIRS) {
    if (to === 'second') unitOf(stage, pairId, 'first').reboot();
    else setPreferFirst(stage, pairId, true);
  }
};

const switchOver = async (stage: Stage, to: UnitName): Promise<void> => {
  if (stage.hasControlPlane) await tryDry(stage, to);
  await stage.cause(`the ${to} units are to be active`, async () => {
    stage.facts.set(`asked-${to}`, stage.world.scheduler.now());
    await (stage.hasControlPlane ? ask(stage, to) : switchByHand(stage, to));
  });
  await stage.until(
    `new connections go to the ${to} units alone, and the others stand by`,
    () => PAIRS.every((pairId) => isSettledOn(stage, pairId, to)),
    SWITCH_WITHIN_MS,
  );
  await stage.wait(60 * SECOND_MS);
};

const measure = (stage: Stage): Readonly<Record<string, number>> => ({
  ...roleChangesByPair(stage),
  ...Object.fromEntries(
    PAIRS.flatMap((pairId) =>
      DIRECTIONS.flatMap((to) => {
        const from = askedAt(stage, to);
        const until = to === 'second' ? askedAt(stage, 'first') : undefined;
        const change = roleChanges(stage, pairId).find((one) => one.to === to);
        return [
          [`failed_${pairId}_to-${to}`, failedBetween(stage.find(pairId), from, until)],
          [`seconds_${pairId}_to-${to}`, Math.round(((change?.at ?? Number.NaN) - from) / SECOND_MS)],
        ];
      }),
    ),
  ),
});

const thereAndBack: Expectation = {
  words: 'the roles of each pair change twice: there, and back',
  held: ({ figures }) => PAIRS.every((pairId) => figures[`roleChanges_${pairId}`] === 2),
};

const endsAsBefore = fact('as-before', 'in the end both units have No Preferred Host, as before');

export const switchoverBothWays: Scenario = {
  name: 'switchover-both-ways',
  sentence: 'An operator switches two pairs over to their second unit, and later back.',
  pairs: [
    { id: 'refusing', region: 'eu-west-1', preferred: 'none' },
    {
      id: 'accepting',
      region: 'us-east-1',
      preferred: 'none',
      behaviour: { standbyAcceptsConnections: true },
    },
  ],
  safe: {
    words: 'the second unit alone gets new connections, and serves them',
    isSo: (stage, pairId) => isServedBy(stage, pairId, 'second'),
  },
  play: async (stage) => {
    for (const to of DIRECTIONS) await switchOver(stage, to);
    if (!stage.hasControlPlane) for (const pairId of PAIRS) setPreferFirst(stage, pairId, false);
    stage.facts.set(
      'as-before',
      PAIRS.every((pairId) => isSettledOn(stage, pairId, 'first') && bothPrefer(stage, pairId, false)),
    );
  },
  measure,
  expected: {
    withControlPlane: [
      fact('dry-run-second', 'a dry run to the second unit says what would be done, and does nothing'),
      fact('dry-run-first', 'a dry run back to the first unit likewise'),
      fact('accepted-second', 'the request to the second unit is accepted'),
      fact('accepted-first', 'the request back to the first unit is accepted'),
      allSafe,
      thereAndBack,
      noFailedConnections,
      hasDone('set-health-port', 'the active unit steps out of sight first'),
      endsAsBefore,
    ],
    withoutControlPlane: [thereAndBack, someFailedConnections, endsAsBefore],
  },
};
