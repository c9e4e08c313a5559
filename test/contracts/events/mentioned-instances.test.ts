import { describe, expect, it } from 'vitest';
import { mentionedInstances } from '#contracts/events/mentioned-instances.ts';

const A = 'i-0aaaaaaaaaaaaaaa1';
const OLD = 'i-0aaaaaa1';
const nested = (depth: number, inner: unknown): unknown => (depth === 0 ? inner : [nested(depth - 1, inner)]);

describe('mentionedInstances', () => {
  it.each<[string, unknown, string[]]>([
    ['in text', `the instance '${A}' may not be terminated`, [A]],
    ['in an ARN', `arn:aws:ec2:eu-west-1b:instance/${A}`, [A]],
    ['in JSON text', JSON.stringify({ id: A }), [A]],
    ['of the short form', [OLD], [OLD]],
    ['once', { a: A, b: { c: [A] } }, [A]],
    ['nearest first', { deep: { deeper: OLD }, near: A }, [A, OLD]],
    ['far down', nested(900, A), [A]],
  ])('finds ids %s', (_, raw, expected) => {
    expect(mentionedInstances(raw)).toEqual(expected);
  });

  it.each<[string, unknown]>([
    ['an image', 'ami-0aaaaaaaaaaaaaaa1'],
    ['an interface', 'eni-0aaaaaaaaaaaaaaa1'],
    ['an id of another length', 'i-0aaaaaaaaaaaaaaa12 i-0aaaaaa'],
    ['an id in capitals', 'I-0AAAAAAAAAAAAAAA1'],
    ['numbers', 17],
    ['nothing', null],
  ])('takes no id from %s', (_, raw) => {
    expect(mentionedInstances(raw)).toEqual([]);
  });

  it('gives up deep down, far on, and after many', () => {
    expect(mentionedInstances(nested(100_000 / 20, A))).toEqual([]);
    expect(mentionedInstances([...Array.from({ length: 5_000 }, () => 0), A])).toEqual([]);
    expect(mentionedInstances([' '.repeat(70_000), A])).toEqual([]);
    const many = Array.from({ length: 100 }, (_, index) => `i-${String(index).padStart(8, '0')}`);
    expect(mentionedInstances(many)).toEqual(many.slice(0, 20));
    expect(mentionedInstances(many.join(' '))).toEqual(many.slice(0, 20));
  });

  it('comes back from a value that contains itself', () => {
    const cycle: Record<string, unknown> = { id: A };
    cycle.self = cycle;
    expect(mentionedInstances(cycle)).toEqual([A]);
  });
});
