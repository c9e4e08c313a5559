import { fixBy, fixTargetGroup } from '#domain/audit/fix.ts';
import { type Judged, judgeEach, whereRead } from '#domain/audit/judge.ts';
import type { Fault, Fix, Verdict } from '#domain/audit/rule.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import { targetGroupName } from '#domain/pair/evidence.ts';

/** By AWS's keys. @see Elastic Load Balancing API, TargetGroupAttribute */
export type Attributes = Readonly<Record<string, string>>;

/** What an attribute has to say. */
export interface Wanted {
  readonly key: string;
  /** What it is, in a finding. */
  readonly words: string;
  /** Any of them will do; the first is what a fix sets. */
  readonly values: readonly [string, ...string[]];
}

/** Each declared target group by its attributes. */
export const judgeAttributes = (
  { pair, aws }: PairSnapshot,
  judge: (attributes: Attributes, arn: string) => Judged,
): Verdict =>
  judgeEach(pair.targetGroups, targetGroupName, (arn) =>
    whereRead(aws.targetGroupAttributes[arn], (attributes) => judge(attributes, arn)),
  );

/** Attributes that AWS does not name: it does not know them where the target group is. */
export const unsaid = (keys: readonly string[]): Judged => ({
  unknown: `AWS does not say ${keys.join(', ')}`,
});

const isWrong =
  (attributes: Attributes) =>
  ({ key, values }: Wanted): boolean => {
    const value = attributes[key];
    return value !== undefined && !values.includes(value);
  };

export const judgeWanted = (attributes: Attributes, wanted: readonly Wanted[]): Judged => {
  const wrong = wanted.filter(isWrong(attributes));
  const missing = wanted.filter(({ key }) => attributes[key] === undefined);
  if (wrong.length > 0)
    return {
      seen: wrong.map(({ key, words }) => `${words} ${attributes[key]}`).join(', '),
      expected: wrong.map(({ words, values }) => `${words} ${values.join(' or ')}`).join(', '),
    };
  return missing.length > 0 ? unsaid(missing.map(({ key }) => key)) : undefined;
};

/** Sets what is wrong, and `along` with it what AWS wants to be set with it. */
export const fixWanted = (
  snapshot: PairSnapshot,
  fault: Fault,
  wanted: readonly Wanted[],
  along: (changes: Attributes) => Attributes = () => ({}),
): Fix =>
  fixTargetGroup(snapshot, snapshot.aws.targetGroupAttributes, fault, (targetGroup, attributes) => {
    const wrong = wanted.filter(isWrong(attributes));
    const changes = Object.fromEntries(wrong.map(({ key, values: [value] }) => [key, value]));
    return fixBy({
      kind: 'set-target-group-attributes',
      targetGroup,
      attributes: { ...changes, ...along(changes) },
    });
  });
