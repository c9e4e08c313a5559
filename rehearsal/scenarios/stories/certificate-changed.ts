import type { UnitName } from '#domain/estate/estate.ts';
import { type EpochMs, MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { makeUnitCertificate, type UnitCertificate } from '#rehearsal/load-master/wire/certificate.ts';
import { isServedBy, rememberedState } from '#rehearsal/scenarios/conditions.ts';
import { allSafe, fact, noFailedConnections } from '#rehearsal/scenarios/expectations.ts';
import { askToExplain, askToReturn, askToSwitchOver, declareAnew } from '#rehearsal/scenarios/operator.ts';
import { roleChangesByPair } from '#rehearsal/scenarios/role-changes.ts';
import type { Scenario } from '#rehearsal/scenarios/scenario.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { figuresOf } from '#rehearsal/scenarios/stopwatch.ts';
import { whatCouldBeTouched } from '#rehearsal/scenarios/untouched.ts';

/** The pair, and the unit of it that was restored. */
const RESTORED = { 'standby-restored': 'first', 'active-restored': 'second' } as const satisfies Readonly<
  Record<string, UnitName>
>;
type PairId = keyof typeof RESTORED;
const PAIRS = Object.keys(RESTORED) as readonly PairId[];

const HOLD_DOWN_MS = 2 * MINUTE_MS;
const FINDING = 'loadmaster-certificate-changed';

const restore = async (stage: Stage): Promise<ReadonlyMap<PairId, UnitCertificate>> => {
  const shown = new Map<PairId, UnitCertificate>();
  for (const pairId of PAIRS) {
    const { wired } = stage.find(pairId).pair;
    const certificate = await makeUnitCertificate(wired[RESTORED[pairId]].unit.address);
    wired[RESTORED[pairId]].showCertificate(certificate);
    shown.set(pairId, certificate);
  }
  return shown;
};

/** Requests that got through to the unit: with each would have gone the password. */
const countRequests = (stage: Stage, since: EpochMs): void => {
  for (const pairId of PAIRS) {
    const { accessLog } = stage.find(pairId).pair.wired[RESTORED[pairId]];
    stage.facts.set(`requestsToChangedUnit_${pairId}`, accessLog.entries(since).length);
  }
};

const isRefused = ({
  status,
  code,
}: {
  readonly status: number;
  readonly code?: string | undefined;
}): boolean => status === 409 && code === 'refused-unknown';

const askAll = async (stage: Stage): Promise<void> => {
  const answers = await Promise.all(
    PAIRS.map(async (pairId) => {
      const one = stage.find(pairId);
      const { seen } = await askToExplain(one);
      const why = 'the first unit is well again';
      const [returned, switched] = [
        await askToReturn(one, why),
        await askToSwitchOver(one, { to: 'first', why }),
      ];
      stage.note(`${pairId}: a return is answered ${returned.status} ${returned.code}`);
      stage.note(`${pairId}: a switchover is answered ${switched.status} ${switched.code}`);
      return {
        named: seen.some((line) => line.startsWith(RESTORED[pairId]) && line.includes(FINDING)),
        refused: isRefused(returned) && isRefused(switched),
      };
    }),
  );
  stage.facts.set(
    'named',
    answers.every(({ named }) => named),
  );
  stage.facts.set(
    'refused',
    answers.every(({ refused }) => refused),
  );
};

const declarePins = async (stage: Stage, shown: ReadonlyMap<PairId, UnitCertificate>): Promise<void> => {
  for (const [pairId, { sha256 }] of shown) {
    const one = stage.find(pairId);
    const { units } = one.pair.pair;
    const unit = RESTORED[pairId];
    await declareAnew(one, { units: { ...units, [unit]: { ...units[unit], certificateSha256: sha256 } } });
  }
  stage.note('the new certificates are declared');
};

const isHoldDownOver = async (stage: Stage, pairId: string): Promise<boolean> => {
  const state = await rememberedState(stage, pairId);
  const since = state?.failback.readySince;
  return since !== undefined && stage.world.scheduler.now() > since + HOLD_DOWN_MS;
};

const areReturned = (stage: Stage): boolean => PAIRS.every((pairId) => isServedBy(stage, pairId, 'first'));

const isQuiet = (stage: Stage): boolean =>
  PAIRS.every((pairId) => stage.facts.get(`requestsToChangedUnit_${pairId}`) === 0);

/** Who answers with another certificate than the pinned one may be anybody: not a byte of a credential goes there. */
export const certificateChanged: Scenario = {
  name: 'certificate-changed',
  sentence: 'While two pairs wait to return, one unit of each shows another certificate than the pinned one.',
  pairs: [
    { id: 'standby-restored', region: 'eu-west-1' },
    { id: 'active-restored', region: 'us-east-1' },
  ].map((pair) => ({
    ...pair,
    failback: { policy: 'gated', holdDownMs: HOLD_DOWN_MS },
    activeAtStart: 'second',
  })),
  safe: {
    words: 'the first unit alone gets new connections, and serves them',
    isSo: (stage, pairId) => isServedBy(stage, pairId, 'first'),
  },
  play: async (stage) => {
    const { facts } = stage;
    const before = PAIRS.map((pairId) => whatCouldBeTouched(stage, pairId)).join();
    let shown: ReadonlyMap<PairId, UnitCertificate> = new Map();
    await stage.cause('the first unit of one pair and the second of the other are restored', async () => {
      shown = await restore(stage);
    });
    const since = stage.world.scheduler.now();
    if (!stage.hasControlPlane) return stage.wait(6 * MINUTE_MS);
    await stage.until(
      'the hold-down of both is over',
      async () => (await Promise.all(PAIRS.map((id) => isHoldDownOver(stage, id)))).every(Boolean),
      4 * MINUTE_MS,
    );
    await stage.wait(2 * MINUTE_MS);
    await askAll(stage);
    countRequests(stage, since);
    facts.set('no-credentials', isQuiet(stage));
    const after = PAIRS.map((pairId) => whatCouldBeTouched(stage, pairId)).join();
    const isAsBefore = PAIRS.every((pairId) => isServedBy(stage, pairId, 'second'));
    facts.set('untouched', isAsBefore && after === before);
    // Where something is under way, which is what went wrong then, no estate is applied.
    if (facts.get('untouched') !== true) return;
    await declarePins(stage, shown);
    facts.set('returned', await stage.until('both have returned', () => areReturned(stage), 5 * MINUTE_MS));
    await stage.wait(30 * SECOND_MS);
  },
  measure: (stage) => ({ ...figuresOf(stage, 'requestsToChangedUnit'), ...roleChangesByPair(stage) }),
  expected: {
    withControlPlane: [
      fact('no-credentials', 'no request, and so no credential, reaches the units that changed'),
      fact('untouched', 'the pairs are left as they are although their returns are due'),
      fact('named', `explain says ${FINDING} of exactly that unit`),
      fact('refused', 'a return and a switchover that are asked for are refused: refused-unknown'),
      fact('returned', 'once the new certificates are declared the pairs return'),
      allSafe,
      noFailedConnections,
    ],
    withoutControlPlane: [
      { words: 'nobody returns the pairs', held: ({ figures }) => figures.pairsNotSafe === PAIRS.length },
      noFailedConnections,
    ],
  },
};
