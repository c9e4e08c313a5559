import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { makeAwsAudit } from '#aws/audit/read-aws.ts';
import type { CallBudget } from '#control/budget.ts';
import type { AwsSeen } from '#domain/audit/aws-seen.ts';
import type { Pair } from '#domain/estate/estate.ts';
import { answerBalancing, elb } from './fake-balancing.ts';
import { answerCompute, answerScaling, autoScaling, ec2 } from './fake-compute.ts';
import { gone, page } from './limits.ts';

/** AWS as it should be, with nothing gone, and all of it told at once. */
export const resetAws = (): void => {
  gone.clear();
  page.size = Number.POSITIVE_INFINITY;
  for (const mock of [elb, ec2, autoScaling]) mock.reset();
  answerBalancing();
  answerCompute();
  answerScaling();
};

/** How often each operation was called. */
export const callCounts = (): Readonly<Record<string, number>> => {
  const names = [elb, ec2, autoScaling].flatMap((mock) =>
    mock.calls().map(({ args: [command] }) => command.constructor.name.replace(/Command$/, '')),
  );
  return Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]));
};

interface CountedBudget extends CallBudget {
  readonly taken: () => number;
}

const countedBudget = (): CountedBudget => {
  let taken = 0;
  return {
    taken: () => taken,
    take: async () => {
      taken += 1;
    },
  };
};

export const sampleAudit = () => {
  const [readBudget, ec2Budget] = [countedBudget(), countedBudget()];
  const region = 'eu-west-1';
  const audit = makeAwsAudit({
    elb: new ElasticLoadBalancingV2Client({ region }),
    ec2: new EC2Client({ region }),
    autoScaling: new AutoScalingClient({ region }),
    readBudget,
    ec2Budget,
  });
  return { ...audit, readBudget, ec2Budget };
};

/** What is read of a pair, alone or among others. */
export const seenOf = async (pair: Pair, among: readonly Pair[] = [pair]): Promise<AwsSeen> => {
  const seen = (await sampleAudit().readAws(among)).get(pair.id);
  if (seen === undefined) throw new Error('the pair was not read');
  return seen;
};

/** `part id code` of everything that was not read. */
export const unreadOf = (seen: AwsSeen): readonly string[] =>
  Object.entries(seen).flatMap(([part, items]) =>
    Object.entries<AwsSeen[keyof AwsSeen][string]>(items).flatMap(([id, reading]) =>
      reading.kind === 'unread' ? [`${part} ${id} ${reading.code}`] : [],
    ),
  );
