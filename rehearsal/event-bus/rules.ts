import { parse, type ScalarTag } from 'yaml';
import * as z from 'zod';
import { type DurationMs, MINUTE_MS } from '#domain/time.ts';
import { compilePattern } from '#rehearsal/event-bus/pattern.ts';

/** Which events wake which function, as `serverless.yml` declares it. */
export type Rule = {
  readonly functionName: string;
  /** How often Lambda repeats a failed asynchronous invocation of the function. */
  readonly retries: number;
} & (
  | { readonly kind: 'schedule'; readonly everyMs: DurationMs }
  | {
      readonly kind: 'pattern';
      /** `own`: the rule names a bus, and the project has but one. */
      readonly bus: 'default' | 'own';
      matches(event: unknown): boolean;
    }
);

/** A `serverless.yml` whose events the rehearsal cannot stand in for. */
export class UnreadableRulesError extends Error {
  override readonly name = 'UnreadableRulesError';
}

const eventBridge = z.looseObject({
  eventBus: z.unknown().optional(),
  schedule: z.string().optional(),
  pattern: z.unknown().optional(),
});

const serverlessFile = z.looseObject({
  functions: z.record(
    z.string(),
    z.looseObject({
      maximumRetryAttempts: z.int().optional(),
      events: z.array(z.looseObject({ eventBridge: eventBridge.optional() })).optional(),
    }),
  ),
});

/** @see AWS Lambda Developer Guide, Configuring error handling options for asynchronous invocation */
const DEFAULT_RETRIES = 2;

const UNIT_MS: Readonly<Record<string, DurationMs>> = {
  minute: MINUTE_MS,
  hour: 60 * MINUTE_MS,
  day: 24 * 60 * MINUTE_MS,
};

/** @see Amazon EventBridge User Guide, Rate expressions */
const rateMs = (schedule: string): DurationMs => {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(schedule) ?? [];
  const unitMs = UNIT_MS[unit ?? ''];
  if (unitMs === undefined)
    throw new UnreadableRulesError(`only rate() schedules are known, not ${schedule}`);
  return Number(count) * unitMs;
};

const ruleOf = (functionName: string, retries: number, event: z.infer<typeof eventBridge>): Rule => {
  if (event.schedule !== undefined)
    return { kind: 'schedule', functionName, retries, everyMs: rateMs(event.schedule) };
  const bus = event.eventBus === undefined ? 'default' : 'own';
  return { kind: 'pattern', functionName, retries, bus, matches: compilePattern(event.pattern) };
};

/** CloudFormation's short forms (`!Ref`, `!GetAtt` …) stand for values that exist in AWS only: kept as their text. */
export const CLOUD_FORMATION_TAGS: ScalarTag[] = ['Ref', 'GetAtt', 'Sub', 'Join', 'If', 'ImportValue'].map(
  (name) => ({
    tag: `!${name}`,
    resolve: (text: string) => text,
  }),
);

/**
 * Reads the rules from the text of `serverless.yml`, so that the rehearsal routes events by what is deployed.
 * @throws UnreadableRulesError, UnknownPatternError
 */
export const readRules = (serverlessYaml: string): readonly Rule[] => {
  const parsed = serverlessFile.safeParse(parse(serverlessYaml, { customTags: CLOUD_FORMATION_TAGS }));
  if (!parsed.success) throw new UnreadableRulesError(z.prettifyError(parsed.error));
  return Object.entries(parsed.data.functions).flatMap(
    ([functionName, { events = [], maximumRetryAttempts: retries = DEFAULT_RETRIES }]) =>
      events.flatMap((event) =>
        event.eventBridge === undefined ? [] : [ruleOf(functionName, retries, event.eventBridge)],
      ),
  );
};
