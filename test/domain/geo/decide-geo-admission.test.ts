import { describe, expect, it } from 'vitest';
import { admitGeo, GEO_REFUSAL_CODES, type GeoRefusalCode } from '#domain/geo/admit.ts';
import { decideGeo } from '#domain/geo/decide-geo.ts';
import { lookAt } from '#domain/pair/look.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import { IDLE, type PairState } from '#domain/pair/state.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { ALL_RIGHT, GEO_ORDER, GEO_PAIR, geoIn, lookAtGeo, SET } from '../../../docs/state-geo-samples.ts';
import { drainIn, INTENTS, NOW } from '../../../docs/state-samples.ts';
import { saying, steadyWith, switchIn } from '../../../docs/state-switch-samples.ts';
import {
  decide,
  type GeoGiven,
  HOLD,
  halted,
  ON_FIRST,
  opAfter,
  ordering,
  says,
} from './decide-geo-samples.ts';

/* Whether an order is begun: everything that stands in its way, at once, before anything is touched. */

const steady = steadyWith('first');
const staged: PairState = {
  ...steady,
  firmware: { staged: { second: { version: '7.2.61.1', at: NOW } } },
};
const manyBoots = [240, 180, 60].map((seconds) => NOW - seconds * SECOND_MS);

interface Refused extends GeoGiven {
  readonly when: string;
  readonly because: readonly GeoRefusalCode[];
}

const REFUSED: readonly Refused[] = [
  { when: 'in observe mode', pair: { ...GEO_PAIR, mode: 'observe' }, because: ['observe-mode'] },
  { when: 'under a hold', state: { ...steady, hold: HOLD }, because: ['held'] },
  { when: 'in a frozen region', frozen: true, because: ['region-frozen'] },
  {
    when: 'being drained',
    state: { ...steady, operation: drainIn('deregistering', INTENTS['spot, two minutes left'], true) },
    because: ['operation-under-way'],
  },
  {
    when: 'being switched over',
    state: { ...steady, operation: switchIn('second', 'preparing') },
    because: ['operation-under-way'],
  },
  {
    when: 'whose lists are being set by another order',
    state: { ...steady, operation: geoIn('setting') },
    because: ['operation-under-way'],
  },
  {
    when: 'that a halted operation waits on',
    state: halted(geoIn('setting', { units: { first: SET } })),
    because: ['operation-under-way'],
  },
  {
    when: 'that a drain waits for',
    state: { ...steady, waiting: [INTENTS['an operator terminates it']] },
    because: ['operation-under-way'],
  },
  {
    when: 'of which a unit is aside',
    state: { ...steady, aside: { second: drainIn('releasing', INTENTS['a lifecycle hook waits'], true) } },
    because: ['operation-under-way'],
  },
  { when: 'whose window has closed', input: ordering({ notAfter: NOW - 1 }), because: ['window-closed'] },
  {
    when: 'that is degraded',
    state: { ...steady, situation: { ...steady.situation, kind: 'degraded' } },
    because: ['not-steady'],
  },
  {
    when: 'of which the active unit is not known',
    state: { ...steady, situation: { kind: 'steady', since: NOW, evidence: [] } },
    because: ['not-steady'],
  },
  {
    when: 'whose standby does not answer',
    look: { second: 'standing by, silent' },
    because: ['loadmaster-unread', 'geo-unread'],
  },
  { when: 'of which a list is not read', look: { lists: { second: 'unread' } }, because: ['geo-unread'] },
  {
    when: 'with firmware staged on a unit',
    state: staged,
    because: ['image-staged'],
  },
  {
    when: 'whose first unit has no reboot left',
    state: { ...steady, boots: { first: manyBoots, second: [] } },
    because: ['reboot-budget'],
  },
  {
    when: 'whose second unit has no reboot left',
    state: { ...steady, boots: { first: [], second: manyBoots } },
    because: ['reboot-budget'],
  },
  {
    when: 'with much in the way, all of which is said',
    state: { ...steady, hold: HOLD, boots: { first: manyBoots, second: [] } },
    frozen: true,
    because: ['held', 'region-frozen', 'reboot-budget'],
  },
];

const withSecondSaying = (more: Parameters<typeof saying>[1]): PairSeen => {
  const seen = lookAtGeo({});
  return { ...seen, units: { ...seen.units, second: saying(seen.units.second, more) } };
};

const MISFITS = [
  ['wrong-partner', { partner: '10.9.9.9' }],
  ['wrong-designation', { designation: 'first' }],
] as const;

describe('an order is refused of a pair', () => {
  it.for(REFUSED)('$when: $because', ({ because, when: _, ...given }) => {
    const { next, actions, reason } = decide({ input: ordering(), ...given });
    expect({ reason, actions }).toEqual({ reason: 'geo-refused', actions: [] });
    expect(next.geo.last).toEqual({
      orderId: GEO_ORDER.id,
      cluster: GEO_ORDER.cluster,
      end: 'refused',
      because,
      startedAt: NOW,
      endedAt: NOW,
      roleChanges: 0,
      failovers: 0,
      set: [],
      backups: {},
    });
    expect(next.operation).toEqual((given.state ?? steady).operation);
  });

  it.for(MISFITS)('whose second unit is a %s', ([because, more]) => {
    const policy = { pair: GEO_PAIR, frozen: false, input: ordering() };
    const { next } = decideGeo(steady, withSecondSaying(more), policy, NOW);
    expect(next.geo.last).toMatchObject({ end: 'refused', because: [because] });
  });

  it('for every reason there is', () => {
    const said = [...REFUSED.flatMap(({ because }) => because), ...MISFITS.map(([because]) => because)];
    expect(new Set(said)).toEqual(new Set(GEO_REFUSAL_CODES));
  });

  it('once: the same order again is dealt with', () => {
    const refused = decide({ input: ordering(), frozen: true }).next;
    expect(decide({ state: refused, input: ordering() })).toMatchObject({ next: refused, actions: [] });
    const other = { state: refused, input: ordering({ id: 'shop/4' }) };
    expect(decide(other).reason).toBe('geo-begun');
  });
});

describe('an order is begun', () => {
  it('with the master, whose lists are asked to be set at the same look', () => {
    const given = { input: ordering() };
    expect(says(given)).toBe(`geo-begun → GEO lists: setting first: ${ON_FIRST}`);
    expect(decide(given).lookAgainMs).toBe(10 * SECOND_MS);
    expect(decide(given).next.handled).toEqual([GEO_ORDER.id]);
    expect(opAfter(given)).toMatchObject({
      order: GEO_ORDER,
      startedAt: NOW,
      phaseSince: NOW,
      unit: 'first',
      servedBy: 'first',
      roleChanges: 0,
      failovers: 0,
    });
  });

  it('at the very end of its window', () => {
    expect(decide({ input: ordering({ notAfter: NOW }) }).reason).toBe('geo-begun');
  });

  it('and remembers which units preferred the first', () => {
    const { units } = opAfter({ input: ordering(), look: { prefers: { first: true } } });
    expect(units).toMatchObject({ first: { preferredFirst: true }, second: { preferredFirst: false } });
  });

  it.for([
    ['the first unit has no reboot left', { ...steady, boots: { first: manyBoots, second: [] } }],
    ['firmware is staged', staged],
  ] as const)('where no role has to change, though %s', ([, state]) => {
    const given = { state, input: ordering(), look: { lists: { second: 'right' } } } as const;
    expect(decide(given).reason).toBe('geo-begun');
  });

  it('with the other unit where the master has what it should', () => {
    const given = { input: ordering(), look: { lists: { first: 'right' } } } as const;
    expect(says(given)).toMatch(
      /^geo-begun → GEO lists: handing-over second: set the health check port of first/,
    );
  });

  it('with the master though it stands by', () => {
    const given = { input: ordering({ master: 'second' }) };
    expect(opAfter(given)).toMatchObject({ unit: 'second', handover: { to: 'second' } });
  });
});

describe('nothing is done', () => {
  it.for([
    ['all lists are right', ALL_RIGHT],
    [
      'the access list of the unit that is not the master has something else',
      { lists: { first: 'right', second: 'access wrong' } },
    ],
  ] as const)('where %s: done, without a write or a reboot', ([, look]) => {
    const { next, actions, reason, lookAgainMs } = decide({ input: ordering(), look });
    expect({ actions, reason, lookAgainMs }).toEqual({ actions: [], reason: 'geo-nothing-to-set' });
    expect(next.operation).toBe(IDLE);
    expect(next.geo.last).toMatchObject({ end: 'done', because: [], set: [], roleChanges: 0 });
  });

  it('whatever else is in the way', () => {
    const state = { ...steady, hold: HOLD, operation: switchIn('second', 'preparing') };
    const { next, reason } = decide({ state, input: ordering(), look: ALL_RIGHT, frozen: true });
    expect(reason).toBe('geo-nothing-to-set');
    expect(next.operation).toBe(state.operation);
  });

  it('without an order', () => {
    expect(decide({ look: {} })).toMatchObject({ next: steady, actions: [], reason: 'geo-nothing-to-set' });
  });
});

describe('admission', () => {
  it('counts a hold that is over, and three reboots long ago, as nothing', () => {
    const long = [20, 15, 10].map((minutes) => NOW - minutes * MINUTE_MS);
    const state: PairState = {
      ...steady,
      hold: { ...HOLD, until: NOW - 1 },
      boots: { first: long, second: long },
    };
    expect(admitGeo(lookAt(GEO_PAIR, state, lookAtGeo({}), NOW), GEO_ORDER, false).kind).toBe('start');
  });
});
