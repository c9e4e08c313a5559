import type { Pair } from '#domain/estate/estate.ts';
import { SAMPLE_PAIR } from '../../../docs/state-samples.ts';

/*
 * As many pairs as wanted, each with two target groups behind a load balancer of its own. The units of even pairs are in an
 * Auto Scaling group; every fourth pair leaves cross-zone load balancing to its load balancer.
 */

const ELB = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333';
const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
export const instanceId = (pair: number, unit: number): string => `i-${hex(pair * 2 + unit, 17)}`;
const groupArn = (pair: number, group: number): string =>
  `${ELB}:targetgroup/lm-${pair}-${group}/${hex(pair * 2 + group, 16)}`;
export const balancerArn = (pair: number): string => `${ELB}:loadbalancer/net/lm-${pair}/${hex(pair, 16)}`;

export const samplePair = (nth: number): Pair => {
  const { first, second } = SAMPLE_PAIR.units;
  return {
    ...SAMPLE_PAIR,
    id: `pair-${nth}`,
    units: {
      first: { ...first, instanceId: instanceId(nth, 0) },
      second: { ...second, instanceId: instanceId(nth, 1) },
    },
    targetGroups: [groupArn(nth, 0), groupArn(nth, 1)],
  };
};

export const samplePairs = (count: number): readonly Pair[] =>
  Array.from({ length: count }, (_, nth) => samplePair(nth));

export const nthOfInstance = (id: string): number => Math.floor(Number.parseInt(id.slice(2), 16) / 2);
export const nthOfArn = (arn: string): number => Number(/\/lm-(\d+)/.exec(arn)?.[1]);
export const isScaled = (nth: number): boolean => nth % 2 === 0;
export const leaves = (nth: number): boolean => nth % 4 === 0;

export const idsOf = ({ units: { first, second } }: Pair): readonly [first: string, second: string] => [
  first.instanceId,
  second.instanceId,
];
