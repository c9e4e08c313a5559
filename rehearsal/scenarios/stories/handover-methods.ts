import { otherUnit, type UnitName } from '#domain/estate/estate.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { type LoadMasterClient, makeLoadMasterClient } from '#loadmaster/client.ts';
import { makeSecret } from '#loadmaster/credentials.ts';
import { isHandedOver, isHealthy } from '#rehearsal/scenarios/conditions.ts';
import { activeAtStart } from '#rehearsal/scenarios/leaving-pairs.ts';
import type { Expectation, Scenario } from '#rehearsal/scenarios/scenario.ts';
import type { Stage, StagePair } from '#rehearsal/scenarios/stage.ts';
import { type PairSpec, REGIONS } from '#rehearsal/world/estate-spec.ts';

/** How an active unit that is to leave could hand over. */
const METHODS = ['reboot', 'shutdown', 'health-port', 'preference'] as const;
type Method = (typeof METHODS)[number];

type Write = readonly [command: string, params: Readonly<Record<string, string>>];

/** What is sent to the leaving unit, and for the preference to both, which is where the manual wants it set. */
const WRITES: Readonly<Record<Method, { readonly to: 'leaving' | 'both'; readonly write: Write }>> = {
  reboot: { to: 'leaving', write: ['reboot', {}] },
  shutdown: { to: 'leaving', write: ['shutdown', {}] },
  'health-port': { to: 'leaving', write: ['awshaparam', { hcp: '8445' }] },
  preference: { to: 'both', write: ['awshaparam', { haprefered: '1' }] },
};

const specOf = (method: Method, leaving: UnitName, open: boolean, index: number): PairSpec => ({
  id: `${method}-${leaving}${open ? '-open' : ''}`,
  region: REGIONS[index % REGIONS.length] ?? REGIONS[0],
  preferred: 'none',
  activeAtStart: leaving,
  behaviour: { standbyAcceptsConnections: open },
});

/** Every method in both directions, but the preference, which can only be the first unit's. */
const PAIRS = METHODS.flatMap((method) =>
  (method === 'preference' ? (['second'] as const) : (['first', 'second'] as const)).flatMap((leaving) =>
    [false, true].map((open) => [method, leaving, open] as const),
  ),
).map(([method, leaving, open], index) => specOf(method, leaving, open, index));

const methodOf = ({ pair }: StagePair): Method => {
  const method = METHODS.find((each) => pair.pair.id.startsWith(each));
  if (method === undefined) throw new Error(`${pair.pair.id} names no method`);
  return method;
};

const send = async (client: LoadMasterClient, { pair }: StagePair, unit: UnitName, write: Write) => {
  const { user, password }: { user: string; password: string } = JSON.parse(
    pair.secrets.get(pair.pair.units[unit].credentials) ?? '',
  );
  const credentials = { kind: 'password', user, password: makeSecret(password), version: '1' } as const;
  const session = client.open(pair.pair.units[unit], credentials);
  try {
    await session.write(...write);
  } finally {
    session.close();
  }
};

const handOver = async (client: LoadMasterClient, one: StagePair): Promise<void> => {
  const leaving = activeAtStart(one);
  const { to, write } = WRITES[methodOf(one)];
  await send(client, one, leaving, write);
  if (to === 'both') await send(client, one, otherUnit(leaving), write);
};

/** By hand, as the drain does it: deregister as soon as the load balancer calls the partner healthy. */
const deregisterWhenHealthy = async (stage: Stage, one: StagePair): Promise<void> => {
  const { region, pair } = one;
  const leaving = activeAtStart(one);
  const partner = otherUnit(leaving);
  await stage.until(
    `${pair.pair.id}: the partner is healthy`,
    () => isHealthy(stage, pair.pair.id, partner) && !isHealthy(stage, pair.pair.id, leaving),
    3 * MINUTE_MS,
  );
  for (const arn of pair.pair.targetGroups)
    region.cloud.elb.deregisterTargets(arn, [{ id: pair.pair.units[leaving].instanceId }]);
};

interface Gap {
  readonly failed: number;
  /** From the first second with a failed connection to the last. */
  readonly seconds: number;
}

const gapOf = (stage: Stage, { traffic }: StagePair): Gap => {
  const failing = traffic.tally.slots(stage.causedAt).filter(({ failed }) => failed > 0);
  const [first, last] = [failing.at(0), failing.at(-1)];
  return {
    failed: failing.reduce((sum, { failed }) => sum + failed, 0),
    seconds: first === undefined || last === undefined ? 0 : (last.at - first.at) / SECOND_MS + 1,
  };
};

const COLUMNS = ['method', 'leaves', 'standby accepts', 'failed connections', 'gap in seconds'] as const;

const rowsOf = (stage: Stage): readonly (readonly string[])[] =>
  stage.pairs().map((one) => {
    const { failed, seconds } = gapOf(stage, one);
    const open = one.pair.spec.behaviour?.standbyAcceptsConnections === true;
    return [methodOf(one), activeAtStart(one), open ? 'yes' : 'no', String(failed), String(seconds)];
  });

const tableLines = (stage: Stage): readonly string[] => {
  const rows = rowsOf(stage).toSorted((a, b) => a.join().localeCompare(b.join()));
  const widths = COLUMNS.map((name, at) => Math.max(name.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  return [line(COLUMNS), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
};

const figuresOf = (stage: Stage): Readonly<Record<string, number>> =>
  Object.fromEntries(
    stage.pairs().flatMap((one) => {
      const { failed, seconds } = gapOf(stage, one);
      return [
        [`failed_${one.pair.pair.id}`, failed],
        [`gap_${one.pair.pair.id}`, seconds],
      ];
    }),
  );

const portHasNoGap: Expectation = {
  words: 'moving the health-check port loses no new connection, whatever a standby does',
  held: ({ figures }) =>
    PAIRS.every(({ id }) => !id.startsWith('health-port') || figures[`failed_${id}`] === 0),
};

const othersHave: Expectation = {
  words: 'a reboot and a shutdown lose connections in both directions',
  held: ({ figures }) =>
    PAIRS.every(({ id }) => !/^(reboot|shutdown)/.test(id) || (figures[`failed_${id}`] ?? 0) > 0),
};

/** The evidence for docs/adr/0005; nobody but the script acts. */
export const handoverMethods: Scenario = {
  name: 'handover-methods',
  sentence: 'Every way in which a leaving active unit could hand over, side by side, done by hand.',
  pairs: PAIRS,
  byHand: true,
  // Fourteen pairs with clients are more than two cores carry at the usual speed.
  speed: 10,
  safe: {
    words: 'the partner alone gets new connections, and serves them',
    isSo: (stage, pairId) => isHandedOver(stage, pairId, activeAtStart(stage.find(pairId))),
  },
  play: async (stage) => {
    const client = makeLoadMasterClient({ clock: stage.world.scheduler });
    await stage.cause('every active unit is told to hand over, each in its way', () =>
      Promise.all(stage.pairs().map((one) => handOver(client, one))),
    );
    await Promise.all(stage.pairs().map((one) => deregisterWhenHealthy(stage, one)));
    await stage.wait(3 * MINUTE_MS);
  },
  measure: figuresOf,
  table: tableLines,
  expected: {
    withControlPlane: [portHasNoGap, othersHave],
    withoutControlPlane: [portHasNoGap, othersHave],
  },
};
