import { describe, expect, it } from 'vitest';
import type { LoadMasters } from '#control/ports.ts';
import { REFUSAL_CODES, type RefusalCode } from '#domain/firmware/firmware-plan.ts';
import type { FirmwareSeen } from '#domain/firmware/firmware-seen.ts';
import type { LoadMasterSeen, Reading } from '#domain/pair/seen.ts';
import type { PairState } from '#domain/pair/state.ts';
import { drainIn, INTENTS } from '../../docs/state-samples.ts';
import { type Desk, type DeskSetup, makeDesk } from './api-desk.ts';

const PLAN = 'POST /pairs/pair-a/firmware/plan';
const RUNNING = '7.2.54.12.22642.RELEASE';
const TARGET = '7.2.54.13';
const TEXT = { accept: 'text/plain' };

const changed = <T>(readings: readonly Reading<T>[], change: Partial<T>): readonly Reading<T>[] =>
  readings.map((one) => (one.kind === 'read' ? { ...one, value: { ...one.value, ...change } } : one));

const firmwareWith =
  (change: Partial<FirmwareSeen>) =>
  (loadMasters: LoadMasters): LoadMasters => ({
    ...loadMasters,
    readFirmware: async (units) => changed(await loadMasters.readFirmware(units), change),
  });

const withoutPreference = (loadMasters: LoadMasters): LoadMasters => ({
  ...loadMasters,
  readStatus: async (units) =>
    (await loadMasters.readStatus(units)).map((one): Reading<LoadMasterSeen> => {
      if (one.kind === 'unread') return one;
      const { prefersFirst: _prefersFirst, ...value } = one.value;
      return { kind: 'read', value };
    }),
});

/** Everything a plan may ask of the store. */
const READS = ['readPair', 'readState', 'readFreeze'];

describe('a firmware plan', () => {
  it('has the steps in order, standby first, and says when it was seen', async () => {
    const desk = await makeDesk();
    const { status, body } = await desk.ask(PLAN, { body: { target: TARGET } });
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        pairId: 'pair-a',
        region: 'eu-west-1',
        at: '2026-05-01T10:05:00.000Z',
        plan: { kind: 'upgrade', from: { first: RUNNING, second: RUNNING }, to: TARGET, roleChanges: 1 },
      },
    });
    const { steps } = body.plan as { readonly steps: readonly { readonly words: string }[] };
    const installs = steps.filter(({ words }) => words.includes(': install '));
    expect(installs).toMatchObject([{ unit: 'second' }, { unit: 'first' }]);
  });

  it('is a checklist for who asks for plain text', async () => {
    const desk = await makeDesk();
    const { headers, text } = await desk.ask(PLAN, { body: { target: TARGET }, headers: TEXT });
    expect(headers).toMatchObject({ 'content-type': 'text/plain; charset=utf-8' });
    expect(text).toContain(`pair-a (eu-west-1, enforce): upgrade to ${TARGET}\n`);
    expect(text).toMatch(/^ 1\. \[ \] Place a hold on pair-a/m);
  });

  it('takes a version with spaces around it, and with its build', async () => {
    const desk = await makeDesk();
    const { body } = await desk.ask(PLAN, { body: { target: ' 7.2.54.13.22800.RELEASE\n' } });
    expect(body).toMatchObject({ plan: { to: '7.2.54.13.22800.RELEASE' } });
  });

  it.each([
    { what: 'a plan', target: TARGET, status: 200 },
    { what: 'a refusal', target: '7.2.35.0', status: 409 },
  ])('as $what only reads', async ({ target, status }) => {
    const asked = new Set<string>();
    const desk = await makeDesk({
      wrapStore: (store) =>
        new Proxy(store, {
          get: (of, name) => {
            asked.add(String(name));
            return Reflect.get(of, name);
          },
        }),
      wrapLoadMasters: (loadMasters) => ({
        ...loadMasters,
        perform: async (unit, { kind }) => Promise.reject(new Error(`${kind} for ${unit.unit}`)),
      }),
    });
    const calls = desk.cloud.elb.describeTargetHealth(desk.pair.targetGroups[0] ?? '');
    const before = await desk.store.readState('eu-west-1', 'pair-a');
    expect(await desk.ask(PLAN, { body: { target } })).toMatchObject({ status });
    expect([...asked].filter((name) => !READS.includes(name))).toEqual([]);
    expect(await desk.store.readState('eu-west-1', 'pair-a')).toBe(before);
    expect(desk.published).toEqual([]);
    expect(desk.cloud.elb.describeTargetHealth(desk.pair.targetGroups[0] ?? '')).toEqual(calls);
  });
});

interface Trouble {
  readonly code: RefusalCode;
  readonly target?: string;
  readonly setup?: DeskSetup;
  readonly cause?: (desk: Desk) => unknown;
}

const remember = async ({ store }: Desk, change: Partial<PairState>): Promise<void> => {
  const state = await store.readState('eu-west-1', 'pair-a');
  if (state === undefined) throw new Error('the pair was not looked at');
  await store.claim('eu-west-1', { ...state, ...change, version: state.version + 1 });
};

const halt = (desk: Desk): Promise<void> =>
  remember(desk, {
    operation: {
      kind: 'halted',
      operation: drainIn('returning', INTENTS['an operator terminates it'], false),
      because: 'loadmaster-unread',
      haltedAt: desk.scheduler.now(),
    },
  });

const drain = async (desk: Desk): Promise<void> => {
  const body = { release: 'none', why: 'change 4711' };
  await desk.ask('POST /pairs/pair-a/units/second/drain', { body });
  await desk.deliver();
};

const rebootThrice = (desk: Desk): Promise<void> => {
  const now = desk.scheduler.now();
  return remember(desk, { boots: { first: [], second: [now - 3, now - 2, now - 1] } });
};

const TROUBLES: readonly Trouble[] = [
  { code: 'unknown-version', target: 'latest' },
  { code: 'brick-floor', target: '7.2.35.0' },
  { code: 'verification-floor', target: '7.2.50.0' },
  { code: 'upgrade-path', target: '7.2.62.0' },
  { code: 'already-there', target: '7.2.54.12' },
  { code: 'firmware-unread', setup: { loadMasters: 'loadmaster-auth' } },
  { code: 'loadmaster-unread', setup: { loadMasters: 'loadmaster-auth' } },
  { code: 'not-steady', cause: ({ units }) => units.second.crash() },
  {
    code: 'held',
    cause: (desk) => desk.ask('PUT /pairs/pair-a/hold', { body: { why: 'change 4711', for: '2h' } }),
  },
  { code: 'operation-under-way', cause: drain },
  { code: 'operation-halted', cause: halt },
  {
    code: 'region-frozen',
    cause: ({ store }) => store.freezeRegion('eu-west-1', { at: 0, why: 'three pairs at once' }),
  },
  { code: 'wrong-partner', cause: ({ units }) => units.second.configureHa({ partner: '10.9.9.9' }) },
  { code: 'wrong-designation', cause: ({ units }) => units.second.configureHa({ mode: 'first' }) },
  { code: 'support-expired', setup: { wrapLoadMasters: firmwareWith({ supportedUntil: 0 }) } },
  { code: 'reboot-budget', cause: rebootThrice },
  { code: 'preference-unknown', setup: { wrapLoadMasters: withoutPreference } },
];

/** What can be wrong with a rollout's order alone: a plan for people names no image, and nobody else acts on it. */
const OF_ROLLOUTS: readonly RefusalCode[] = ['wrong-image', 'no-image', 'no-partner-secret', 'observe-mode'];

describe('a firmware plan is refused', () => {
  it.each(TROUBLES)('with $code and what to do about it', async ({ code, target = TARGET, setup, cause }) => {
    const desk = await makeDesk(setup);
    await cause?.(desk);
    const before = await desk.store.readState('eu-west-1', 'pair-a');
    desk.published.splice(0);
    const { status, body } = await desk.ask(PLAN, { body: { target } });
    expect({ status, body }).toMatchObject({ status: 409, body: { code: 'firmware-refused' } });
    const ofIt = expect.objectContaining({
      code,
      words: expect.stringMatching(/\w/),
      remedy: expect.stringMatching(/\w/),
    });
    expect(body.refusals).toContainEqual(ofIt);
    expect(desk.published).toEqual([]);
    expect(await desk.store.readState('eu-west-1', 'pair-a')).toBe(before);
  });

  it('in every way there is, in the rows above', () => {
    expect([...TROUBLES.map(({ code }) => code), ...OF_ROLLOUTS]).toEqual(REFUSAL_CODES);
  });

  it('with everything at once', async () => {
    const desk = await makeDesk();
    await desk.ask('PUT /pairs/pair-a/hold', { body: { why: 'change 4711', for: '2h' } });
    await desk.store.freezeRegion('eu-west-1', { at: 0, why: 'three pairs at once' });
    const { body } = await desk.ask(PLAN, { body: { target: TARGET } });
    expect(body).toMatchObject({
      message: 'no firmware plan for pair-a: 2 things stand in its way',
      refusals: [{ code: 'held' }, { code: 'region-frozen' }],
    });
  });

  it('in plain text for who asks for that', async () => {
    const desk = await makeDesk();
    const answer = await desk.ask(PLAN, { body: { target: 'latest' }, headers: TEXT });
    expect(answer).toMatchObject({
      status: 409,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
    });
    expect(answer.text).toMatch(
      /^no firmware plan for pair-a: one thing stands in its way\n\nunknown-version {2}/,
    );
    expect(answer.text).toContain('\n                 → give all four numbers');
    expect(desk.answered).toMatchObject([{ status: 409, code: 'firmware-refused' }]);
  });

  it.each([
    {
      what: 'no such pair',
      request: 'POST /pairs/pair-z/firmware/plan',
      target: TARGET,
      code: 'unknown-pair',
    },
    { what: 'no target', request: PLAN, target: '  ', code: 'invalid-body' },
  ])('for $what in JSON, whatever was asked for', async ({ request, target, code }) => {
    const desk = await makeDesk();
    const { body } = await desk.ask(request, { body: { target }, headers: TEXT });
    expect(body).toMatchObject({ code });
  });
});
