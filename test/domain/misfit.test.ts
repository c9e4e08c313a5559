import { describe, expect, it } from 'vitest';
import { confirmToken } from '#domain/drain/confirm-token.ts';
import type { Pair } from '#domain/estate/estate.ts';
import { decideFailback } from '#domain/failback/decide-failback.ts';
import { ALWAYS } from '#domain/failback/window.ts';
import { misfitOf, misfitOfPair } from '#domain/pair/misfit.ts';
import type { LoadMasterSeen, PairSeen, UnitSeen } from '#domain/pair/seen.ts';
import { NOW, SAMPLE_PAIR, UNIT_CLASSES } from '../../docs/state-samples.ts';
import { GATED_PAIR, requestTo, saying, steadyWith } from '../../docs/state-switch-samples.ts';

const look = (first: UnitSeen, second: UnitSeen = UNIT_CLASSES['standing by']): PairSeen => ({
  at: NOW,
  units: { first, second },
});
const firstSays = (more: Partial<LoadMasterSeen>): PairSeen => look(saying(UNIT_CLASSES.serving, more));

const partnerAt = (address: string): Pair => ({
  ...SAMPLE_PAIR,
  units: { ...SAMPLE_PAIR.units, second: { ...SAMPLE_PAIR.units.second, address } },
});

describe('a LoadMaster that is not set up as declared', () => {
  it.each<{ says: Partial<LoadMasterSeen>; misfit: string | undefined }>([
    { says: {}, misfit: undefined },
    { says: { designation: 'first' }, misfit: undefined },
    { says: { designation: 'second' }, misfit: 'wrong-designation' },
    { says: { designation: 'none' }, misfit: 'wrong-designation' },
    { says: { designation: 'unknown' }, misfit: undefined },
    { says: { partner: '10.0.2.5' }, misfit: undefined },
    { says: { partner: '10.0.2.50' }, misfit: 'wrong-partner' },
    { says: { partner: '10.0.1.5' }, misfit: 'wrong-partner' },
    { says: { partner: 'lm-b.internal.example.com' }, misfit: undefined },
    { says: { partner: '10.0.2.50', designation: 'second' }, misfit: 'wrong-partner' },
  ])('$says is $misfit', ({ says, misfit }) => {
    expect(misfitOf(firstSays(says), SAMPLE_PAIR, 'first')).toBe(misfit);
  });

  it.each([
    { declared: '2001:db8::5', says: '2001:0db8:0:0:0:0:0:5', misfit: undefined },
    { declared: '2001:DB8::5', says: '2001:db8::5', misfit: undefined },
    { declared: '2001:db8::5', says: '2001:db8::6', misfit: 'wrong-partner' },
    { declared: '2001:db8::5', says: '10.0.2.5', misfit: 'wrong-partner' },
  ])('the partner $says of one declared as $declared is $misfit', ({ declared, says, misfit }) => {
    expect(misfitOf(firstSays({ partner: says }), partnerAt(declared), 'first')).toBe(misfit);
  });

  it('is not known of one that was not read', () => {
    expect(misfitOf(look(UNIT_CLASSES['not read']), SAMPLE_PAIR, 'first')).toBeUndefined();
  });

  it('is looked for in both units', () => {
    const second = saying(UNIT_CLASSES['standing by'], { designation: 'first' });
    expect(misfitOfPair(look(UNIT_CLASSES.serving, second), SAMPLE_PAIR)).toBe('wrong-designation');
    expect(misfitOfPair(look(UNIT_CLASSES.serving), SAMPLE_PAIR)).toBeUndefined();
  });

  it.each([
    { says: { partner: '10.9.9.9' }, reason: 'wrong-partner' },
    { says: { designation: 'second' }, reason: 'wrong-designation' },
  ] as const)('keeps the pair from being switched over, even by force: $reason', ({ says, reason }) => {
    const state = steadyWith('first');
    const confirm = confirmToken(state, 'second', 'switchover');
    for (const request of [requestTo('second'), { ...requestTo('second'), confirm }]) {
      const input = { kind: 'switchover', request } as const;
      const policy = { pair: GATED_PAIR, frozen: false, window: ALWAYS, input };
      expect(decideFailback(state, firstSays(says), policy, NOW)).toMatchObject({ reason, actions: [] });
    }
  });
});
