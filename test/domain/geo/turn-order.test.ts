import { describe, expect, it } from 'vitest';
import type { GeoMember } from '#domain/geo/member.ts';
import { orderOfTurn, turnOrderId } from '#domain/geo/turn-order.ts';
import { NOW } from '../../../docs/state-samples.ts';
import { ALONE_1, ALONE_2, EXAMPLE, PAIR_1, PAIR_2, PARIS, pairOf, standaloneOf } from './member-samples.ts';
import { TURN } from './report-samples.ts';

const AWAY: GeoMember = {
  ...standaloneOf('alone-3', '10.9.0.5', { region: PARIS }),
  kind: 'standalone',
  unit: { instanceId: 'i-9', address: '10.9.0.5', publicAddress: '52.1.1.1' },
};
const OTHERS = standaloneOf('alone-4', '10.8.0.5', { cluster: 'bank' });

describe('the order of a pair that has its turn', () => {
  it('has the lists of the worked example, as the first unit’s', () => {
    expect(orderOfTurn(TURN, PAIR_1, [...EXAMPLE, OTHERS], 'ada: hurry', NOW)).toEqual({
      id: 'geo/shop/4',
      cluster: 'shop',
      master: 'first',
      access: ['172.24.1.10', '172.24.1.5', '172.24.1.7', '172.24.1.8', '172.24.1.9'],
      partners: ['172.24.1.10', '172.24.1.7', '172.24.1.8', '172.24.1.9'],
      notAfter: TURN.notAfter,
      requestedAt: NOW,
      why: 'ada: hurry',
    });
  });

  it('has the master’s access list also where that is the second unit, and public addresses of other regions', () => {
    const order = orderOfTurn(TURN, PAIR_2, [PAIR_1, PAIR_2, ALONE_1, ALONE_2, AWAY], 'x', NOW);
    expect(order).toMatchObject({
      master: 'second',
      access: ['172.24.1.10', '172.24.1.5', '172.24.1.6', '172.24.1.8', '172.24.1.9', '52.1.1.1'],
      partners: ['172.24.1.10', '172.24.1.5', '172.24.1.6', '172.24.1.9', '52.1.1.1'],
    });
  });

  it('is none where nobody knows the master', () => {
    const pair = pairOf('pair-1', '10.0.0.5', '10.0.0.6', 'none');
    expect(orderOfTurn(TURN, pair, [pair, ALONE_1], 'x', NOW)).toBeUndefined();
  });

  it('is another one with each turn and each cluster', () => {
    const ids = [turnOrderId('shop', TURN), turnOrderId('shop', { number: 5 }), turnOrderId('bank', TURN)];
    expect(ids).toEqual(['geo/shop/4', 'geo/shop/5', 'geo/bank/4']);
  });
});
