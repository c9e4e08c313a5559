import { expect, it } from 'vitest';
import { AWS_RULES } from '#domain/audit/rules/aws-rules.ts';
import { SOUND_LOAD_BALANCERS } from './sound-load-balancers.ts';
import { SOUND_SECURITY_GROUPS } from './sound-security-groups.ts';

it.each([...SOUND_LOAD_BALANCERS, ...SOUND_SECURITY_GROUPS])(
  '$rule is content: $words',
  ({ rule: id, snapshot }) => {
    const rule = AWS_RULES.find((each) => each.id === id);
    expect(rule?.check(snapshot)).toEqual({ faults: [], unjudged: [] });
  },
);
