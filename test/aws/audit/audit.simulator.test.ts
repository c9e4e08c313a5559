import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatBackupKey } from '#loadmaster/jobs/backup-key.ts';
import { type AuditedWorld, deletedLike, startAuditedWorld, valuesOf } from './audited-world.ts';

let wired: AuditedWorld;
beforeAll(async () => {
  wired = await startAuditedWorld();
}, 60_000);
afterAll(async () => {
  await wired.stop();
  expect(wired.defects).toEqual([]);
});

describe('a pair of the rehearsal', () => {
  it('is read as it was made', async () => {
    const { first, second } = wired.pairOf('single').units;
    wired.world.find('single').pair.register('first');
    const seen = await wired.seenOf(wired.pairOf('single'));
    expect(valuesOf(seen.targetGroups)).toMatchObject(
      Array(2).fill({ healthCheckProtocol: 'HTTP', healthCheckPort: '8444', matcher: '200', port: 443 }),
    );
    expect(valuesOf(seen.targets)).toMatchObject(Array(2).fill([{ id: first.instanceId, port: 443 }]));
    expect(valuesOf(seen.targetGroupAttributes)[0]).toMatchObject({
      'load_balancing.cross_zone.enabled': 'true',
    });
    expect(valuesOf(seen.loadBalancers)).toMatchObject([
      {
        name: 'single',
        type: 'network',
        state: 'active',
        zones: [
          { zone: 'eu-west-1a', elasticIp: true },
          { zone: 'eu-west-1b', elasticIp: true },
        ],
      },
    ]);
    expect(seen.instances).toMatchObject({
      [first.instanceId]: {
        value: { state: 'running', zone: 'eu-west-1a', privateAddresses: [first.address] },
      },
      [second.instanceId]: { value: { zone: 'eu-west-1b', privateAddresses: [second.address] } },
    });
    expect(valuesOf(seen.instanceHealth)).toMatchObject(Array(2).fill({ events: [] }));
    expect(valuesOf(seen.autoScaling)).toEqual(['none', 'none']);
    expect(valuesOf(seen.terminationProtection)).toEqual([true, true]);
    expect(valuesOf(seen.securityGroups).map(({ name }) => name)).toEqual([
      'single-units',
      'single-load-balancer',
    ]);
    expect(valuesOf(seen.subnets)).toHaveLength(2);
  });

  it('is in an Auto Scaling group, with its hook', async () => {
    const seen = await wired.seenOf(wired.pairOf('grouped'));
    expect(valuesOf(seen.autoScaling)).toMatchObject(
      Array(2).fill({
        groupName: 'grouped-units',
        terminateHooks: [{ heartbeatSeconds: 300, globalSeconds: 30_000 }],
        retainsOnAbandon: true,
      }),
    );
    expect(Object.values(seen.terminationProtection)).toEqual(
      Array(2).fill({ kind: 'unread', code: 'not-asked' }),
    );
  });

  it('has one target group that does not exist, and the others are read', async () => {
    const [arn = ''] = wired.pairOf('single').targetGroups;
    const deleted = deletedLike(arn);
    const seen = await wired.seenOf({ ...wired.pairOf('single'), targetGroups: [arn, deleted] });
    const notFound = { kind: 'unread', code: 'target-group-not-found' };
    expect(seen.targetGroups).toMatchObject({ [arn]: { kind: 'read' }, [deleted]: notFound });
    expect(seen.targets).toMatchObject({ [arn]: { kind: 'read' }, [deleted]: notFound });
    expect(seen.targetGroupAttributes).toMatchObject({ [arn]: { kind: 'read' }, [deleted]: notFound });
  });

  it('has an instance that EC2 does not know, and the other is read', async () => {
    const { units } = wired.pairOf('single');
    const forgotten = 'i-0fffffffffffffff0';
    const first = { ...units.first, instanceId: forgotten };
    const seen = await wired.seenOf({ ...wired.pairOf('single'), units: { ...units, first } });
    const unread = { kind: 'unread', code: 'aws-error' };
    const other = { [units.second.instanceId]: { kind: 'read' } };
    expect(seen.instances).toMatchObject({ [forgotten]: unread, ...other });
    expect(seen.instanceHealth).toMatchObject({ [forgotten]: unread, ...other });
    expect(seen.terminationProtection).toMatchObject({ [forgotten]: unread, ...other });
  });

  it('has the retirement of an instance among its events until it is called off', async () => {
    const { instanceId } = wired.pairOf('single').units.second;
    const notBefore = Math.ceil(wired.world.scheduler.now() / 1000) * 1000 + 86_400_000;
    const event = wired.cloud.ec2.scheduleRetirement(instanceId, notBefore);
    const eventsNow = async () => {
      const { instanceHealth } = await wired.seenOf(wired.pairOf('single'));
      const health = instanceHealth[instanceId];
      return health?.kind === 'read' && health.value.events;
    };
    expect(await eventsNow()).toEqual([{ code: 'instance-retirement', notBefore }]);
    wired.cloud.ec2.cancelRetirement(event);
    expect(await eventsNow()).toEqual([]);
  });
});

it('the newest backups are found in the firmware bucket', async () => {
  const unit = { pairId: 'single', unit: 'first' } as const;
  const version = { numbers: [7, 2, 60, 0] } as const;
  const times = ['2026-03-02T08:00:00.000Z', '2026-03-01T08:00:00.000Z'].map((time) => Date.parse(time));
  for (const at of times) {
    await wired.firmwareBucket.putBackup(
      formatBackupKey(unit, at, version),
      (async function* () {
        yield Buffer.from('backup');
      })(),
    );
  }
  expect(await wired.backups.readNewest([unit, { ...unit, unit: 'second' }])).toEqual([
    { kind: 'read', value: times[0] },
    { kind: 'read', value: 'none' },
  ]);
});
