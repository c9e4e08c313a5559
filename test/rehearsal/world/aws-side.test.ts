import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UNIT_NAMES } from '#domain/estate/estate.ts';
import { canonicalCidr } from '#rehearsal/cloud/ec2/cidr.ts';
import type { Instance } from '#rehearsal/cloud/ec2/types.ts';
import type { LoadBalancer } from '#rehearsal/cloud/elb/load-balancer-types.ts';
import { startWorld, type WireWorld } from '#rehearsal/world/wire-world.ts';

/* What AWS shows of a fresh estate: everything as the manual and the service recommend it. */

const PAIRS = [
  { id: 'apart', region: 'eu-west-1', terminateHookSeconds: 300 },
  { id: 'together', region: 'eu-west-1', zones: 'same' },
  { id: 'far', region: 'us-east-1' },
] as const;

const defects: unknown[] = [];
let world: WireWorld;
beforeAll(async () => {
  world = await startWorld({
    pairs: PAIRS,
    standalones: [{ id: 'alone', region: 'eu-west-1' }],
    rules: [],
    speed: 1,
    seed: 1,
    listeners: {
      onRecorded: () => undefined,
      onDelivered: () => undefined,
      onDefect: (error) => defects.push(error),
    },
  });
}, 60_000);
afterAll(async () => {
  await world.stop();
  expect(defects).toEqual([]);
});

const cloudOf = (pairId: string) => world.find(pairId).region.cloud;

const unitsOf = (pairId: string): readonly Instance[] => {
  const { units } = world.find(pairId).pair.pair;
  return cloudOf(pairId).ec2.describe(UNIT_NAMES.map((unit) => units[unit].instanceId));
};

const balancerOf = (pairId: string): LoadBalancer => {
  const found = cloudOf(pairId)
    .elb.describeLoadBalancers()
    .find(({ name }) => name === pairId);
  if (found === undefined) throw new Error(`${pairId} has no load balancer`);
  return found;
};

/** Port and source of every rule of a group. */
const rulesOf = (pairId: string, groupId: string | undefined): readonly string[] =>
  cloudOf(pairId)
    .ec2.describeSecurityGroups([groupId ?? ''])
    .flatMap(({ ingress }) =>
      ingress.map(({ protocol, fromPort, toPort, source }) => {
        expect([protocol, toPort]).toEqual(['tcp', fromPort]);
        return `${fromPort} ${source.kind === 'group' ? source.groupId : source.cidr}`;
      }),
    );

describe.each(PAIRS)('$id', ({ id, region, ...spec }) => {
  it('has its units in the zones it is to have them in', () => {
    const zones = unitsOf(id).map(({ availabilityZone }) => availabilityZone);
    const second = 'zones' in spec ? 'a' : 'b';
    expect(zones).toEqual([`${region}a`, `${region}${second}`]);
  });

  it('has each unit in a subnet of its zone that has the address', () => {
    const { ec2 } = cloudOf(id);
    for (const unit of unitsOf(id)) {
      const [subnet] = ec2.describeSubnets([unit.subnetId]);
      expect(subnet).toMatchObject({ availabilityZone: unit.availabilityZone, vpcId: unit.vpcId });
      expect(canonicalCidr('ipv4', `${unit.privateIpAddress}/24`)).toBe(subnet?.cidrBlock);
    }
  });

  it('has one active load balancer in both zones, with an Elastic IP address of its own in each', () => {
    const { state, type, scheme, availabilityZones } = balancerOf(id);
    expect([type, scheme, state]).toEqual(['network', 'internet-facing', 'active']);
    expect(availabilityZones.map(({ zoneName }) => zoneName)).toEqual([`${region}a`, `${region}b`]);
    for (const { zoneName, subnetId } of availabilityZones) {
      expect(cloudOf(id).ec2.describeSubnets([subnetId])).toMatchObject([{ availabilityZone: zoneName }]);
    }
  });

  it('balances across zones, and takes nothing but 200 for healthy', () => {
    const { elb } = cloudOf(id);
    const { targetGroups } = world.find(id).pair.pair;
    expect(targetGroups).toHaveLength(2);
    for (const arn of targetGroups) {
      expect(elb.describeTargetGroupAttributes(arn)).toMatchObject({
        'load_balancing.cross_zone.enabled': 'true',
      });
      expect(elb.describeTargetGroups().find((each) => each.targetGroupArn === arn)).toMatchObject({
        loadBalancerArns: [balancerOf(id).loadBalancerArn],
        targetType: 'instance',
        healthCheck: { protocol: 'HTTP', port: 8444, path: '/', matcher: '200' },
      });
    }
  });

  it('lets in what it needs, from where it comes', () => {
    const [first, second] = unitsOf(id);
    const [balancer, ...others] = balancerOf(id).securityGroups;
    expect(others).toEqual([]);
    expect(first?.securityGroups).toHaveLength(1);
    expect(second?.securityGroups).toEqual(first?.securityGroups);
    const units = first?.securityGroups[0];
    const vpc = region === 'eu-west-1' ? '10.1.0.0/16' : '10.2.0.0/16';
    expect(rulesOf(id, balancer)).toEqual(['443 0.0.0.0/0', '8080 0.0.0.0/0']);
    expect(rulesOf(id, units)).toEqual([
      `6973 ${units}`,
      `8444 ${units}`,
      `8445 ${units}`,
      `8444 ${balancer}`,
      `8445 ${balancer}`,
      `443 ${balancer}`,
      `8443 ${vpc}`,
    ]);
  });
});

it('no address and no security group is used twice', () => {
  const addresses = PAIRS.flatMap(({ id }) =>
    balancerOf(id).availabilityZones.flatMap(({ elasticIp }) =>
      elasticIp === undefined ? [] : [elasticIp.allocationId, elasticIp.ipAddress],
    ),
  );
  expect(new Set(addresses).size).toBe(PAIRS.length * 4);
  const groups = PAIRS.flatMap(({ id }) => [
    ...balancerOf(id).securityGroups,
    ...(unitsOf(id)[0]?.securityGroups ?? []),
  ]);
  expect(new Set(groups).size).toBe(PAIRS.length * 2);
});

it('an abandoned terminate hook retains the unit', () => {
  expect(cloudOf('apart').autoScaling.describeGroups()).toMatchObject([
    { groupName: 'apart-units', terminateHookAbandon: 'retain' },
  ]);
  expect(cloudOf('apart').autoScaling.describeLifecycleHooks('apart-units')).toMatchObject([
    { defaultResult: 'ABANDON' },
  ]);
});

it('a standalone has a subnet and a security group', () => {
  const { region, standalone } = world.findStandalone('alone');
  const [instance] = region.cloud.ec2.describe([standalone.standalone.instanceId]);
  expect(canonicalCidr('ipv4', `${instance?.privateIpAddress}/24`)).toBe(
    region.cloud.ec2.describeSubnets([instance?.subnetId ?? ''])[0]?.cidrBlock,
  );
  expect(rulesOf('apart', instance?.securityGroups[0])).toEqual(['443 0.0.0.0/0', '8443 10.1.0.0/16']);
});
