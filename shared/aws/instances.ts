import {
  DescribeInstancesCommand,
  type DescribeInstancesCommandInput,
  EC2Client,
  type EC2ClientConfig,
  type Instance,
  ModifyInstanceAttributeCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { failedAction, unreadBecause } from '#aws/aws-failure.ts';
import { inCallsOf } from '#aws/in-calls-of.ts';
import type { Instances } from '#control/ports.ts';
import type { ActionOutcome } from '#domain/pair/action.ts';
import type { InstanceSeen, InstanceState, Reading } from '#domain/pair/seen.ts';

/** @see EC2 API, DescribeInstances: recommended number of instances per call */
export const IDS_PER_CALL = 100;

/** The tag by which the owner of an instance lets Understudy stop and terminate it; the same is asked for by IAM. */
const MANAGED_TAG = { key: 'understudy:managed', value: 'true' } as const;

const INSTANCE_STATES: readonly InstanceState[] = [
  'pending',
  'running',
  'stopping',
  'stopped',
  'shutting-down',
  'terminated',
];

/** Absent when EC2 answered with a state that is not in its own list. */
export const parseInstanceState = (name: string | undefined): InstanceState | undefined =>
  INSTANCE_STATES.find((known) => known === name);

const parseInstance = ({ State, Tags }: Instance): InstanceSeen | undefined => {
  const state = parseInstanceState(State?.Name);
  const managed = Tags?.some(({ Key, Value }) => Key === MANAGED_TAG.key && Value === MANAGED_TAG.value);
  return state === undefined ? undefined : { state, managed: managed === true };
};

const isGone = (error: unknown): boolean =>
  error instanceof Error && error.name === 'InvalidInstanceID.NotFound';

/** EC2 instances of one region. */
export const makeInstances = ({ client }: { readonly client: EC2Client }): Instances => {
  /**
   * Asked for by filter and not by InstanceIds: one id that EC2 has forgotten would fail the whole call,
   * while a filter leaves it out of the answer.
   */
  const describe = async (ids: string[]): Promise<ReadonlyMap<string, Reading<InstanceSeen>>> => {
    const readings = new Map<string, Reading<InstanceSeen>>();
    const input: DescribeInstancesCommandInput = { Filters: [{ Name: 'instance-id', Values: ids }] };
    try {
      do {
        const page = await client.send(new DescribeInstancesCommand(input));
        for (const instance of page.Reservations?.flatMap(({ Instances: ofOne }) => ofOne ?? []) ?? []) {
          const value = parseInstance(instance);
          if (instance.InstanceId === undefined) continue;
          readings.set(
            instance.InstanceId,
            value === undefined ? { kind: 'unread', code: 'aws-error' } : { kind: 'read', value },
          );
        }
        input.NextToken = page.NextToken;
      } while (input.NextToken !== undefined && input.NextToken !== '');
    } catch (error) {
      return new Map(ids.map((id) => [id, unreadBecause(error)]));
    }
    const forgotten: Reading<InstanceSeen> = { kind: 'read', value: { state: 'terminated', managed: false } };
    return new Map(ids.map((id) => [id, readings.get(id) ?? forgotten]));
  };

  const orGone = async (calls: () => Promise<unknown>): Promise<ActionOutcome> => {
    try {
      await calls();
      return { kind: 'done' };
    } catch (error) {
      return isGone(error) ? { kind: 'gone' } : failedAction(error);
    }
  };

  return {
    async readInstances(instanceIds) {
      const answers = await Promise.all(inCallsOf(IDS_PER_CALL, instanceIds).map(describe));
      return new Map(answers.flatMap((answer) => [...answer]));
    },

    terminate: (InstanceId) =>
      orGone(async () => {
        await client.send(
          new ModifyInstanceAttributeCommand({ InstanceId, DisableApiTermination: { Value: false } }),
        );
        await client.send(new TerminateInstancesCommand({ InstanceIds: [InstanceId] }));
      }),

    stop: (InstanceId) => orGone(() => client.send(new StopInstancesCommand({ InstanceIds: [InstanceId] }))),
  };
};

/** With a client of its own: what `instances-on-demand.ts` loads. */
export const connectInstances = (config: EC2ClientConfig): Instances =>
  makeInstances({ client: new EC2Client(config) });
