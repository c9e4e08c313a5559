import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UNIT_NAMES } from '#domain/estate/estate.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { projectRules } from '#rehearsal/event-bus/project-rules.ts';
import { whatCouldBeTouched } from '#rehearsal/scenarios/untouched.ts';
import type { PairSpec } from '#rehearsal/world/estate-spec.ts';
import { startWorld, type WireWorld } from '#rehearsal/world/wire-world.ts';

/** One pair for each thing that can be wrong with what the control plane is given. */
const CASES: readonly {
  readonly what: string;
  readonly id: string;
  readonly spec?: Partial<PairSpec>;
  readonly spoil?: (world: WireWorld, id: string) => void;
  /** What the evidence says of both units; absent where they are read, and the decision says what is wrong. */
  readonly unread?: string;
  readonly because?: RegExp;
  readonly refusal: string;
}[] = [
  {
    what: 'units of another cloud',
    id: 'on-azure',
    spec: { platform: 'azure' },
    unread: 'loadmaster-wrong-platform',
    refusal: 'refused-unknown',
  },
  {
    what: 'units of no cloud',
    id: 'on-no-cloud',
    spec: { platform: 'none' },
    unread: 'loadmaster-wrong-platform',
    refusal: 'refused-unknown',
  },
  {
    what: 'an API that is switched off',
    id: 'api-off',
    spoil: ({ find }, id) => {
      for (const unit of UNIT_NAMES) find(id).pair.wired[unit].management.settings.set('enableapi', 'no');
    },
    unread: 'loadmaster-api-disabled',
    refusal: 'refused-unknown',
  },
  {
    what: 'wrong credentials',
    id: 'wrong-password',
    spec: { credentials: 'wrong' },
    unread: 'loadmaster-auth',
    refusal: 'refused-unknown',
  },
  {
    what: 'firmware without the command',
    id: 'old-firmware',
    spec: { behaviour: { missingCommands: ['getawshaparams'] } },
    unread: 'loadmaster-unknown-command',
    refusal: 'refused-unknown',
  },
  {
    what: 'a partner that is not the partner',
    id: 'wrong-partner',
    spoil: ({ find }, id) => find(id).pair.units.second.configureHa({ partner: '10.9.9.9' }),
    because: /partner address is not the other unit of the pair/,
    refusal: 'wrong-partner',
  },
];

/** With which nothing is wrong: were the others not kept back, they would have returned like this one. */
const SOUND = 'sound';
const ALL: readonly { readonly id: string; readonly spec?: Partial<PairSpec> }[] = [...CASES, { id: SOUND }];

/** Units poll one another on the wire: on a busy machine, faster than this, a poll that comes late would count as a miss. */
const SPEED = 15;
const PATIENT_UNITS = { partnerPollSeconds: 6, partnerPollTimeoutSeconds: 5 } as const;
const HOLD_DOWN_MS = 30 * SECOND_MS;
/** Several turns of the schedule after the hold-down, with one at which every LoadMaster is asked. */
const LONG_ENOUGH_MS = 6 * MINUTE_MS;

const defects: unknown[] = [];
let world: WireWorld;
const before = new Map<string, string>();
let startedAt = 0;

beforeAll(async () => {
  world = await startWorld({
    pairs: ALL.map(({ id, spec }, index) => ({
      id,
      region: index % 2 === 0 ? 'eu-west-1' : 'us-east-1',
      failback: { policy: 'gated', holdDownMs: HOLD_DOWN_MS },
      activeAtStart: 'second',
      ...spec,
      behaviour: { ...PATIENT_UNITS, ...spec?.behaviour },
    })),
    rules: await projectRules(),
    speed: SPEED,
    seed: 1,
    timing: { registrationMs: 5_000 },
    listeners: {
      onRecorded: () => undefined,
      onDelivered: (_region, { error }) => {
        if (error !== undefined) defects.push(error);
      },
      onDefect: (error) => defects.push(error),
    },
  });
  await world.settle();
  for (const { id, spoil } of CASES) spoil?.(world, id);
  for (const { id } of CASES) before.set(id, whatCouldBeTouched(world, id));
  startedAt = world.scheduler.now();
  await world.declare();
  for (const { bus } of world.regions) bus.start();
  await world.scheduler.sleep(LONG_ENOUGH_MS);
}, 60_000);

afterAll(() => world.stop());

const ask = async (
  id: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; answer: unknown }> => {
  const { region } = world.find(id);
  const response = await fetch(`${region.functions.apiUrl}/pairs/${id}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json', 'x-understudy-operator': 'test' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, answer: await response.json() };
};

describe('a pair that is to return', { timeout: 30_000 }, () => {
  it.each(CASES)('is left untouched: $what', async ({ id, unread, because, refusal }) => {
    const { first, second } = world.find(id).pair.units;
    expect([first.role(), second.role()]).toEqual(['standby', 'active']);
    expect(whatCouldBeTouched(world, id)).toBe(before.get(id));
    const { answer } = await ask(id, '/explain');
    const { explanation } = answer as { explanation: { seen: readonly string[]; because: string } };
    if (unread !== undefined)
      for (const line of explanation.seen) expect(line).toContain(`LoadMaster not read (${unread})`);
    if (because !== undefined) expect(explanation.because).toMatch(because);
    expect(await ask(id, '/switchover', { to: 'first', why: 'test' })).toMatchObject({
      status: 409,
      answer: { code: refusal },
    });
  });

  it('returns when nothing is wrong with it', () => {
    const { first, second } = world.find(SOUND).pair.units;
    expect([first.role(), second.role()]).toEqual(['active', 'standby']);
  });

  it('tries wrong credentials once on each unit, and locks nobody out', () => {
    const { pair } = world.find('wrong-password');
    for (const unit of UNIT_NAMES) {
      const { accessLog, management } = pair.wired[unit];
      expect(accessLog.entries(startedAt).map(({ status }) => status)).toEqual([401]);
      expect(management.accounts.isBlocked('bal', world.scheduler.now())).toBe(false);
    }
  });

  it('makes no function fail', () => {
    expect(defects).toEqual([]);
  });
});
