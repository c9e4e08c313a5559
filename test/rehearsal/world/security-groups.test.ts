import { expect, it } from 'vitest';
import type { Probe, ProbeAnswer } from '#rehearsal/network.ts';
import { VirtualScheduler } from '#rehearsal/virtual-scheduler.ts';
import { SecurityGroups } from '#rehearsal/world/security-groups.ts';

const TARGET = { address: '10.1.1.10', port: 8444, path: '/', timeoutMs: 6_000 };

const make = () => {
  const scheduler = new VirtualScheduler(0);
  const groups = new SecurityGroups();
  const answering: Probe = (_target, done) => done({ kind: 'status', status: 200 });
  const ask = (from: 'load-balancer' | 'partner'): readonly ProbeAnswer[] => {
    const answers: ProbeAnswer[] = [];
    groups.between(from, answering, scheduler)(TARGET, (answer) => answers.push(answer));
    return answers;
  };
  return { scheduler, groups, ask };
};

const OK = { kind: 'status', status: 200 };

it('lets everybody through where nothing is closed', () => {
  const { ask } = make();
  expect([ask('load-balancer'), ask('partner')]).toEqual([[OK], [OK]]);
});

it('swallows what it does not let through: there is no answer until the timeout is over', () => {
  const { scheduler, groups, ask } = make();
  groups.close(TARGET.address, 'load-balancer');
  const answers = ask('load-balancer');
  scheduler.advance(TARGET.timeoutMs - 1);
  expect(answers).toEqual([]);
  scheduler.advance(1);
  expect(answers).toEqual([{ kind: 'timeout' }]);
});

it('closes one address to one kind of asker, until it is opened again', () => {
  const { groups, ask } = make();
  groups.close(TARGET.address, 'partner');
  groups.close('10.1.2.10', 'load-balancer');
  expect([ask('load-balancer'), ask('partner')]).toEqual([[OK], []]);
  groups.open(TARGET.address, 'partner');
  expect(ask('partner')).toEqual([OK]);
});
