import { describe, expect, it } from 'vitest';
import { compilePattern, UnknownPatternError } from '#rehearsal/event-bus/pattern.ts';

const EVENT = {
  source: 'aws.ec2',
  'detail-type': 'EC2 Spot Instance Interruption Warning',
  resources: ['arn:aws:ec2:eu-west-1a:instance/i-1', 'arn:aws:ec2:eu-west-1a:instance/i-2'],
  detail: { state: 'stopping', count: 2, nothing: null },
};

describe('an event pattern', () => {
  it.each([
    { when: 'a listed value', pattern: { source: ['aws.health', 'aws.ec2'] }, matches: true },
    { when: 'no listed value', pattern: { source: ['aws.health'] }, matches: false },
    { when: 'all fields', pattern: { source: ['aws.ec2'], detail: { state: ['stopping'] } }, matches: true },
    {
      when: 'one field of two',
      pattern: { source: ['aws.ec2'], detail: { state: ['running'] } },
      matches: false,
    },
    { when: 'a number', pattern: { detail: { count: [2] } }, matches: true },
    { when: 'a number as text', pattern: { detail: { count: ['2'] } }, matches: false },
    { when: 'null', pattern: { detail: { nothing: [null] } }, matches: true },
    { when: 'a field that is not there', pattern: { detail: { other: ['x'] } }, matches: false },
    { when: 'a level that is not there', pattern: { detail: { state: { deeper: ['x'] } } }, matches: false },
    { when: 'a member of an array', pattern: { resources: [{ suffix: 'i-2' }] }, matches: true },
    { when: 'a prefix', pattern: { 'detail-type': [{ prefix: 'EC2 Spot' }] }, matches: true },
    { when: 'another prefix', pattern: { 'detail-type': [{ prefix: 'Spot' }] }, matches: false },
    { when: 'other letters', pattern: { source: [{ 'equals-ignore-case': 'AWS.EC2' }] }, matches: true },
    {
      when: 'anything but it',
      pattern: { detail: { state: [{ 'anything-but': 'stopping' }] } },
      matches: false,
    },
    {
      when: 'anything but others',
      pattern: { detail: { state: [{ 'anything-but': ['a', 'b'] }] } },
      matches: true,
    },
    {
      when: 'anything but its prefix',
      pattern: { source: [{ 'anything-but': { prefix: 'aws.' } }] },
      matches: false,
    },
    {
      when: 'anything but, and nothing there',
      pattern: { detail: { other: [{ 'anything-but': 'x' }] } },
      matches: false,
    },
    { when: 'existence', pattern: { detail: { state: [{ exists: true }] } }, matches: true },
    { when: 'absence', pattern: { detail: { other: [{ exists: false }] } }, matches: true },
    {
      when: 'one branch of $or',
      pattern: { $or: [{ source: ['x'] }, { detail: { count: [2] } }] },
      matches: true,
    },
    {
      when: 'no branch of $or',
      pattern: { $or: [{ source: ['x'] }, { detail: { count: [3] } }] },
      matches: false,
    },
  ])('with $when: $matches', ({ pattern, matches }) => {
    expect(compilePattern(pattern)(EVENT)).toBe(matches);
  });

  it.each([
    { what: 'an operator that is not known', pattern: { source: [{ wildcard: 'a*' }] } },
    { what: 'two operators in one', pattern: { source: [{ prefix: 'a', suffix: 'b' }] } },
    { what: 'a value that is not in a list', pattern: { source: 'aws.ec2' } },
  ])('is refused for $what, rather than matching less than AWS does', ({ pattern }) => {
    expect(() => compilePattern(pattern)).toThrow(UnknownPatternError);
  });
});
