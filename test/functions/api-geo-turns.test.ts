import { describe, expect, it } from 'vitest';
import { StaleStateError } from '#control/errors.ts';
import { OPERATOR } from './api-event.ts';
import {
  ABROAD,
  CLUSTER,
  drifted,
  type GeoTable,
  giveTurn,
  HOME,
  makeGeoDesk,
  reportOf,
  spoil,
} from './geo-desk.ts';

const TURN = `DELETE /geo/turns/${CLUSTER}`;
const why = 'us-east-1 is gone for good';

const takeBack = (desk: GeoTable, more: object = {}) => desk.ask(TURN, { body: { why, ...more } });

const tokenOf = ({ body }: Awaited<ReturnType<GeoTable['ask']>>): string =>
  (body.forced as { confirm: string }).confirm;

/** The turn is of a pair abroad; one at home waits. */
const waiting = async (setup: Parameters<typeof makeGeoDesk>[0] = {}): Promise<GeoTable> => {
  const desk = await makeGeoDesk(setup);
  await giveTurn(desk, { pairId: 'far', region: ABROAD });
  spoil(desk, 'pair-a first');
  await drifted(desk);
  await desk.ask('POST /geo/sync', { body: { members: ['pair-a'], why } });
  await desk.sync(HOME);
  desk.published.splice(0);
  return desk;
};

const turnIn = async ({ geo }: GeoTable) => (await geo.readGeo()).turns?.clusters[CLUSTER];

describe('DELETE /geo/turns/{cluster}', () => {
  it('is refused without a token, which a dry run gives with what it would do', async () => {
    const desk = await waiting();
    const refused = await takeBack(desk);
    expect(refused).toMatchObject({ status: 409, body: { code: 'turn-outstanding' } });
    expect(refused.body).not.toHaveProperty('forced');
    const dry = await takeBack(desk, { dryRun: true });
    expect(dry).toMatchObject({ status: 409, body: { code: 'turn-outstanding' } });
    expect(dry.body.forced).toEqual({
      confirm: 'turn-1-of-shop-heard-1',
      plan: [
        'now: turn 1 of shop, which far (us-east-1) has, is over',
        'then: what us-east-1 has reported so far holds nobody up, until it reports anew',
        'then: the pair that has waited longest has the next turn, and its roles change',
        'if far is under way after all, two pairs of shop change roles at the same time',
      ],
    });
    expect(await turnIn(desk)).toMatchObject({ pairId: 'far' });
    expect(await turnIn(desk)).not.toHaveProperty('takenBack');
    expect(desk.published).toEqual([]);
  });

  it('takes the turn back with it, and the pair that waited has the next', async () => {
    const desk = await waiting();
    const confirm = tokenOf(await takeBack(desk, { dryRun: true }));
    const { status, body } = await takeBack(desk, { confirm });
    const at = new Date(desk.scheduler.now()).toISOString();
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        cluster: CLUSTER,
        turn: 1,
        pairId: 'far',
        region: ABROAD,
        takenBack: { at, by: OPERATOR, why },
      },
    });
    expect(desk.published).toEqual([{ detailType: 'Geo Changed', detail: { region: HOME, what: 'turns' } }]);
    expect((await desk.ask('GET /geo')).body).toMatchObject({
      clusters: [{ turn: { number: 1, state: 'taken-back', takenBack: { by: OPERATOR } } }],
    });
    const { text } = await desk.ask('GET /geo', { headers: { accept: 'text/plain' } });
    expect(text).toContain('the turn of far (us-east-1) was taken back');
    await desk.sync(HOME);
    expect(await turnIn(desk)).toMatchObject({ number: 2, pairId: 'pair-a', region: HOME });
  });

  it('knows no token once the region is heard of again', async () => {
    const desk = await waiting();
    const confirm = tokenOf(await takeBack(desk, { dryRun: true }));
    const { version, ...report } = await reportOf(desk, ABROAD);
    await desk.geo.claimReport({ ...report, version: version + 1, at: desk.scheduler.now() });
    expect(await takeBack(desk, { confirm })).toMatchObject({
      status: 409,
      body: { code: 'refused-token-mismatch' },
    });
    expect(await turnIn(desk)).not.toHaveProperty('takenBack');
    expect(desk.published).toEqual([]);
  });

  it('is for the home region, which is named', async () => {
    const desk = await waiting({ homeRegion: ABROAD });
    const { status, body } = await takeBack(desk, { dryRun: true });
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'not-home-region' });
    expect(body.message).toContain(ABROAD);
  });

  it('finds no turn where there was none, where it has ended, and where it was taken back', async () => {
    const none = await makeGeoDesk();
    expect(await takeBack(none, { dryRun: true })).toMatchObject({ status: 404, body: { code: 'no-turn' } });
    const desk = await waiting();
    const confirm = tokenOf(await takeBack(desk, { dryRun: true }));
    await takeBack(desk, { confirm });
    expect(await takeBack(desk, { confirm })).toMatchObject({ status: 404, body: { code: 'no-turn' } });
    const over = await waiting();
    const { version, ...report } = await reportOf(over, ABROAD);
    const ended = { [CLUSTER]: { number: 1, end: 'done', at: 0 } } as const;
    await over.geo.claimReport({ ...report, version: version + 1, ended });
    expect(await takeBack(over, { dryRun: true })).toMatchObject({ status: 404, body: { code: 'no-turn' } });
  });

  it('of a cluster of another name, or of what every object has, finds none', async () => {
    const desk = await waiting();
    for (const cluster of ['bank', 'constructor', '__proto__'])
      expect(await desk.ask(`DELETE /geo/turns/${cluster}`, { body: { why } })).toMatchObject({
        status: 404,
      });
  });

  it('is weighed again when somebody was faster', async () => {
    let lost = 1;
    const desk = await waiting({
      wrapGeo: (geo) => ({
        ...geo,
        claimTurns: async (next) => {
          if (lost-- > 0) throw new StaleStateError('turns');
          await geo.claimTurns(next);
        },
      }),
    });
    const confirm = tokenOf(await takeBack(desk, { dryRun: true }));
    expect(await takeBack(desk, { confirm })).toMatchObject({ status: 200 });
    expect(desk.published).toHaveLength(1);
  });

  it.each([
    { what: 'no reason', body: {} },
    { what: 'a token to try', body: { why, dryRun: true, confirm: 'x' } },
    { what: 'a misspelt dry run', body: { why, dry: true } },
    { what: 'a token of any length', body: { why, confirm: 'x'.repeat(257) } },
  ])('takes no body with $what', async ({ body }) => {
    const desk = await waiting();
    expect(await desk.ask(TURN, { body })).toMatchObject({ status: 422, body: { code: 'invalid-body' } });
  });
});

describe('a region whose turn was taken back, and that is there after all', () => {
  const comesBack = async () => {
    const desk = await waiting();
    spoil(desk, 'far first');
    await desk.ask('POST /geo/sync', { body: { members: ['far'], why } });
    return desk;
  };
  const orders = (sent: Awaited<ReturnType<GeoTable['sync']>>) =>
    sent.filter(({ detailType }) => detailType === 'Geo Requested');

  it('does not begin the pair any more', async () => {
    const desk = await comesBack();
    const { turns } = await desk.geo.readGeo();
    const notAfter = desk.scheduler.now() + 600_000;
    const turn = { ...need(turns?.clusters[CLUSTER]), notAfter };
    await desk.geo.claimTurns({
      ...need(turns),
      version: need(turns).version + 1,
      clusters: { [CLUSTER]: turn },
    });
    expect(orders(await desk.sync(ABROAD))).toHaveLength(1);
    const confirm = tokenOf(await takeBack(desk, { dryRun: true }));
    await takeBack(desk, { confirm });
    expect(orders(await desk.sync(ABROAD))).toEqual([]);
  });

  it('reports anew, once, so that it is heard again', async () => {
    const desk = await waiting();
    const confirm = tokenOf(await takeBack(desk, { dryRun: true }));
    await takeBack(desk, { confirm });
    const before = await reportOf(desk, ABROAD);
    desk.scheduler.advance(1_000);
    await desk.sync(ABROAD);
    const after = await reportOf(desk, ABROAD);
    expect(after).toMatchObject({ version: before.version + 1, at: desk.scheduler.now() });
    await desk.sync(ABROAD);
    expect(await reportOf(desk, ABROAD)).toEqual(after);
  });
});

const need = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('it is not there');
  return value;
};
