import type { SentRequest } from './request-log.ts';

/** Requests by command, such as `DescribeTargetHealthCommand`. */
export type CallsByCommand = Readonly<Record<string, number>>;

export const callsByCommand = (requests: readonly SentRequest[]): CallsByCommand =>
  Object.fromEntries(
    [...Map.groupBy(requests, ({ command }) => command)].map(([command, { length }]) => [command, length]),
  );

/** Calls of an audit, to AWS and to the table. */
export interface AuditCalls {
  /** About many pairs at once, as many as AWS describes in one call. */
  readonly bulk: number;
  /** About one target group: Elastic Load Balancing tells its targets and its attributes in no other way. */
  readonly ofTargetGroups: number;
  /** About one pair, one of its instances or its load balancer; and whatever has no other place here. */
  readonly ofPairs: number;
  readonly tableReads: number;
  readonly tableWrites: number;
}

/** What counts as what. */
const KINDS: readonly (readonly [keyof AuditCalls, RegExp])[] = [
  [
    'bulk',
    /^Describe(TargetGroups|LoadBalancers|Instances|InstanceStatus|SecurityGroups|Subnets|AutoScaling(Instances|Groups))Command$/,
  ],
  ['ofTargetGroups', /^DescribeTarget(Health|GroupAttributes)Command$/],
  ['tableReads', /^(GetItem|BatchGetItem|Query|Scan)Command$/],
  ['tableWrites', /^(PutItem|UpdateItem|DeleteItem|BatchWriteItem|TransactWriteItems)Command$/],
];

const kindOf = (command: string): keyof AuditCalls =>
  KINDS.find(([, commands]) => commands.test(command))?.[0] ?? 'ofPairs';

/** All of them together. */
export const countCalls = (turns: readonly CallsByCommand[]): AuditCalls => {
  const counts = { bulk: 0, ofTargetGroups: 0, ofPairs: 0, tableReads: 0, tableWrites: 0 };
  for (const [command, count] of turns.flatMap((calls) => Object.entries(calls)))
    counts[kindOf(command)] += count;
  return counts;
};
