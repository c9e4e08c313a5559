import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { makeCloudRegion } from '#rehearsal/cloud/cloud-region.ts';
import { attemptConnection } from '#rehearsal/data-path/client.ts';
import { startLoadBalancerPath } from '#rehearsal/data-path/load-balancer-path.ts';
import type { Way } from '#rehearsal/data-path/relay.ts';
import { VirtualScheduler } from '#rehearsal/virtual-scheduler.ts';
import { makeRandom } from '#rehearsal/world/random.ts';

const FIRST = 'i-00000000000000001';
const SECOND = 'i-00000000000000002';
const SETTLED_MS = 10 * 60_000;
const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

/** A service that sends its name and keeps the connection. */
const startService = async (
  name: string,
): Promise<{ server: Server; port: number; sockets: Set<Socket> }> => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy()).resume();
    socket.write(`${name}\n`);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return { server, port: (server.address() as AddressInfo).port, sockets };
};

/** Two targets of which the first is healthy, behind a listener, in virtual time. */
const makeListener = async (attributes: Readonly<Record<string, string>> = {}) => {
  const scheduler = new VirtualScheduler(0);
  const answers = new Map([
    ['10.0.1.1', 200],
    ['10.0.1.2', 503],
  ]);
  const cloud = makeCloudRegion({
    region: 'eu-west-1',
    accountId: '111122223333',
    scheduler,
    random: makeRandom(1),
    probe: ({ address }, done) => done({ kind: 'status', status: answers.get(address) ?? 0 }),
  });
  const zone = { availabilityZone: 'eu-west-1a', subnetId: 'subnet-1', vpcId: 'vpc-1', alreadyRunning: true };
  cloud.ec2.launch({ ...zone, instanceId: FIRST, privateIpAddress: '10.0.1.1' });
  cloud.ec2.launch({ ...zone, instanceId: SECOND, privateIpAddress: '10.0.1.2' });
  const { loadBalancerArn } = cloud.elb.createLoadBalancer({
    name: 'lm',
    vpcId: 'vpc-1',
    availabilityZones: [{ zoneName: 'eu-west-1a', subnetId: 'subnet-1' }],
  });
  const { targetGroupArn } = cloud.elb.createTargetGroup({
    name: 'lm',
    port: 443,
    vpcId: 'vpc-1',
    healthCheck: { protocol: 'HTTP', port: 8444, matcher: '200', intervalSeconds: 10, healthyThreshold: 2 },
    attributes,
  });
  cloud.elb.createListener({ loadBalancerArn, port: 443, targetGroupArn });
  cloud.elb.registerTargets(targetGroupArn, [{ id: FIRST }, { id: SECOND }]);
  const services = { [FIRST]: await startService('first'), [SECOND]: await startService('second') };
  const ways = new Map<string, Way>(
    Object.entries(services).map(([id, { port }]) => [id, { kind: 'open', localPort: port }]),
  );
  const path = await startLoadBalancerPath({
    cloud,
    targetGroupArn,
    scheduler,
    random: makeRandom(2),
    reach: (instanceId) => ways.get(instanceId) ?? { kind: 'refused' },
  });
  cleanUps.push(() => path.close());
  scheduler.advance(SETTLED_MS);
  const attempt = () => attemptConnection(path.port, scheduler, 10_000);
  return { scheduler, cloud, targetGroupArn, path, attempt, answers, ways, services };
};

/** A client that stays, after it got its line. */
const connectAndStay = async (port: number): Promise<{ socket: Socket; closed: Promise<string> }> => {
  const socket = connect(port, '127.0.0.1');
  const closed = new Promise<string>((resolve) => {
    socket.on('error', ({ message }) => resolve(message)).on('close', () => resolve('closed'));
  });
  cleanUps.push(() => socket.destroy());
  await once(socket, 'data');
  return { socket, closed };
};

describe('a listener', () => {
  it('leads new connections to the healthy target', async () => {
    const { attempt } = await makeListener();
    for (let client = 0; client < 5; client++)
      expect(await attempt()).toEqual({ kind: 'served', by: 'first' });
  });

  it('follows when another target becomes the healthy one', async () => {
    const { attempt, answers, scheduler } = await makeListener();
    answers.set('10.0.1.1', 503).set('10.0.1.2', 200);
    scheduler.advance(SETTLED_MS);
    expect(await attempt()).toEqual({ kind: 'served', by: 'second' });
  });

  it('sends new connections to everybody when nobody is healthy', async () => {
    const { attempt, answers, scheduler } = await makeListener();
    answers.set('10.0.1.1', 503);
    scheduler.advance(SETTLED_MS);
    const attempts = [];
    for (let client = 0; client < 20; client++) attempts.push(await attempt());
    expect(new Set(attempts.map((one) => one.kind === 'served' && one.by))).toEqual(
      new Set(['first', 'second']),
    );
  });

  it('passes on the reset of a target that refuses', async () => {
    const { attempt, ways } = await makeListener();
    ways.set(FIRST, { kind: 'refused' });
    expect(await attempt()).toEqual({ kind: 'failed', reason: 'reset' });
  });

  it('resets where no target is registered', async () => {
    const { attempt, cloud, targetGroupArn, scheduler } = await makeListener();
    cloud.elb.deregisterTargets(targetGroupArn, [{ id: FIRST }, { id: SECOND }]);
    scheduler.advance(SETTLED_MS);
    expect(await attempt()).toEqual({ kind: 'failed', reason: 'reset' });
  });

  it('lets clients of a dead target wait until they give up', async () => {
    const { attempt, ways, scheduler, path } = await makeListener();
    ways.set(FIRST, { kind: 'no-answer' });
    const attempted = attempt();
    await connectToBeSure(path.port);
    scheduler.advance(10_000);
    expect(await attempted).toEqual({ kind: 'failed', reason: 'timeout' });
  });

  it('breaks the connections of a target that dies', async () => {
    const { path, services } = await makeListener();
    const { closed } = await connectAndStay(path.port);
    for (const socket of services[FIRST]?.sockets ?? []) socket.resetAndDestroy();
    expect(await closed).toContain('ECONNRESET');
  });
});

/** By when this connection is open, every earlier one is. */
const connectToBeSure = async (port: number): Promise<void> => {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.destroy();
};

describe('an established connection', () => {
  const TERMINATION = 'target_health_state.unhealthy.connection_termination.enabled';

  it('is reset when the data path learns that its target is unhealthy', async () => {
    const { path, answers, scheduler } = await makeListener();
    const { closed } = await connectAndStay(path.port);
    answers.set('10.0.1.1', 503).set('10.0.1.2', 200);
    scheduler.advance(SETTLED_MS);
    expect(await closed).toContain('ECONNRESET');
  });

  it('stays with its target where the group says so', async () => {
    const { path, answers, scheduler } = await makeListener({ [TERMINATION]: 'false' });
    const { socket } = await connectAndStay(path.port);
    answers.set('10.0.1.1', 503).set('10.0.1.2', 200);
    scheduler.advance(SETTLED_MS);
    await connectToBeSure(path.port);
    expect(socket.destroyed).toBe(false);
    expect(path.established().get(FIRST)).toBe(1);
  });

  it.each([
    { enabled: 'true', outcome: 'is reset' },
    { enabled: 'false', outcome: 'stays' },
  ])('$outcome after deregistration with connection termination $enabled', async ({ enabled }) => {
    const attribute = 'deregistration_delay.connection_termination.enabled';
    const { path, cloud, targetGroupArn, scheduler } = await makeListener({ [attribute]: enabled });
    const { closed } = await connectAndStay(path.port);
    cloud.elb.deregisterTargets(targetGroupArn, [{ id: FIRST }]);
    scheduler.advance(SETTLED_MS);
    if (enabled === 'true') expect(await closed).toContain('ECONNRESET');
    else expect(path.established()).toEqual(new Map([[FIRST, 1]]));
  });
});
