import { othersOf, type Placement } from './placement.ts';

/** What the other regions are told of at once. They would find it in the table, by their schedule, a minute later. */
export const FORWARDED = {
  source: 'understudy',
  detailTypes: ['Geo Changed', 'Rollouts Changed'],
} as const;

/**
 * What leaves a region. An event keeps the region in which it began wherever it is sent on to, so that no bus sends on
 * what it was sent.
 * @see Amazon EventBridge User Guide, Sending and receiving events between AWS Regions
 */
export const leaving = (region: string) => ({
  source: [FORWARDED.source],
  'detail-type': [...FORWARDED.detailTypes],
  region: [region],
});

const busArn = (region: string, busName: string) => ({
  'Fn::Sub': `arn:\${AWS::Partition}:events:${region}:\${AWS::AccountId}:event-bus/${busName}`,
});

/** `eu-central-1` as a part of a logical id. */
const asId = (region: string): string =>
  region.replaceAll(/(?:^|-)(.)/g, (_, initial: string) => initial.toUpperCase());

const ruleTo = (region: string, own: string, { busName, retryPolicy }: Bus) => ({
  Type: 'AWS::Events::Rule',
  Properties: {
    Description: `Tells ${region} what changed in ${own}`,
    EventBusName: { Ref: 'Bus' },
    EventPattern: leaving(own),
    Targets: [
      {
        Id: 'bus',
        Arn: busArn(region, busName),
        RoleArn: { 'Fn::GetAtt': ['ForwardingRole', 'Arn'] },
        RetryPolicy: retryPolicy,
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['FailedEvents', 'Arn'] } },
      },
    ],
  },
});

const roleFor = (regions: readonly string[], { busName }: Bus) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    },
    Policies: [
      {
        PolicyName: 'forwarding',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: 'events:PutEvents',
              Resource: regions.map((region) => busArn(region, busName)),
            },
          ],
        },
      },
    ],
  },
});

interface Bus {
  /** The same in every region. */
  readonly busName: string;
  readonly retryPolicy: object;
}

/** The rules that tell the other regions, by logical id, and their role; nothing where there is no other region. */
export const forwardingResources = (placement: Placement, bus: Bus): Readonly<Record<string, object>> => {
  const others = othersOf(placement);
  if (others.length === 0) return {};
  const rules = others.map((region) => [`ForwardTo${asId(region)}`, ruleTo(region, placement.own, bus)]);
  return { ...Object.fromEntries(rules), ForwardingRole: roleFor(others, bus) };
};
