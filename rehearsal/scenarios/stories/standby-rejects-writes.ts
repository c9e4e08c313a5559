import { otherUnit, UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { isServedBy, rememberedState } from '#rehearsal/scenarios/conditions.ts';
import { calledTo, decided, fact, noFailedConnections } from '#rehearsal/scenarios/expectations.ts';
import { askToSwitchOver } from '#rehearsal/scenarios/operator.ts';
import { roleChangesByPair } from '#rehearsal/scenarios/role-changes.ts';
import type { Scenario } from '#rehearsal/scenarios/scenario.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { isStandby } from '#rehearsal/scenarios/unit-conditions.ts';
import { whatCouldBeTouched } from '#rehearsal/scenarios/untouched.ts';
import type { PairSpec } from '#rehearsal/world/estate-spec.ts';

const RETURNS = 'return-403';
const SWITCHES = 'switch-422';
const MAY_NOT = 'may-only-look';

const GOES_TO: Readonly<Record<string, UnitName>> = {
  [RETURNS]: 'first',
  [SWITCHES]: 'second',
  [MAY_NOT]: 'first',
};

const RETURNING = {
  failback: { policy: 'gated', holdDownMs: 30 * SECOND_MS },
  activeAtStart: 'second',
} as const satisfies Partial<PairSpec>;

const goal = (pairId: string): UnitName => GOES_TO[pairId] ?? 'first';

const isDone = (stage: Stage, pairId: string): boolean =>
  isServedBy(stage, pairId, goal(pairId)) && isStandby(stage, pairId, otherUnit(goal(pairId)));

/** What a standby with this habit says to a change of what the pair shares, as a person would make it. */
const statusOfSharedWrite = (stage: Stage, pairId: string): number => {
  const { pair } = stage.find(pairId);
  const standby = UNIT_NAMES.find((unit) => isStandby(stage, pairId, unit));
  if (standby === undefined) throw new Error(`${pairId} has no standby`);
  const { user, password }: { user: string; password: string } = JSON.parse(
    pair.secrets.get(pair.pair.units[standby].credentials) ?? '',
  );
  const outcome = pair.wired[standby].management.perform({
    command: 'set',
    parameters: [
      ['param', 'snat'],
      ['value', 'no'],
    ],
    credentials: { kind: 'password', user, password },
    wire: 'v2',
  });
  const failed = outcome.kind === 'replied' && outcome.reply.kind === 'failed';
  return failed && outcome.reply.kind === 'failed' ? outcome.reply.code : 200;
};

/** Of our calls, by the units' own logs: those that were refused. */
const refusedCalls = (stage: Stage, pairId: string): number => {
  const { wired } = stage.find(pairId).pair;
  return UNIT_NAMES.flatMap((unit) => wired[unit].accessLog.entries(stage.causedAt)).filter(
    ({ status }) => status !== 'dropped' && status >= 400,
  ).length;
};

const haltedBecause = async (stage: Stage, pairId: string): Promise<string | undefined> => {
  const operation = (await rememberedState(stage, pairId))?.operation;
  return operation?.kind === 'halted' ? operation.because : undefined;
};

const IDS = [RETURNS, SWITCHES, MAY_NOT] as const;

/** It is not published what a standby's API refuses. What a change of roles writes there belongs to the unit alone. */
export const standbyRejectsWrites: Scenario = {
  name: 'standby-rejects-writes',
  sentence:
    'Standbys refuse to change what the pair shares, by 403 and 422, while roles change; one user may only look.',
  pairs: [
    { id: RETURNS, region: 'eu-west-1', ...RETURNING, behaviour: { standbyRejectsWrites: 403 } },
    // Prefer First on both: the second has to be set otherwise while it stands by.
    { id: SWITCHES, region: 'us-east-1', behaviour: { standbyRejectsWrites: 422 } },
    { id: MAY_NOT, region: 'us-east-1', ...RETURNING, credentials: 'read-only' },
  ],
  safe: {
    words: 'the roles are as asked; of the pair that may not be changed, they are as before',
    isSo: (stage, pairId) =>
      pairId === MAY_NOT ? isServedBy(stage, MAY_NOT, 'second') : isDone(stage, pairId),
  },
  play: async (stage) => {
    const { facts } = stage;
    const before = whatCouldBeTouched(stage, MAY_NOT);
    const statuses = [statusOfSharedWrite(stage, RETURNS), statusOfSharedWrite(stage, SWITCHES)];
    facts.set('standbys-refuse', statuses.join() === '403,422');
    await stage.cause('two pairs are to return, and one is to be switched over', async () => {
      if (!stage.hasControlPlane) return;
      const answer = await askToSwitchOver(stage.find(SWITCHES), { to: 'second', why: 'patch the first' });
      stage.note(`the switchover is answered ${answer.status}`);
    });
    facts.set(
      'changed',
      await stage.until(
        'both changes of roles are done',
        () => [RETURNS, SWITCHES].every((id) => isDone(stage, id)),
        8 * MINUTE_MS,
      ),
    );
    if (stage.hasControlPlane)
      facts.set(
        'stopped',
        await stage.until(
          `${MAY_NOT} has stopped`,
          async () => (await haltedBecause(stage, MAY_NOT)) === 'preference-not-taken',
          4 * MINUTE_MS,
        ),
      );
    await stage.wait(20 * SECOND_MS);
    facts.set('untouched', whatCouldBeTouched(stage, MAY_NOT) === before);
  },
  measure: (stage) => ({
    ...Object.fromEntries(IDS.map((id) => [`refusedCalls_${id}`, refusedCalls(stage, id)])),
    ...roleChangesByPair(stage),
  }),
  expected: {
    withControlPlane: [
      fact('standbys-refuse', 'the standbys do refuse what the pair shares: 403 and 422'),
      fact('changed', 'the gated return and the switchover complete all the same'),
      {
        words: 'no call of ours is refused there: what is written belongs to the unit alone',
        held: ({ figures }) =>
          figures[`refusedCalls_${RETURNS}`] === 0 && figures[`refusedCalls_${SWITCHES}`] === 0,
      },
      {
        words: `${MAY_NOT}: the units do refuse our writes`,
        held: ({ figures }) => (figures[`refusedCalls_${MAY_NOT}`] ?? 0) > 0,
      },
      fact('stopped', `${MAY_NOT}: the return stops with preference-not-taken`),
      fact('untouched', `${MAY_NOT}: nothing has been moved or changed`),
      calledTo(MAY_NOT, `${MAY_NOT}: somebody is called`, ({ reason }) => reason === 'halted'),
      {
        words: 'the journal has the code of every refused write',
        held: (played) => {
          const outcomes = decided(played, () => true)
            .filter(({ pairId }) => pairId === MAY_NOT)
            .flatMap((entry) => entry.outcomes);
          return (
            outcomes.length > 0 &&
            outcomes.every((outcome) => outcome.kind === 'failed' && outcome.code === 'loadmaster-permission')
          );
        },
      },
      noFailedConnections,
    ],
    withoutControlPlane: [
      fact('standbys-refuse', 'the standbys do refuse what the pair shares: 403 and 422'),
      { words: 'nobody changes the roles', held: ({ facts }) => facts.get('changed') === false },
      noFailedConnections,
    ],
  },
};
