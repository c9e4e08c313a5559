import { describe, expect, it } from 'vitest';
import { callsByCommand, countCalls } from '../../bench/audit-calls.ts';

const NONE = { bulk: 0, ofTargetGroups: 0, ofPairs: 0, tableReads: 0, tableWrites: 0 };

describe('a call of an audit', () => {
  it.each([
    { command: 'DescribeTargetGroupsCommand', kind: 'bulk' },
    { command: 'DescribeInstancesCommand', kind: 'bulk' },
    { command: 'DescribeAutoScalingInstancesCommand', kind: 'bulk' },
    { command: 'DescribeTargetHealthCommand', kind: 'ofTargetGroups' },
    { command: 'DescribeTargetGroupAttributesCommand', kind: 'ofTargetGroups' },
    { command: 'DescribeInstanceAttributeCommand', kind: 'ofPairs' },
    { command: 'DescribeLoadBalancerAttributesCommand', kind: 'ofPairs' },
    { command: 'DescribeLifecycleHooksCommand', kind: 'ofPairs' },
    { command: 'DescribeListenersCommand', kind: 'ofPairs' },
    { command: 'QueryCommand', kind: 'tableReads' },
    { command: 'PutItemCommand', kind: 'tableWrites' },
  ])('$command counts under $kind', ({ command, kind }) => {
    expect(countCalls([{ [command]: 3 }])).toEqual({ ...NONE, [kind]: 3 });
  });

  it('is added to the others of its kind, over all turns', () => {
    expect(
      countCalls([
        { DescribeSubnetsCommand: 1, DescribeSecurityGroupsCommand: 2 },
        { DescribeSubnetsCommand: 4 },
      ]),
    ).toEqual({ ...NONE, bulk: 7 });
  });

  it('is counted by its command', () => {
    const sent = (command: string) => ({ command, sentAt: 0, answeredAt: 1 });
    expect(callsByCommand(['QueryCommand', 'PutItemCommand', 'QueryCommand'].map(sent))).toEqual({
      QueryCommand: 2,
      PutItemCommand: 1,
    });
  });
});
