import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { StaleStateError, StoreUnavailableError } from '#control/errors.ts';
import type { PairStore } from '#control/ports.ts';
import { makeDynamoPairStore } from '#store/dynamo/pair-store.ts';
import { entryOf, estateOf, instance, pairOf, REGION, stateOf } from './declarations.ts';

const client = new DynamoDBClient({ region: REGION });
const dynamo = mockClient(client);
const store = makeDynamoPairStore({ client, tableName: 'understudy' });

beforeEach(() => void dynamo.reset());

const refused = (Item?: Record<string, { S: string }>) =>
  new ConditionalCheckFailedException({
    message: 'The conditional request failed',
    $metadata: {},
    ...(Item && { Item }),
  });

const operations: readonly { readonly name: string; readonly run: (of: PairStore) => Promise<unknown> }[] = [
  { name: 'readRegion', run: (of) => of.readRegion(REGION) },
  { name: 'readPair', run: (of) => of.readPair(REGION, 'lm-1') },
  { name: 'readStandalone', run: (of) => of.readStandalone(REGION, 'alone-50') },
  { name: 'readState', run: (of) => of.readState(REGION, 'lm-1') },
  { name: 'findPairByInstance', run: (of) => of.findPairByInstance(instance(1)) },
  { name: 'claim', run: (of) => of.claim(REGION, stateOf('lm-1', 1)) },
  { name: 'settle', run: (of) => of.settle(REGION, 'lm-1', 1) },
  { name: 'appendJournal', run: (of) => of.appendJournal(entryOf('lm-1', 1)) },
  { name: 'readJournal', run: (of) => of.readJournal('lm-1', { limit: 1 }) },
  { name: 'writeEstate', run: (of) => of.writeEstate(REGION, estateOf(pairOf(1))) },
  { name: 'freezeRegion', run: (of) => of.freezeRegion(REGION, { at: 1, why: 'eyes' }) },
  { name: 'unfreezeRegion', run: (of) => of.unfreezeRegion(REGION) },
  { name: 'readFreeze', run: (of) => of.readFreeze(REGION) },
];

describe('when DynamoDB fails', () => {
  it.each(operations)('$name says that the table did not answer, and why', async ({ run }) => {
    const cause = new Error('ProvisionedThroughputExceededException');
    dynamo.onAnyCommand().rejects(cause);
    const error = await run(store).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StoreUnavailableError);
    expect(error).toHaveProperty('cause', cause);
  });
});

describe('a refused claim', () => {
  /** The token of the claim that was refused, as if the stored item held it. */
  const sentToken = () => {
    const { Item } = dynamo.commandCalls(PutItemCommand)[0]?.args[0].input ?? {};
    return Item?.claimToken?.S ?? 'none was sent';
  };

  it('is ours when the refusal shows our own item: its answer was lost', async () => {
    dynamo.on(PutItemCommand).callsFake(() => {
      throw refused({ claimToken: { S: sentToken() } });
    });
    await store.claim(REGION, stateOf('lm-1', 2));
    expect(dynamo.commandCalls(GetItemCommand)).toHaveLength(0);
  });

  it('is lost when the refusal shows somebody else’s', async () => {
    dynamo.on(PutItemCommand).rejects(refused({ claimToken: { S: 'theirs' } }));
    await expect(store.claim(REGION, stateOf('lm-1', 2))).rejects.toThrow(StaleStateError);
    expect(dynamo.commandCalls(GetItemCommand)).toHaveLength(0);
  });

  it('is lost when nothing is stored any more', async () => {
    dynamo.on(PutItemCommand).rejects(refused());
    dynamo.on(GetItemCommand).resolves({});
    await expect(store.claim(REGION, stateOf('lm-1', 2))).rejects.toThrow(StaleStateError);
  });

  it('has a token of its own every time', async () => {
    dynamo.on(PutItemCommand).resolves({});
    for (const version of [1, 2, 3]) await store.claim(REGION, stateOf('lm-1', version));
    const tokens = dynamo.commandCalls(PutItemCommand).map(({ args }) => args[0].input.Item?.claimToken?.S);
    expect(new Set(tokens).size).toBe(3);
    expect(dynamo.commandCalls(DeleteItemCommand)).toHaveLength(0);
  });

  it.each([
    { version: 1, condition: 'attribute_not_exists(PK)' },
    { version: 2, condition: '#version = :version' },
  ])('of version $version is refused unless $condition', async ({ version, condition }) => {
    dynamo.on(PutItemCommand).resolves({});
    await store.claim(REGION, stateOf('lm-1', version));
    expect(dynamo.commandCalls(PutItemCommand)[0]?.args[0].input).toMatchObject({
      ConditionExpression: condition,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
  });
});
