import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { instanceIdOf, isServedBy, isServedByOne } from '#rehearsal/scenarios/conditions.ts';
import { allSafe, decided, nothingIsDone } from '#rehearsal/scenarios/expectations.ts';
import type { Scenario } from '#rehearsal/scenarios/scenario.ts';

const PAIR = 'pair-a';

/** The failover is the pair's own; the control plane must see it, record it, and keep its hands off. */
export const unitCrash: Scenario = {
  name: 'unit-crash',
  sentence: 'The active unit dies while EC2 goes on calling it running; the partner takes over by itself.',
  pairs: [{ id: PAIR, region: 'eu-west-1' }],
  safe: { words: 'new connections go to one unit, and it serves them', isSo: isServedByOne },
  play: async (stage) => {
    const { region, pair } = stage.find(PAIR);
    await stage.cause('the first unit dies', () =>
      region.cloud.ec2.crash(instanceIdOf(stage, PAIR, 'first')),
    );
    await stage.until('the second unit is active', () => pair.units.second.role() === 'active', MINUTE_MS);
    await stage.until(
      'the second unit alone gets new connections',
      () => isServedBy(stage, PAIR, 'second'),
      3 * MINUTE_MS,
    );
    // Long enough for a turn of the schedule and for the silence of the dead unit to be believed.
    await stage.wait(130 * SECOND_MS);
  },
  expected: {
    withControlPlane: [
      allSafe,
      {
        words: 'watch records that the pair is degraded: the dead unit only looks like a standby',
        held: (played) => decided(played, ({ by, to }) => by === 'watch' && to === 'degraded').length > 0,
      },
      nothingIsDone,
    ],
    withoutControlPlane: [allSafe],
  },
};
