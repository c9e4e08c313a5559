import { describe, expect, it } from 'vitest';
import type { GeoReport, GeoRequest, GeoTurn, MemberReport } from '#domain/geo/geo-report.ts';
import type { PairSight } from '#domain/geo/pair-report.ts';
import { decideRegion, newReport, type RegionSight } from '#domain/geo/region-report.ts';
import type { StandaloneSight } from '#domain/geo/standalone-report.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { NOW } from '../../../docs/state-samples.ts';
import { ALONE_1, DUBLIN, EXAMPLE, PAIR_1, PARIS, pairOf } from './member-samples.ts';
import {
  ALONE,
  DRIFTED,
  EARLIER,
  finding,
  memberIn,
  PAIR,
  RIGHT,
  reportOf,
  requestOf,
  resultOf,
  stateOf,
  TURN,
  turnsOf,
  waiting,
} from './report-samples.ts';

const OPEN = { kind: 'open', closesAt: NOW + MINUTE_MS } as const;
const HOUR_MS = 60 * MINUTE_MS;

const INCOMPLETE = {
  kind: 'incomplete',
  findings: [finding('region-missing', { names: [PARIS] })],
} as const;

const pairSight = (more: Partial<PairSight> = {}): PairSight => ({
  id: 'pair-1',
  cluster: 'shop',
  expected: 'digest',
  before: undefined,
  requests: [],
  frozen: false,
  now: NOW,
  pair: PAIR,
  state: stateOf(),
  window: OPEN,
  ...more,
});

const aloneSight = (id: string, more: Partial<StandaloneSight> = {}): StandaloneSight => ({
  id,
  cluster: 'shop',
  expected: 'digest',
  before: undefined,
  requests: [],
  frozen: false,
  now: NOW,
  standalone: { ...ALONE, id },
  ...more,
});

const sightOf = (more: Partial<RegionSight> = {}): RegionSight => ({
  region: DUBLIN,
  topology: { kind: 'complete', members: EXAMPLE },
  reports: [],
  turns: undefined,
  pairs: [],
  standalones: [],
  working: new Map(),
  damaged: [],
  now: NOW,
  ...more,
});

/** As a table gives it back: with the keys of every object in another order. */
const reordered = <T>(value: T): T => {
  if (Array.isArray(value)) return value.map(reordered) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toReversed();
  return Object.fromEntries(entries.map(([key, inner]) => [key, reordered(inner)])) as T;
};

describe('the report of a region', () => {
  const sight = sightOf({
    pairs: [pairSight({ drift: DRIFTED })],
    standalones: [aloneSight('alone-1', { drift: RIGHT })],
  });

  it('begins with what is seen', () => {
    const { next, jobs, orders } = decideRegion(sight);
    expect(next).toMatchObject({
      schemaVersion: 1,
      region: DUBLIN,
      version: 1,
      at: NOW,
      incomplete: [],
      members: { 'pair-1': { state: 'drifted', wantsTurn: true }, 'alone-1': { state: 'right' } },
      ended: {},
      requests: [],
    });
    expect({ jobs, orders }).toEqual({ jobs: [], orders: [] });
  });

  it('is written although nothing is to be said, the first time', () => {
    expect(decideRegion(sightOf()).next).toEqual({ ...newReport(DUBLIN, NOW), version: 1 });
  });

  it('is the same object where nothing has changed, in whatever order the table has its keys', () => {
    const written = reordered({ ...decideRegion(sight).next, requests: [requestOf(['pair-1'], NOW)] });
    const [pair] = sight.pairs;
    const [alone] = sight.standalones;
    if (pair === undefined || alone === undefined) throw new Error('nobody is there');
    const again = sightOf({
      reports: [reportOf(PARIS, {}), written],
      pairs: [{ ...pair, before: written.members['pair-1'] }],
      standalones: [{ ...alone, before: written.members['alone-1'] }],
      now: NOW + MINUTE_MS,
    });
    expect(decideRegion(again).next).toBe(written);
    const other = decideRegion({ ...again, standalones: [] }).next;
    expect(other).toMatchObject({ version: written.version + 1, at: NOW + MINUTE_MS });
    expect(Object.keys(other.members)).toEqual(['pair-1']);
  });

  it('leaves out who was not read yet', () => {
    const nobody = sightOf({ pairs: [pairSight()], standalones: [aloneSight('alone-1')] });
    expect(Object.keys(decideRegion(nobody).next.members)).toEqual([]);
  });

  it('is given anew, with nothing new in it, by a region that was passed over and is there after all', () => {
    const before = reportOf(DUBLIN, {});
    const over = (at: number) => turnsOf({}, { passedOver: { [DUBLIN]: at } });
    const next = (turns: RegionSight['turns']) => decideRegion(sightOf({ reports: [before], turns })).next;
    expect(next(over(EARLIER))).toEqual({ ...before, version: 4, at: NOW });
    expect(next(over(EARLIER - 1))).toBe(before);
    expect(next(turnsOf({}, { passedOver: { [PARIS]: NOW } }))).toBe(before);
  });
});

describe('an incomplete view', () => {
  const before = reportOf(DUBLIN, { 'pair-1': waiting(EARLIER), 'alone-1': memberIn('right') });
  const { expected: _, ...pair } = pairSight({ before: before.members['pair-1'] });
  const { expected: __, ...alone } = aloneSight('alone-1', { before: before.members['alone-1'] });
  const sight = sightOf({
    topology: INCOMPLETE,
    reports: [before],
    turns: turnsOf({ shop: TURN }),
    pairs: [pair],
    standalones: [alone],
  });

  it('keeps the members, says why, and nobody wants a turn or gets an order', () => {
    const { next, jobs, orders } = decideRegion(sight);
    expect(next).toMatchObject({
      incomplete: INCOMPLETE.findings,
      members: {
        'pair-1': { state: 'drifted', since: EARLIER, expected: 'digest', wantsTurn: false },
        'alone-1': { state: 'right', since: EARLIER, expected: 'digest' },
      },
    });
    expect(next.members['pair-1']?.waits).toBe('the declarations of all regions to make a whole');
    expect({ jobs, orders }).toEqual({ jobs: [], orders: [] });
  });

  it('still sees a turn end', () => {
    const last = resultOf('done', NOW - 1);
    const { next } = decideRegion({ ...sight, pairs: [{ ...pair, state: stateOf({ geo: { last } }) }] });
    expect(next.ended).toEqual({ shop: { number: 4, end: 'done', at: NOW } });
  });

  it('is forgotten when the view is whole again', () => {
    const { next } = decideRegion(sight);
    expect(decideRegion(sightOf({ reports: [next] })).next.incomplete).toEqual([]);
  });
});

describe('standalones', () => {
  const ids = Array.from({ length: 7 }, (_, at) => `alone-${at}`);
  const job = { id: 'j', job: { kind: 'set-geo-lists', lists: {} }, askedAt: NOW - 1, attempt: 1 } as const;
  const wanting = (id: string) => aloneSight(id, { drift: DRIFTED, wrong: { partners: [] } });
  const busy = (id: string) =>
    aloneSight(id, { before: memberIn('syncing', { kind: 'standalone', job, events: [] }) });
  const begun = (standalones: readonly StandaloneSight[]): readonly string[] =>
    decideRegion(sightOf({ standalones })).jobs.map(({ id }) => id);

  it('have their lists set, five at a time', () => {
    expect(begun(ids.map(wanting))).toEqual(ids.slice(0, 5));
    const { next } = decideRegion(sightOf({ standalones: ids.map(wanting) }));
    const waits = ids.map((id) => next.members[id]?.waits);
    const queue = 'other standalones, whose lists are being set';
    expect(waits).toEqual([undefined, undefined, undefined, undefined, undefined, queue, queue]);
  });

  it('count those that are under way already, once each', () => {
    expect(begun([...ids.slice(2).map(wanting), ...ids.slice(0, 2).map(busy)])).toEqual(ids.slice(2, 5));
    expect(begun([...ids.slice(0, 5).map(busy), ...ids.slice(5).map(wanting)])).toEqual([]);
    const orderly = [...ids.slice(0, 4).map(busy), ...ids.slice(4).map(wanting)];
    expect(begun(orderly)).toEqual(['alone-4']);
  });

  it('that have nothing wrong take no place', () => {
    const right = ids.slice(0, 6).map((id) => aloneSight(id, { drift: RIGHT }));
    expect(begun([...right, wanting('alone-6')])).toEqual(['alone-6']);
  });

  it('have in the report what is handed over', () => {
    const { next, jobs } = decideRegion(sightOf({ standalones: [wanting('alone-1')] }));
    expect(jobs).toEqual([{ id: 'alone-1', asked: next.members['alone-1']?.job }]);
  });
});

describe('a turn of one of the region’s pairs', () => {
  const LATE = TURN.notAfter + 2 * MINUTE_MS;
  const at = (now: number, pair: PairSight | undefined, more: Partial<RegionSight> = {}) =>
    decideRegion(
      sightOf({
        turns: turnsOf({ shop: TURN }),
        pairs: pair === undefined ? [] : [{ ...pair, now }],
        now,
        ...more,
      }),
    );
  const orderOf = ({ orders }: { readonly orders: readonly { readonly pairId: string }[] }) =>
    orders.map(({ pairId }) => pairId);

  it('is ordered until the pair has begun', () => {
    const { next, orders } = at(TURN.notAfter, pairSight({ before: waiting(EARLIER) }));
    expect(next.ended).toEqual({});
    expect(orders).toEqual([
      {
        pairId: 'pair-1',
        order: {
          id: 'geo/shop/4',
          cluster: 'shop',
          master: 'first',
          access: ['172.24.1.10', '172.24.1.5', '172.24.1.7', '172.24.1.8', '172.24.1.9'],
          partners: ['172.24.1.10', '172.24.1.7', '172.24.1.8', '172.24.1.9'],
          notAfter: TURN.notAfter,
          requestedAt: TURN.notAfter,
          why: 'understudy: ',
        },
      },
    ]);
  });

  it.each<[string, Partial<PairSight>, string]>([
    [
      'what was found',
      { before: waiting(EARLIER, { findings: [finding('access-extra'), finding('partners-missing')] }) },
      'understudy: access-extra, partners-missing',
    ],
    [
      'who asked last',
      { requests: [requestOf(['pair-1'], 1), requestOf(['pair-1'], 2, { by: 'bob', why: 'now' })] },
      'bob: now',
    ],
  ])('is ordered because of %s', (_, more, why) => {
    expect(at(NOW, pairSight(more)).orders[0]?.order.why).toBe(why);
  });

  it.each<[string, Partial<RegionSight>]>([
    ['it is too late to begin', { now: TURN.notAfter + 1 }],
    ['the pair works on it', { working: new Map([['pair-1', 'geo/shop/4']]) }],
    ['the pair works on another order', { working: new Map([['pair-1', 'geo/shop/3']]) }],
    [
      'the pair has no master',
      { topology: { kind: 'complete', members: [pairOf('pair-1', '10.0.0.5', '10.0.0.6', 'none')] } },
    ],
    [
      'a pair of that id is another region’s',
      { topology: { kind: 'complete', members: [{ ...PAIR_1, region: PARIS }] } },
    ],
    [
      'nobody of that id is a pair',
      { topology: { kind: 'complete', members: [{ ...ALONE_1, id: 'pair-1' }] } },
    ],
    ['the turn is another region’s', { turns: turnsOf({ shop: { ...TURN, region: PARIS } }) }],
    [
      'the turn was taken back',
      { turns: turnsOf({ shop: { ...TURN, takenBack: { at: NOW, by: 'ada', why: 'x' } } }) },
    ],
    ['the turn has ended', { reports: [endedWith(4)] }],
    ['a later turn has ended', { reports: [endedWith(5)] }],
    ['there are no turns', { turns: undefined }],
  ])('is not ordered, and does not end, where %s', (_, more) => {
    const { next, orders } = at(more.now ?? NOW, pairSight(), more);
    expect(orders).toEqual([]);
    expect(next.ended).toEqual(more.reports?.[0]?.ended ?? {});
  });

  it('is ordered where an earlier one of the cluster has ended', () => {
    expect(orderOf(at(NOW, pairSight(), { reports: [endedWith(3)] }))).toEqual(['pair-1']);
  });

  it.each(['done', 'refused', 'given-up', 'aborted', 'interrupted'] as const)(
    'has ended as its pair says: %s',
    (end) => {
      const pair = pairSight({ state: stateOf({ geo: { last: resultOf(end, NOW - 1) } }) });
      const { next, orders } = at(NOW, pair);
      expect(next.ended).toEqual({ shop: { number: 4, end, at: NOW } });
      expect(orders).toEqual([]);
    },
  );

  it('has not ended by the result of an earlier one', () => {
    const last = resultOf('done', NOW - 1, { orderId: 'geo/shop/3' });
    const step = at(NOW, pairSight({ state: stateOf({ geo: { last } }) }));
    expect(step.next.ended).toEqual({});
    expect(orderOf(step)).toEqual(['pair-1']);
  });

  it.each<[string, number, Partial<RegionSight>, GeoReport['ended']]>([
    ['an order may still come forward', LATE, {}, {}],
    ['no order does any more', LATE + 1, {}, { shop: { number: 4, end: 'not-begun', at: LATE + 1 } }],
    ['the pair works on it', LATE + 1, { working: new Map([['pair-1', 'geo/shop/4']]) }, {}],
    [
      'the pair works on another order',
      LATE + 1,
      { working: new Map([['pair-1', 'geo/bank/4']]) },
      { shop: { number: 4, end: 'not-begun', at: LATE + 1 } },
    ],
  ])('is not begun when %s', (_, now, more, ended) => {
    expect(at(now, pairSight(), more).next.ended).toEqual(ended);
  });

  it('is not begun where the pair is not declared any more', () => {
    expect(at(NOW, undefined).next.ended).toEqual({ shop: { number: 4, end: 'not-begun', at: NOW } });
  });

  it.each<[string, Partial<RegionSight>]>([
    ['is at it still', { working: new Map([['pair-1', 'geo/shop/4']]) }],
    ['cannot be read', { damaged: ['pair-1'] }],
  ])('has not ended where a pair that is not seen in the cluster %s', (_, more) => {
    expect(at(LATE + 1, undefined, more).next.ended).toEqual({});
  });

  it('is one of several, each of its cluster', () => {
    const other: GeoTurn = { ...TURN, number: 9, pairId: 'pair-2' };
    const turns = turnsOf({ shop: TURN, bank: other });
    const before = reportOf(DUBLIN, {}, { ended: { bank: { number: 8, end: 'done', at: EARLIER } } });
    const step = at(NOW, pairSight(), { turns, reports: [before] });
    expect(step.next.ended).toEqual({ bank: { number: 9, end: 'not-begun', at: NOW } });
    expect(orderOf(step)).toEqual(['pair-1']);
  });
});

const endedWith = (number: number): GeoReport =>
  reportOf(DUBLIN, {}, { ended: { shop: { number, end: 'done', at: EARLIER } } });

describe('what operators asked for', () => {
  const both = (ago: number): GeoRequest => requestOf(['pair-1', 'par-1'], NOW - ago);
  const right = { 'pair-1': memberIn('right') };
  const elsewhere = reportOf(PARIS, { 'par-1': memberIn('right') });
  const kept = (
    request: GeoRequest,
    members: Readonly<Record<string, MemberReport>>,
    others: readonly GeoReport[] = [elsewhere],
  ): boolean => {
    const before = reportOf(DUBLIN, members, { requests: [request] });
    return decideRegion(sightOf({ reports: [before, ...others] })).next.requests.length === 1;
  };

  it.each<[string, number, boolean]>([
    ['is kept at first, so that every region hears of it', 5 * MINUTE_MS - 1, true],
    ['is forgotten when everybody is right, in all regions', 5 * MINUTE_MS, false],
  ])('%s', (_, ago, expected) => {
    expect(kept(both(ago), right)).toBe(expected);
  });

  it.each<[string, Readonly<Record<string, MemberReport>>, readonly GeoReport[]]>([
    ['one is not right', { 'pair-1': memberIn('drifted') }, [elsewhere]],
    ['one is not right elsewhere', right, [reportOf(PARIS, { 'par-1': memberIn('unread') })]],
    ['nobody has reported one', right, []],
  ])('is kept while %s, for a day', (_, members, others) => {
    expect(kept(both(24 * HOUR_MS - 1), members, others)).toBe(true);
    expect(kept(both(24 * HOUR_MS), members, others)).toBe(false);
  });

  it('is not right by a name that every object has', () => {
    expect(kept(requestOf(['constructor'], NOW - HOUR_MS), right)).toBe(true);
  });
});
