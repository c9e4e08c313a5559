import { describe, expect, it } from 'vitest';
import { makeLanes, makeLanesWithin } from '#aws/audit/calls.ts';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Calls that end when they are told to. */
const makeCalls = () => {
  const begun: string[] = [];
  const ends = new Map<string, { resolve: (value: string) => void; reject: (error: Error) => void }>();
  return {
    begun,
    call: (name: string) => () => {
      begun.push(name);
      return new Promise<string>((resolve, reject) => ends.set(name, { resolve, reject }));
    },
    end: (name: string) => ends.get(name)?.resolve(name),
    fail: (name: string) => ends.get(name)?.reject(new Error(name)),
  };
};

describe('lanes', () => {
  it('are given in the order asked for, each to one call at a time', async () => {
    const { begun, call, end } = makeCalls();
    const inLane = makeLanes(2);
    const answers = ['a', 'b', 'c', 'd'].map((name) => inLane(call(name)));
    await settled();
    expect(begun).toEqual(['a', 'b']);
    end('b');
    await settled();
    expect(begun).toEqual(['a', 'b', 'c']);
    for (const name of ['a', 'c']) end(name);
    await settled();
    end('d');
    expect(await Promise.all(answers)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('are free again after a call that failed', async () => {
    const { begun, call, fail } = makeCalls();
    const inLane = makeLanes(1);
    const failing = inLane(call('a'));
    void inLane(call('b'));
    await settled();
    fail('a');
    await expect(failing).rejects.toThrow('a');
    expect(begun).toEqual(['a', 'b']);
  });

  it('are as many as before once all calls have ended', async () => {
    const { begun, call, end } = makeCalls();
    const inLane = makeLanes(1);
    const first = inLane(call('a'));
    await settled();
    end('a');
    await first;
    void inLane(call('b'));
    void inLane(call('c'));
    await settled();
    expect(begun).toEqual(['a', 'b']);
  });

  it('with a budget wait for it in the lane, call by call', async () => {
    const { begun, call, end } = makeCalls();
    const grants: (() => void)[] = [];
    const take = () => new Promise<void>((resolve) => grants.push(resolve));
    const inTurn = makeLanesWithin(1, { take });
    void inTurn(call('a'));
    void inTurn(call('b'));
    await settled();
    expect({ asked: grants.length, begun }).toEqual({ asked: 1, begun: [] });
    grants[0]?.();
    await settled();
    expect({ asked: grants.length, begun }).toEqual({ asked: 1, begun: ['a'] });
    end('a');
    await settled();
    expect(grants).toHaveLength(2);
  });
});
