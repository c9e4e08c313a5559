import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { TargetState } from '#domain/pair/seen.ts';
import type { EpochMs } from '#domain/time.ts';
import type { Routing } from '#rehearsal/cloud/elb/types.ts';
import { FIRST, Rig, SECOND } from './rig.ts';

/*
 * Random histories of one pair: whatever happens in whatever order, the region stays within what AWS documents, and
 * once nothing happens any more it comes to rest where it should.
 */

const UNITS = [FIRST, SECOND] as const;
const ANSWERS = [200, 503, 'refused', 'timeout'] as const;
const CALLS = ['register', 'deregister', 'stop', 'start', 'terminate', 'reboot', 'interrupt'] as const;

type Step =
  | { readonly kind: 'answer'; readonly unit: string; readonly answer: (typeof ANSWERS)[number] }
  | { readonly kind: 'call'; readonly unit: string; readonly call: (typeof CALLS)[number] }
  | { readonly kind: 'wait'; readonly seconds: number };

const unit = fc.constantFrom(...UNITS);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('answer' as const), unit, answer: fc.constantFrom(...ANSWERS) }),
  fc.record({ kind: fc.constant('call' as const), unit, call: fc.constantFrom(...CALLS) }),
  fc.record({ kind: fc.constant('wait' as const), seconds: fc.nat({ max: 200 }) }),
);
const history = fc.record({ seed: fc.nat(), steps: fc.array(step, { maxLength: 30 }) });

/** Elastic Load Balancing API, TargetHealth. */
const REASONS: Readonly<Record<TargetState, readonly (string | undefined)[]>> = {
  initial: ['Elb.RegistrationInProgress', 'Elb.InitialHealthChecking'],
  healthy: [undefined],
  unhealthy: ['Target.FailedHealthChecks'],
  'unhealthy.draining': [],
  draining: ['Target.DeregistrationInProgress'],
  unused: ['Target.InvalidState'],
  unavailable: [],
};

/** Amazon EC2 User Guide, Instance state changes. */
const FOLLOWS: Readonly<Record<string, readonly string[]>> = {
  running: ['stopping', 'shutting-down'],
  stopping: ['stopped', 'shutting-down'],
  stopped: ['pending', 'terminated'],
  pending: ['running', 'stopping', 'shutting-down'],
  'shutting-down': ['terminated'],
  terminated: [],
};

const perform = (rig: Rig, group: string, name: string, call: (typeof CALLS)[number]): void => {
  const { ec2 } = rig.cloud;
  if (call === 'register') rig.register(group, name);
  else if (call === 'deregister') rig.deregister(group, name);
  else if (call === 'interrupt') ec2.interruptSpot(name, 'terminate');
  else ec2[call]([name]);
};

/** A call that is refused has simply not happened. */
const tryTo = (rig: Rig, group: string, { unit: name, call }: Extract<Step, { kind: 'call' }>): void => {
  try {
    perform(rig, group, name, call);
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
  }
};

const play = (seed: number, steps: readonly Step[], check: (rig: Rig, group: string) => void): Rig => {
  const rig = new Rig({}, seed);
  for (const name of UNITS) rig.launch(name, { spot: 'persistent' });
  const group = rig.targetGroup();
  rig.loadBalancer(group);
  rig.register(group, ...UNITS);
  for (const next of steps) {
    if (next.kind === 'answer') rig.answer(next.unit, next.answer);
    else if (next.kind === 'wait') rig.seconds(next.seconds);
    else tryTo(rig, group, next);
    check(rig, group);
  }
  return rig;
};

it('shows only documented states, and routes only to what is or was just registered', () => {
  fc.assert(
    fc.property(history, ({ seed, steps }) => {
      const listedAt = new Map<string, EpochMs>();
      let starvedMs = 0;
      play(seed, steps, (rig, group) => {
        const now = rig.scheduler.now();
        const listed = rig.cloud.elb.describeTargetHealth(group);
        for (const { target, health } of listed) {
          expect(REASONS[health.state]).toContain(health.reason);
          if (health.state !== 'draining') listedAt.set(target.id, now);
        }
        // 200 s is the longest that a step waits, so a target may have been listed until so long ago.
        for (const id of rig.routable(group)) {
          expect(now - (listedAt.get(id) ?? 0)).toBeLessThanOrEqual(120_000 + 200_000);
        }
        const nextStarvedMs = rig.cloud.elb.withoutHealthyTargetMs(group);
        expect(nextStarvedMs).toBeGreaterThanOrEqual(starvedMs);
        expect(nextStarvedMs).toBeLessThanOrEqual(rig.elapsedMs);
        starvedMs = nextStarvedMs;
      });
    }),
    { numRuns: 500 },
  );
});

it('goes through the states of an instance in the documented order, and tells of each', () => {
  fc.assert(
    fc.property(history, ({ seed, steps }) => {
      const rig = play(seed, steps, () => undefined);
      for (const name of UNITS) {
        let state = 'running';
        for (const { detail } of rig.eventsOf('EC2 Instance State-change Notification')) {
          if (detail['instance-id'] !== name) continue;
          expect(FOLLOWS[state]).toContain(detail.state);
          state = String(detail.state);
        }
        expect(rig.cloud.ec2.find(name)?.state ?? 'terminated').toBe(state);
      }
    }),
    { numRuns: 500 },
  );
});

it('fails open exactly when no target is healthy, and tells of every change once', () => {
  fc.assert(
    fc.property(history, ({ seed, steps }) => {
      const told: Routing[] = [];
      let isListening = false;
      play(seed, steps, (rig, group) => {
        if (!isListening) rig.cloud.elb.onRoutingChange((routing) => told.push(routing));
        isListening = true;
        const last = told.at(-1);
        if (last !== undefined) expect(rig.routable(group)).toEqual(last.routable);
      });
      for (const { routable, healthy, failOpen } of told) {
        expect(failOpen).toBe(healthy === 0 && routable.length > 0);
      }
    }),
    { numRuns: 500 },
  );
});

it('comes to rest with new connections going to the healthy targets, or to all that run', () => {
  fc.assert(
    fc.property(history, ({ seed, steps }) => {
      const answers = new Map<string, Step>();
      for (const next of steps) if (next.kind === 'answer') answers.set(next.unit, next);
      let group = '';
      const rig = play(seed, [...steps, { kind: 'wait', seconds: 3_000 }], (_, arn) => {
        group = arn;
      });
      const running = rig.cloud.elb
        .describeTargetHealth(group)
        .map(({ target }) => target.id)
        .filter((id) => rig.cloud.ec2.find(id)?.state === 'running');
      const serving = running.filter((id) => {
        const last = answers.get(id);
        return last?.kind === 'answer' && last.answer === 200;
      });
      const expected = serving.length > 0 ? serving : running;
      expect([...rig.routable(group)].sort()).toEqual([...expected].sort());
    }),
    { numRuns: 500 },
  );
});
