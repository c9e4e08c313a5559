import pc from 'picocolors';
import { describe, expect, it } from 'vitest';
import { render } from '#rehearsal/view/render.ts';
import { squareText } from '#rehearsal/view/render-pair.ts';
import type { PairSnapshot, Snapshot, UnitSnapshot } from '#rehearsal/view/snapshot.ts';

const PLAIN = pc.createColors(false);
const COLOURED = pc.createColors(true);
const AT = Date.UTC(2026, 4, 1, 10, 0, 5);

const unit = (changes: Partial<UnitSnapshot> = {}): UnitSnapshot => ({
  instanceId: 'i-00100000100000001',
  square: { colour: 'green', active: true },
  instance: 'running',
  targets: ['healthy', 'healthy'],
  loadMaster: 'active',
  ...changes,
});

const pair = (changes: Partial<PairSnapshot> = {}): PairSnapshot => ({
  id: 'web',
  mode: 'enforce',
  situation: 'steady',
  operation: 'idle',
  traffic: { perSecond: 4, failedPerSecond: 0, failed: 0, servedBy: ['first'] },
  units: {
    first: unit(),
    second: unit({
      square: { colour: 'green', active: false },
      targets: ['unhealthy', 'initial'],
      loadMaster: 'standby',
    }),
  },
  ...changes,
});

const snapshot = (pairs: readonly PairSnapshot[], changes: Partial<Snapshot> = {}): Snapshot => ({
  at: AT,
  speed: 1,
  regions: [{ region: 'eu-west-1', apiUrl: 'http://127.0.0.1:4000', throttled: false, frozen: false, pairs }],
  journal: [{ at: AT, words: 'web watch: first-look' }],
  chosen: { pairId: 'web', unit: 'second' },
  message: 'web first is dead',
  ...changes,
});

const show = (pairs: readonly PairSnapshot[], changes: Partial<Snapshot> = {}): string =>
  render(snapshot(pairs, changes), { columns: 200, rows: 60 }, PLAIN);

describe('the live view', () => {
  it.each([
    { kind: 'spot', shown: '(enforce, spot)' },
    { kind: 'Auto Scaling', shown: '(enforce, Auto Scaling)' },
  ] as const)('says which pair the keys for $kind are for', ({ kind, shown }) => {
    expect(show([pair({ kind })])).toContain(`web ${shown} ·`);
  });

  it('shows regions, pairs, units, the journal and what the last key did', () => {
    expect(show([pair()])).toMatchInlineSnapshot(`
      "Understudy rehearsal  10:00:05

      eu-west-1  http://127.0.0.1:4000
      ▸ 1 web (enforce) · steady · idle · 4 connections/s served by first (0 failed so far)
          first  [A] green  i-00100000100000001  running       LoadMaster: active        targets: healthy
          second [ ] green  i-00100000100000001  running       LoadMaster: standby       targets: unhealthy ×1, initial ×1

      Journal
      10:00:05  web watch: first-look

      web first is dead
      tab/1-9 pair · u unit · k kill · g hang · r repair · i interrupt spot · x terminate behind our back
      t terminate, o switch over to it, f new firmware (again: start) through the API
      s scale in · h hold/lift · a throttle AWS · q quit"
    `);
  });

  it.each([
    {
      when: 'a drain is under way',
      changes: { operation: 'draining first: handing-over' },
      shows: 'draining first: handing-over',
    },
    {
      when: 'its time is limited',
      changes: { operation: 'draining first: handing-over', deadlineInMs: 61_400 },
      shows: 'handing-over, 62 s left',
    },
    {
      when: 'the time is over',
      changes: { operation: 'draining first: releasing', deadlineInMs: -5 },
      shows: ', 0 s left',
    },
    { when: 'the pair is held', changes: { hold: 'you: lunch' }, shows: 'held: you: lunch' },
    {
      when: 'clients fail',
      changes: { traffic: { perSecond: 4, failedPerSecond: 4, failed: 12, servedBy: [] } },
      shows: '4 connections/s served by nobody, 4/s fail (12 failed so far)',
    },
    {
      when: 'both units serve',
      changes: { traffic: { perSecond: 4, failedPerSecond: 0, failed: 0, servedBy: ['first', 'second'] } },
      shows: 'served by first and second',
    },
  ])('says so when $when', ({ changes, shows }) => {
    expect(show([pair(changes)])).toContain(shows);
  });

  it('says so when AWS throttles, and when the region is frozen', () => {
    const [region] = snapshot([pair()]).regions;
    const regions = region === undefined ? [] : [{ ...region, throttled: true, frozen: true }];
    expect(show([], { regions })).toContain('AWS throttles · frozen');
  });

  it('marks the chosen pair', () => {
    const lines = show([pair({ id: 'mail' }), pair()]).split('\n');
    expect(lines.filter((line) => line.startsWith('▸'))).toEqual([expect.stringContaining('2 web')]);
  });

  it('is never larger than the terminal: lines are cut, and the oldest journal lines go', () => {
    const journal = Array.from({ length: 100 }, (_, at) => ({
      at: AT,
      words: `entry ${at} ${'x'.repeat(300)}`,
    }));
    const lines = render(snapshot([pair()], { journal }), { columns: 60, rows: 24 }, PLAIN).split('\n');
    expect(lines.length).toBeLessThanOrEqual(24);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
    expect(lines.join('\n')).toContain('entry 99');
    expect(lines.join('\n')).not.toContain('entry 1 ');
  });

  it.each([
    { colour: 'green', active: true, shows: COLOURED.green('[A]') },
    { colour: 'green', active: false, shows: COLOURED.green('[ ]') },
    { colour: 'blue', active: false, shows: COLOURED.blue('[ ]') },
    { colour: 'grey', active: true, shows: COLOURED.gray('[A]') },
    { colour: 'red', active: false, shows: COLOURED.red('[ ]') },
    { colour: 'yellow', active: false, shows: COLOURED.yellow('[ ]') },
    { colour: 'none', active: false, shows: '   ' },
  ] as const)('draws the square of a $colour unit (active: $active)', ({ shows, ...square }) => {
    expect(squareText(square, COLOURED)).toBe(shows);
  });
});
