import { Readable } from 'node:stream';
import * as autoScaling from '@aws-sdk/client-auto-scaling';
import * as ec2 from '@aws-sdk/client-ec2';
import * as elasticLoadBalancing from '@aws-sdk/client-elastic-load-balancing-v2';
import * as eventBridge from '@aws-sdk/client-eventbridge';
import * as secretsManager from '@aws-sdk/client-secrets-manager';
import * as securityHub from '@aws-sdk/client-securityhub';
import { type HttpRequest, HttpResponse } from '@smithy/core/protocols';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { autoScalingService } from '#rehearsal/aws-wire/auto-scaling/service.ts';
import { ec2Service } from '#rehearsal/aws-wire/ec2/service.ts';
import { elasticLoadBalancingService } from '#rehearsal/aws-wire/elastic-load-balancing/service.ts';
import { eventBridgeService } from '#rehearsal/aws-wire/eventbridge/service.ts';
import { requiredMembersOf, type Shape } from '#rehearsal/aws-wire/protocol/shape.ts';
import { secretsManagerService } from '#rehearsal/aws-wire/secrets-manager/service.ts';
import { securityHubService } from '#rehearsal/aws-wire/security-hub/service.ts';
import type { Operation, WireService } from '#rehearsal/aws-wire/service.ts';

/*
 * Whatever an SDK client can send is read as it was meant, and whatever a handler returns reaches the client as it
 * was: for every operation, with inputs and outputs made up from its published shapes.
 */

const REQUEST_ID = '01234567-89ab-4def-8123-456789abcdef';
/** Structures within structures: deep enough for the addresses of an instance's network interface. */
const MAX_DEPTH = 5;
/** How many of its optional members a structure has at most; every one is tried sooner or later. */
const MAX_OPTIONAL_MEMBERS = 4;
/** A member of PutEvents which sends the request to another host and has it signed in another way. */
const GLOBAL_ENDPOINT = 'EndpointId';

/** XML parsers take text of nothing but blanks for layout. */
const text = fc.string({ unit: 'grapheme' }).filter((value) => value.trim() !== '');
/** The SDK's own parsers cannot take this one. */
const mapKey = text.filter((key) => key !== '__proto__');
const time = fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true });

/** A value of the shape. Empty lists and structures are left out: the query protocols cannot say them. */
const arbitraryOf = (shape: Shape, depth: number): fc.Arbitrary<unknown> => {
  if (shape.isStructSchema()) return structureOf(shape, depth + 1, 1);
  if (shape.isListSchema()) {
    return fc.array(arbitraryOf(shape.getValueSchema(), depth), { minLength: 1, maxLength: 2 });
  }
  if (shape.isMapSchema()) {
    return fc.dictionary(mapKey, arbitraryOf(shape.getValueSchema(), depth), { minKeys: 1, maxKeys: 2 });
  }
  if (shape.isBooleanSchema()) return fc.boolean();
  if (shape.isNumericSchema()) return fc.integer();
  if (shape.isTimestampSchema()) return time;
  if (shape.isBlobSchema()) return fc.uint8Array({ minLength: 1 });
  return text;
};

const isLeaf = (shape: Shape): boolean =>
  !shape.isStructSchema() && !shape.isListSchema() && !shape.isMapSchema();

const structureOf = (
  shape: Shape,
  depth: number,
  minMembers: number,
): fc.Arbitrary<Record<string, unknown>> => {
  const required = requiredMembersOf(shape);
  const names = [...shape.structIterator()]
    .filter(([, member]) => depth < MAX_DEPTH || isLeaf(member))
    .map(([name]) => name);
  const optional = names.filter((name) => !required.includes(name) && name !== GLOBAL_ENDPOINT);
  const least = required.length > 0 ? 0 : Math.min(minMembers, optional.length);
  return fc
    .subarray(optional, { minLength: least, maxLength: Math.min(MAX_OPTIONAL_MEMBERS, optional.length) })
    .chain((chosen) =>
      fc.record(
        Object.fromEntries(
          [...required, ...chosen].map((name) => [name, arbitraryOf(shape.getMemberSchema(name), depth)]),
        ),
      ),
    );
};

interface Exchange {
  readonly input: Record<string, unknown>;
  readonly output: Record<string, unknown>;
}

const exchangeOf = ({ input, output }: Operation): fc.Arbitrary<Exchange> =>
  fc.record({
    input: structureOf(input, 0, 0),
    output: output.isUnitSchema() ? fc.constant({}) : structureOf(output, 0, 0),
  });

/** Stands where a client's HTTP connection is: reads the request by the protocol, and answers with `output`. */
const connectionTo = ({ protocol }: WireService, operation: Operation, output: unknown) => {
  const read: unknown[] = [];
  const handle = async (request: HttpRequest) => {
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(request.headers)) headers[name.toLowerCase()] = value;
    const wireRequest = {
      method: request.method,
      path: request.path,
      query: new URLSearchParams(),
      headers,
      body: Buffer.from(await new Response(request.body).arrayBuffer()),
    };
    expect(protocol.actionOf(wireRequest)).toBe(operation.name);
    read.push(protocol.parse(operation, wireRequest));
    const { status, contentType, body } = protocol.render(operation, output, REQUEST_ID);
    return {
      response: new HttpResponse({
        statusCode: status,
        headers: { 'content-type': contentType },
        body: Readable.from([Buffer.from(body)]),
      }),
    };
  };
  return { read, requestHandler: { handle } };
};

const CONFIG = {
  region: 'eu-west-1',
  endpoint: 'http://127.0.0.1:1',
  credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
  maxAttempts: 1,
};

interface AnyClient {
  send(command: unknown): Promise<Record<string, unknown>>;
}
type ClientClass = new (config: object) => AnyClient;

/** A service, its client class, and the package with the commands. Clients differ in their types, not in how they are used here. */
const SERVICES: readonly (readonly [WireService, ClientClass, Readonly<Record<string, unknown>>])[] = [
  [
    elasticLoadBalancingService,
    elasticLoadBalancing.ElasticLoadBalancingV2Client as unknown as ClientClass,
    elasticLoadBalancing,
  ],
  [ec2Service, ec2.EC2Client as unknown as ClientClass, ec2],
  [autoScalingService, autoScaling.AutoScalingClient as unknown as ClientClass, autoScaling],
  [eventBridgeService, eventBridge.EventBridgeClient as unknown as ClientClass, eventBridge],
  [secretsManagerService, secretsManager.SecretsManagerClient as unknown as ClientClass, secretsManager],
  [securityHubService, securityHub.SecurityHubClient as unknown as ClientClass, securityHub],
];

const CASES = SERVICES.flatMap(([service, Client, commands]) =>
  [...service.operations.values()].map((operation) => ({
    name: `${service.signingName} ${operation.name}`,
    service,
    operation,
    Client,
    // Every operation has a command of its name in its package.
    Command: commands[`${operation.name}Command`] as new (input: unknown) => unknown,
  })),
);

describe('the published model', () => {
  it.each(CASES)('$name', async ({ service, operation, Client, Command }) => {
    await fc.assert(
      fc.asyncProperty(exchangeOf(operation), async ({ input, output }) => {
        const { read, requestHandler } = connectionTo(service, operation, output);
        const client = new Client({ ...CONFIG, requestHandler });
        const { $metadata: _, ...received } = await client.send(new Command(input));
        expect(read).toEqual([input]);
        expect(received).toEqual(output);
      }),
      { numRuns: 25 },
    );
  });
});
