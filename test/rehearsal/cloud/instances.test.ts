import { describe, expect, it } from 'vitest';
import type { InstanceState } from '#domain/pair/seen.ts';
import { FIRST, Rig, refusalOf, SECOND } from './rig.ts';

const inState = (state: InstanceState): Rig => {
  const rig = new Rig();
  rig.launch(FIRST, { alreadyRunning: state !== 'pending' });
  if (state === 'stopping' || state === 'stopped') rig.cloud.ec2.stop([FIRST]);
  if (state === 'shutting-down' || state === 'terminated') rig.cloud.ec2.terminate([FIRST]);
  if (state === 'stopped' || state === 'terminated') rig.seconds(60);
  expect(rig.cloud.ec2.find(FIRST)?.state).toBe(state);
  return rig;
};

describe('the life of an instance', () => {
  it.each([
    {
      what: 'launch',
      from: 'pending',
      call: () => undefined,
      states: ['pending@0', 'running@15'],
      power: [`${FIRST} on`],
    },
    {
      what: 'stop',
      from: 'running',
      call: (rig: Rig) => rig.cloud.ec2.stop([FIRST]),
      states: ['stopping@0', 'stopped@20'],
      power: [`${FIRST} on`, `${FIRST} off`],
    },
    {
      what: 'terminate',
      from: 'running',
      call: (rig: Rig) => rig.cloud.ec2.terminate([FIRST]),
      states: ['shutting-down@0', 'terminated@20'],
      power: [`${FIRST} on`, `${FIRST} off`],
    },
    {
      what: 'terminate before it ran',
      from: 'pending',
      call: (rig: Rig) => rig.cloud.ec2.terminate([FIRST]),
      states: ['pending@0', 'shutting-down@0', 'terminated@20'],
      power: [],
    },
    {
      what: 'guest shutdown',
      from: 'running',
      call: (rig: Rig) => rig.cloud.ec2.guestShutdown(FIRST),
      states: ['stopping@0', 'stopped@20'],
      power: [`${FIRST} on`, `${FIRST} off`],
    },
    {
      what: 'reboot',
      from: 'running',
      call: (rig: Rig) => rig.cloud.ec2.reboot([FIRST]),
      states: [],
      power: [`${FIRST} on`, `${FIRST} off`, `${FIRST} on`],
    },
    {
      what: 'crash',
      from: 'running',
      call: (rig: Rig) => rig.cloud.ec2.crash(FIRST),
      states: [],
      power: [`${FIRST} on`, `${FIRST} off`],
    },
  ] as const)('$what: $states', ({ from, call, states, power }) => {
    const rig = inState(from);
    const seen: string[] = [];
    const note = (): void => {
      for (const event of rig.events.splice(0)) seen.push(`${event.detail.state}@${rig.elapsedMs / 1_000}`);
    };
    call(rig);
    note();
    for (let second = 0; second < 60; second += 1) {
      rig.seconds(1);
      note();
    }
    expect(seen).toEqual(states);
    expect(rig.power).toEqual(power);
  });

  it('comes back from stopped with a new launch time', () => {
    const rig = inState('stopped');
    const launchedAt = rig.cloud.ec2.find(FIRST)?.launchedAt;
    expect(rig.cloud.ec2.start([FIRST])).toEqual([
      { instanceId: FIRST, previousState: 'stopped', currentState: 'pending' },
    ]);
    rig.seconds(15);
    expect(rig.cloud.ec2.find(FIRST)).toMatchObject({ state: 'running' });
    expect(rig.cloud.ec2.find(FIRST)?.launchedAt).not.toBe(launchedAt);
    expect(rig.power.at(-1)).toBe(`${FIRST} on`);
  });

  it('turns a stop into a termination on the way', () => {
    const rig = inState('stopping');
    rig.cloud.ec2.terminate([FIRST]);
    rig.seconds(60);
    expect(rig.events.map((event) => event.detail.state)).toEqual([
      'stopping',
      'shutting-down',
      'terminated',
    ]);
  });

  it('is forgotten an hour after its end', () => {
    const rig = inState('terminated');
    rig.seconds(3_500);
    expect(rig.cloud.ec2.describe([FIRST])).toMatchObject([{ state: 'terminated' }]);
    rig.seconds(120);
    expect(refusalOf(() => rig.cloud.ec2.describe([FIRST]))).toBe('InvalidInstanceID.NotFound');
    expect(rig.cloud.ec2.describe()).toEqual([]);
  });

  it('lets a crashed machine be repaired, and EC2 calls it running all the while', () => {
    const rig = inState('running');
    rig.cloud.ec2.crash(FIRST);
    rig.seconds(600);
    expect(rig.cloud.ec2.find(FIRST)?.state).toBe('running');
    rig.cloud.ec2.repair(FIRST);
    expect(rig.power.at(-1)).toBe(`${FIRST} on`);
  });

  it('gives snapshots that stay as they were', () => {
    const rig = inState('running');
    const before = rig.cloud.ec2.find(FIRST);
    rig.cloud.ec2.terminate([FIRST]);
    expect(before?.state).toBe('running');
  });
});

describe('what EC2 refuses', () => {
  const gone = 'i-0aaaaaaaaaaaaaaaf';
  it.each([
    { call: 'terminate', id: 'lm-1', code: 'InvalidInstanceID.Malformed' },
    { call: 'terminate', id: 'i-0AAAAAAAAAAAAAAA1', code: 'InvalidInstanceID.Malformed' },
    { call: 'stop', id: gone, code: 'InvalidInstanceID.NotFound' },
    { call: 'start', id: gone, code: 'InvalidInstanceID.NotFound' },
    { call: 'reboot', id: gone, code: 'InvalidInstanceID.NotFound' },
    { call: 'describe', id: gone, code: 'InvalidInstanceID.NotFound' },
  ] as const)('$call of $id: $code', ({ call, id, code }) => {
    const rig = inState('running');
    expect(refusalOf(() => rig.cloud.ec2[call]([FIRST, id]))).toBe(code);
    expect(rig.cloud.ec2.find(FIRST)?.state).toBe('running');
  });

  it.each([
    {
      from: 'pending',
      stop: 'IncorrectInstanceState',
      start: 'no refusal',
      reboot: 'IncorrectInstanceState',
    },
    { from: 'running', stop: 'no refusal', start: 'no refusal', reboot: 'no refusal' },
    {
      from: 'stopping',
      stop: 'no refusal',
      start: 'IncorrectInstanceState',
      reboot: 'IncorrectInstanceState',
    },
    { from: 'stopped', stop: 'no refusal', start: 'no refusal', reboot: 'IncorrectInstanceState' },
    {
      from: 'shutting-down',
      stop: 'IncorrectInstanceState',
      start: 'IncorrectInstanceState',
      reboot: 'IncorrectInstanceState',
    },
    {
      from: 'terminated',
      stop: 'IncorrectInstanceState',
      start: 'IncorrectInstanceState',
      reboot: 'IncorrectInstanceState',
    },
  ] as const)('in $from: stop $stop, start $start, reboot $reboot, terminate never', (row) => {
    for (const call of ['stop', 'start', 'reboot'] as const) {
      expect(refusalOf(() => inState(row.from).cloud.ec2[call]([FIRST]))).toBe(row[call]);
    }
    expect(refusalOf(() => inState(row.from).cloud.ec2.terminate([FIRST]))).toBe('no refusal');
  });

  it('terminates a stopped instance at once', () => {
    expect(inState('stopped').cloud.ec2.terminate([FIRST])).toEqual([
      { instanceId: FIRST, previousState: 'stopped', currentState: 'terminated' },
    ]);
  });

  it('keeps a protected instance, and what is in its zone, but no other', () => {
    const rig = inState('running');
    const neighbour = 'i-0aaaaaaaaaaaaaaa3';
    rig.launch(SECOND);
    rig.launch(neighbour, { availabilityZone: 'eu-west-1a', privateIpAddress: '10.0.1.11' });
    rig.cloud.ec2.setDisableApiTermination(FIRST, true);
    expect(refusalOf(() => rig.cloud.ec2.terminate([FIRST, SECOND, neighbour]))).toBe(
      'OperationNotPermitted',
    );
    expect(rig.cloud.ec2.describe([FIRST, SECOND, neighbour]).map(({ state }) => state)).toEqual([
      'running',
      'shutting-down',
      'running',
    ]);
    rig.cloud.ec2.setDisableApiTermination(FIRST, false);
    expect(refusalOf(() => rig.cloud.ec2.terminate([FIRST]))).toBe('no refusal');
  });

  it.each([
    { spot: 'one-time', code: 'UnsupportedOperation' },
    { spot: 'persistent', code: 'no refusal' },
  ] as const)('stop of a $spot spot instance: $code', ({ spot, code }) => {
    const rig = new Rig();
    rig.launch(FIRST, { spot });
    expect(refusalOf(() => rig.cloud.ec2.stop([FIRST]))).toBe(code);
    expect(refusalOf(() => rig.cloud.ec2.setDisableApiTermination(FIRST, true))).toBe('UnsupportedOperation');
  });
});
