import { beforeAll, describe, expect, it } from 'vitest';
import type { Recorded } from '#control/carry-out.ts';
import { commandRolloutOf } from '#control/operator/command-rollout.ts';
import { planRollout } from '#control/operator/plan-rollout.ts';
import { DEFAULT_READS_PER_SECOND, READ_BURST } from '#control/plans.ts';
import { UNIT_NAMES } from '#domain/estate/estate.ts';
import type { RolloutStatus } from '#domain/rollout/rollout.ts';
import { type EpochMs, MINUTE_MS } from '#domain/time.ts';
import { projectRules } from '#rehearsal/event-bus/project-rules.ts';
import type { LoggedCall } from '#rehearsal/virtual/call-log.ts';
import { makeVirtualRegion, type VirtualRegion } from '#rehearsal/virtual/virtual-region.ts';
import { VirtualScheduler } from '#rehearsal/virtual-scheduler.ts';
import { makeRandom } from '#rehearsal/world/random.ts';

const PAIRS = 200;
const CONCURRENCY = 10;
const FROM = '7.2.61.1.24109.RELEASE';
const TO = '7.2.61.2.24117.RELEASE';
const IMAGE = { key: `images/${TO}.PATCH-64-MULTICORE`, sha256: 'ab'.repeat(32) };
const WHO = { by: 'ann', why: 'security fix' };

/** @see Elastic Load Balancing User Guide, Request throttling for the API */
const ACCOUNT_READS_PER_SECOND = 10;

/** What the firmware function needs for a pair with two target groups: every look reads both, and asks both units twice. */
const MOST_PER_PAIR = { targetHealth: 60, instances: 30, loadMasterLooks: 120, claims: 15 } as const;

/** Two of three pairs are a GEO cluster; the third is none. */
const geoClusterOf = (pairIndex: number): string | undefined =>
  pairIndex % 3 === 2 ? undefined : `geo-${Math.floor(pairIndex / 3)}`;

interface Rolled {
  readonly region: VirtualRegion;
  readonly startedAt: EpochMs;
  readonly endedAt: EpochMs;
  readonly status: RolloutStatus | undefined;
}

const roll = async (): Promise<Rolled> => {
  const scheduler = new VirtualScheduler(Date.UTC(2026, 4, 1, 10));
  const region = makeVirtualRegion({
    pairs: PAIRS,
    version: FROM,
    geoClusterOf,
    scheduler,
    random: makeRandom(1),
    rules: await projectRules(),
    images: new Map([[IMAGE.key, { version: TO }]]),
  });
  await region.begin();
  const { operator, rollouts } = region;
  const { rollout } = await planRollout(operator, {
    ...WHO,
    requestId: 'fleet',
    target: TO,
    image: IMAGE,
    selector: { all: true },
    waves: [{ soakMs: 0 }],
    concurrency: CONCURRENCY,
  });
  const { id: rolloutId } = rollout;
  const read = () => rollouts.readRollout(rolloutId);
  const areChecked = async (): Promise<boolean> => {
    const pairs = Object.values((await read())?.progress[0]?.pairs ?? {});
    return pairs.length === PAIRS && pairs.every(({ state }) => state === 'ready');
  };
  await region.until(areChecked, 60 * MINUTE_MS);
  const startedAt = scheduler.now();
  await commandRolloutOf(operator, { ...WHO, rolloutId, command: 'start', leaveOutRefused: false });
  const hasEnded = async (): Promise<boolean> => (await read())?.rollout.status !== 'running';
  await region.until(hasEnded, 24 * 60 * MINUTE_MS);
  return { region, startedAt, endedAt: scheduler.now(), status: (await read())?.rollout.status };
};

const readsOf = (calls: readonly LoggedCall[], name?: string): readonly LoggedCall[] =>
  calls.filter(({ by, what }) => what === 'describe-target-health' && (name === undefined || by === name));

/** The most of them within any minute. */
const mostInAMinute = (calls: readonly LoggedCall[]): number => {
  let most = 0;
  let from = 0;
  for (const [to, { at }] of calls.entries()) {
    while ((calls[from]?.at ?? at) <= at - MINUTE_MS) from += 1;
    most = Math.max(most, to - from + 1);
  }
  return most;
};

/** The most pairs whose firmware was being changed at one moment, of those that belong together. */
const mostUnderWay = (
  decisions: readonly Recorded[],
  groupOf: (pairId: string) => string | undefined,
): number => {
  const underWay = new Map<string, Set<string>>();
  let most = 0;
  for (const { pairId, record } of decisions) {
    const group = groupOf(pairId);
    if (group === undefined) continue;
    const inGroup = underWay.get(group) ?? new Set();
    underWay.set(group, inGroup);
    if (record.operation.startsWith('firmware ')) inGroup.add(pairId);
    else inGroup.delete(pairId);
    most = Math.max(most, inGroup.size);
  }
  return most;
};

describe('a rollout over 200 pairs of one region', { timeout: 60_000 }, () => {
  let rolled: Rolled;
  let calls: readonly LoggedCall[];

  beforeAll(async () => {
    rolled = await roll();
    calls = rolled.region.calls.filter(({ at }) => at >= rolled.startedAt);
  }, 60_000);

  it('ends done, with every unit on the target', () => {
    const { fleet, failures } = rolled.region;
    const running = fleet.pairs.flatMap(({ id: pairId }) =>
      UNIT_NAMES.map((unit) => fleet.unitOf({ pairId, unit }).firmware.version()),
    );
    expect({ status: rolled.status, failures }).toEqual({ status: 'done', failures: [] });
    expect(new Set(running)).toEqual(new Set([TO]));
  });

  it('has as many pairs under way as it may, never more, and never two of a GEO cluster', () => {
    const { fleet, decisions } = rolled.region;
    const clusters = new Map(fleet.pairs.map(({ id, geoCluster }) => [id, geoCluster]));
    expect(mostUnderWay(decisions, () => 'the region')).toBe(CONCURRENCY);
    expect(mostUnderWay(decisions, (pairId) => clusters.get(pairId))).toBe(1);
  });

  it.for(['watch', 'firmware'])('%s stays within our share of the calls, in every minute', (name) => {
    expect(mostInAMinute(readsOf(calls, name))).toBeLessThanOrEqual(
      READ_BURST + DEFAULT_READS_PER_SECOND * 60,
    );
  });

  it('leaves others half of what the account has, in every minute', () => {
    expect(mostInAMinute(readsOf(calls))).toBeLessThanOrEqual((ACCOUNT_READS_PER_SECOND / 2) * 60);
  });

  it('costs each pair what it cost before, or less', () => {
    const perPair = (what: LoggedCall['what'], by: string): number =>
      calls.filter((call) => call.what === what && call.by === by).length / PAIRS;
    const cost = {
      targetHealth: perPair('describe-target-health', 'firmware'),
      instances: perPair('describe-instances', 'firmware'),
      loadMasterLooks: perPair('loadmaster-look', 'firmware'),
      claims: perPair('table-claim', 'firmware'),
    };
    for (const [name, most] of Object.entries(MOST_PER_PAIR))
      expect(cost[name as keyof typeof cost], name).toBeLessThanOrEqual(most);
  });
});
