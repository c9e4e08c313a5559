import { describe, expect, it } from 'vitest';
import { confirmToken } from '#domain/drain/confirm-token.ts';
import type { PairState } from '#domain/pair/state.ts';
import type { SwitchRequest } from '#domain/switchover/operation.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { NOW } from '../../docs/state-samples.ts';
import { requestTo, type SwitchClass, steadyWith } from '../../docs/state-switch-samples.ts';
import { decide, says } from './switch-samples.ts';

const asked = (request: SwitchRequest) => ({ kind: 'switchover', request }) as const;

describe('a wish to switch over is refused', () => {
  const rebooted = (minutes: readonly number[]): PairState => ({
    ...steadyWith('first'),
    boots: { first: minutes.map((ago) => NOW - ago * MINUTE_MS), second: [] },
  });
  const degraded: PairState = {
    ...steadyWith('first'),
    situation: { ...steadyWith('first').situation, kind: 'degraded' },
  };
  const token = confirmToken(steadyWith('first'), 'second', 'switchover');
  const plain = requestTo('second');
  const forced = { ...plain, confirm: token };
  const begins =
    'handover-asked → switching to second: handing-over: set the health check port of first to 8445';

  it.each<{
    when: string;
    state?: PairState;
    old?: SwitchClass;
    next?: SwitchClass;
    request: SwitchRequest;
    says: string;
  }>([
    {
      when: 'that unit is active',
      old: 'standing by',
      next: 'serving',
      request: plain,
      says: 'refused-already-active',
    },
    {
      when: 'even by force, when that unit is active',
      old: 'standing by',
      next: 'serving',
      request: forced,
      says: 'refused-already-active',
    },
    { when: 'the pair is not steady', state: degraded, request: plain, says: 'refused-not-steady' },
    {
      when: 'the other unit was active when last seen',
      state: steadyWith('second'),
      request: plain,
      says: 'refused-not-steady',
    },
    {
      when: 'the new unit does not answer',
      next: 'standing by, silent',
      request: plain,
      says: 'refused-unknown',
    },
    {
      when: 'the new unit does not say that it stands by',
      next: 'not polled',
      request: plain,
      says: 'refused-not-standby',
    },
    {
      when: 'the old unit’s LoadMaster was not read',
      old: 'serving, LoadMaster not read',
      request: plain,
      says: 'refused-unknown',
    },
    {
      when: 'even by force, what we could not move',
      old: 'serving, LoadMaster not read',
      request: forced,
      says: 'refused-unknown',
    },
    {
      when: 'the load balancer does not say',
      next: 'standing by, health not read',
      request: plain,
      says: 'refused-unknown',
    },
    {
      when: 'even by force, when the load balancer does not say',
      next: 'not read',
      request: forced,
      says: 'refused-unknown',
    },
    {
      when: 'even by force, a new unit that answers where nobody asks',
      next: 'out of sight',
      request: forced,
      says: 'refused-not-steady',
    },
    {
      when: 'even by force, a new unit that does not run',
      next: 'shutting down',
      request: forced,
      says: 'refused-unknown',
    },
    {
      when: 'the token is of another decision',
      request: { ...plain, confirm: 'stale' },
      says: 'refused-token-mismatch',
    },
    {
      when: 'the token is for the other unit',
      request: { ...plain, confirm: confirmToken(steadyWith('first'), 'first', 'switchover') },
      says: 'refused-token-mismatch',
    },
    {
      when: 'the first unit was rebooted too often',
      state: rebooted([1, 2, 3]),
      request: plain,
      says: 'refused-reboot-budget',
    },
    {
      when: 'even by force, a fourth reboot',
      state: rebooted([1, 2, 3]),
      request: forced,
      says: 'refused-reboot-budget',
    },
    { when: 'not for reboots of long ago', state: rebooted([1, 2, 6]), request: plain, says: begins },
    { when: 'not by force, because the pair is not steady', state: degraded, request: forced, says: begins },
    {
      when: 'not by force, because the new unit is not proven',
      next: 'not polled',
      request: forced,
      says: begins,
    },
  ])('$when: $says', ({ state, request, says: words, ...seen }) => {
    const given = {
      to: 'second',
      input: asked(request),
      ...(state === undefined ? {} : { state }),
      ...seen,
    } as const;
    expect(says(given)).toBe(words);
  });

  it('towards the first unit whatever its reboots: it is not rebooted', () => {
    const { first: second } = rebooted([1, 2, 3]).boots;
    const state = { ...steadyWith('second'), boots: { first: [], second } };
    expect(says({ to: 'first', state, input: asked(requestTo('first')) })).toMatch(/^handover-asked/);
  });

  it('and is not weighed again when it is delivered twice', () => {
    const refused = decide({ to: 'second', old: 'serving, LoadMaster not read', input: asked(plain) });
    expect(refused).toMatchObject({ reason: 'refused-unknown', next: { handled: [plain.id] } });
    const again = decide({ to: 'second', state: refused.next, input: asked(plain) });
    expect(again).toMatchObject({ reason: 'preferred-is-active', actions: [] });
    expect(again.next).toBe(refused.next);
  });
});
