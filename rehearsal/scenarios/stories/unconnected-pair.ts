import { UNIT_NAMES } from '#domain/estate/estate.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { isServedByOne, rememberedState } from '#rehearsal/scenarios/conditions.ts';
import { allSafe, calledTo, fact, nothingIsDone } from '#rehearsal/scenarios/expectations.ts';
import { askToExplain } from '#rehearsal/scenarios/operator.ts';
import type { Scenario } from '#rehearsal/scenarios/scenario.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { whatCouldBeTouched } from '#rehearsal/scenarios/untouched.ts';

const NO_LISTENER = 'no-listener';
const PORT_CLOSED = 'port-closed';
const PAIRS = [NO_LISTENER, PORT_CLOSED] as const;

/** What `explain` has to name. */
const MISSING: Readonly<Record<(typeof PAIRS)[number], RegExp>> = {
  [NO_LISTENER]: /^no listener leads to no-listener-443/,
  [PORT_CLOSED]: /security group of first lets the load balancer in on 8444/,
};

interface Listening {
  readonly loadBalancerArn: string;
  readonly port: number;
  readonly targetGroupArn: string;
}

const deleteListeners = (stage: Stage): readonly Listening[] => {
  const { region, pair } = stage.find(NO_LISTENER);
  const { elb } = region.cloud;
  const listeners = elb
    .describeLoadBalancers()
    .flatMap(({ loadBalancerArn }) => elb.describeListeners(loadBalancerArn))
    .filter(({ targetGroupArn }) => pair.pair.targetGroups.includes(targetGroupArn));
  for (const { listenerArn } of listeners) elb.deleteListener(listenerArn);
  return listeners.map(({ loadBalancerArn, port, targetGroupArn }) => ({
    loadBalancerArn,
    port,
    targetGroupArn,
  }));
};

/** As a pair is found that was just set up: configured, booted, and polled by nobody. */
const disconnect = (stage: Stage): readonly Listening[] => {
  const listeners = deleteListeners(stage);
  const { region, pair } = stage.find(PORT_CLOSED);
  for (const { address } of Object.values(pair.units)) region.securityGroups.close(address, 'load-balancer');
  for (const pairId of PAIRS) for (const unit of UNIT_NAMES) stage.find(pairId).pair.units[unit].reboot();
  return listeners;
};

const connect = (stage: Stage, listeners: readonly Listening[]): void => {
  for (const listener of listeners) stage.find(NO_LISTENER).region.cloud.elb.createListener(listener);
  const { region, pair } = stage.find(PORT_CLOSED);
  for (const { address } of Object.values(pair.units)) region.securityGroups.open(address, 'load-balancer');
  stage.note('the listeners are added, and the port is opened');
};

const areUnconnected = (stage: Stage): boolean =>
  PAIRS.every((pairId) =>
    Object.values(stage.find(pairId).pair.units).every(
      (unit) => unit.machine() === 'up' && unit.role() === 'passive',
    ),
  );

const areAll = async (stage: Stage, situation: string): Promise<boolean> => {
  const states = await Promise.all(PAIRS.map((pairId) => rememberedState(stage, pairId)));
  return states.every((state) => state?.situation.kind === situation);
};

const askWhatIsMissing = async (stage: Stage): Promise<void> => {
  for (const pairId of PAIRS) {
    const { youCan } = await askToExplain(stage.find(pairId));
    const named = youCan.find((line) => MISSING[pairId].test(line));
    stage.note(`${pairId}: explain says: ${named ?? 'nothing of use'}`);
    stage.facts.set(`named_${pairId}`, named !== undefined);
  }
};

export const unconnectedPair: Scenario = {
  name: 'unconnected-pair',
  sentence: 'Two pairs are set up and no load balancer polls them: no listener, or a closed port.',
  pairs: [
    { id: NO_LISTENER, region: 'eu-west-1' },
    { id: PORT_CLOSED, region: 'us-east-1' },
  ],
  safe: {
    words: 'new connections go to one unit, and it serves them',
    isSo: (stage, pairId) => stage.facts.get('connected') === true && isServedByOne(stage, pairId),
  },
  play: async (stage) => {
    const { facts } = stage;
    let listeners: readonly Listening[] = [];
    await stage.cause('nothing leads to two pairs, and their units boot', () => {
      listeners = disconnect(stage);
    });
    await stage.until(
      'every unit has booted, and none is polled',
      () => areUnconnected(stage),
      3 * MINUTE_MS,
    );
    const before = PAIRS.map((pairId) => whatCouldBeTouched(stage, pairId)).join();
    if (stage.hasControlPlane) {
      facts.set(
        'recognised',
        await stage.until(
          'both pairs are known to be unconnected',
          () => areAll(stage, 'unconnected'),
          3 * MINUTE_MS,
        ),
      );
      await askWhatIsMissing(stage);
    }
    await stage.wait(MINUTE_MS);
    facts.set('stay-unconnected', areUnconnected(stage));
    connect(stage, listeners);
    facts.set('connected', true);
    await stage.until(
      'one unit of each serves',
      () => PAIRS.every((id) => isServedByOne(stage, id)),
      4 * MINUTE_MS,
    );
    if (stage.hasControlPlane)
      facts.set(
        'recovered',
        await stage.until('both are known to be steady', () => areAll(stage, 'steady'), 3 * MINUTE_MS),
      );
    await stage.wait(10 * SECOND_MS);
    facts.set('untouched', PAIRS.map((pairId) => whatCouldBeTouched(stage, pairId)).join() === before);
  },
  expected: {
    withControlPlane: [
      fact('recognised', 'both are recognised as unconnected, which is not the same as broken'),
      calledTo(NO_LISTENER, `${NO_LISTENER}: somebody is called`, ({ to }) => to === 'unconnected'),
      calledTo(PORT_CLOSED, `${PORT_CLOSED}: somebody is called`, ({ to }) => to === 'unconnected'),
      fact(`named_${NO_LISTENER}`, `${NO_LISTENER}: explain names the missing listener`),
      fact(`named_${PORT_CLOSED}`, `${PORT_CLOSED}: explain names the security group and the port`),
      nothingIsDone,
      fact('untouched', 'no setting, boot, instance or registration of any unit has changed'),
      allSafe,
      fact('recovered', 'once they are connected they come up by themselves'),
    ],
    withoutControlPlane: [
      fact('stay-unconnected', 'nothing connects them by itself'),
      { words: 'nobody is told what is missing', held: ({ pages }) => pages.length === 0 },
      allSafe,
    ],
  },
};
