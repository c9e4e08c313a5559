import { XMLParser } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { send } from './raw-request.ts';
import { FIRST, SECOND, startWiredRegion, type WiredRegion } from './wired-region.ts';

const XMLNS = 'http://ec2.amazonaws.com/doc/2016-11-15/';

let region: WiredRegion;
beforeAll(async () => {
  region = await startWiredRegion();
});
afterAll(() => region[Symbol.asyncDispose]());

const parser = new XMLParser({
  ignoreAttributes: false,
  parseTagValue: false,
  isArray: (name) => name === 'item',
});

const ec2 = (parameters: Readonly<Record<string, string>>) =>
  send(region.url, {
    service: 'ec2',
    body: new URLSearchParams({ Version: '2016-11-15', ...parameters }).toString(),
  });

describe('answers of the EC2 query protocol', () => {
  it('have no Result wrapper, and item for every element of a list', async () => {
    const answer = await ec2({ Action: 'DescribeInstances', 'InstanceId.1': FIRST });
    expect(answer).toMatchObject({ status: 200, contentType: 'text/xml;charset=UTF-8' });
    const { DescribeInstancesResponse } = parser.parse(answer.body);
    expect(DescribeInstancesResponse).toMatchObject({ '@_xmlns': XMLNS, requestId: answer.requestId });
    const [reservation] = DescribeInstancesResponse.reservationSet.item;
    expect(reservation.instancesSet.item[0]).toMatchObject({
      instanceId: FIRST,
      instanceState: { code: '16', name: 'running' },
      privateIpAddress: '10.0.1.10',
      launchTime: '2026-03-01T08:00:00.000Z',
      tagSet: {
        item: [
          { key: 'Name', value: 'lm-1' },
          { key: 'managed', value: 'yes' },
        ],
      },
    });
  });

  it('say that it was done where there is nothing else to say', async () => {
    const answer = await ec2({ Action: 'RebootInstances', 'InstanceId.1': SECOND });
    expect(answer.body).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>\n<RebootInstancesResponse xmlns="${XMLNS}"><requestId>${answer.requestId}</requestId><return>true</return></RebootInstancesResponse>`,
    );
  });

  it('an empty list is an empty element', async () => {
    const answer = await ec2({
      Action: 'DescribeInstances',
      'Filter.1.Name': 'instance-state-name',
      'Filter.1.Value.1': 'stopped',
    });
    expect(answer.body).toContain('<reservationSet/>');
  });
});

describe('requests of the EC2 query protocol', () => {
  it('may be a GET, and of an older API version', async () => {
    const answer = await send(region.url, {
      method: 'GET',
      service: 'ec2',
      query: `Action=DescribeInstances&Version=2014-10-01&Filter.1.Name=tag%3AName&Filter.1.Value.1=lm-2`,
    });
    expect(answer.status).toBe(200);
    expect(answer.body).toContain(`<instanceId>${SECOND}</instanceId>`);
    expect(answer.body).not.toContain(`<instanceId>${FIRST}</instanceId>`);
  });

  it('may set an attribute by structure', async () => {
    const answer = await ec2({
      Action: 'ModifyInstanceAttribute',
      InstanceId: FIRST,
      'DisableApiTermination.Value': 'true',
    });
    expect(answer.body).toContain('<return>true</return>');
    expect(region.cloud.ec2.find(FIRST)?.disableApiTermination).toBe(true);
    region.cloud.ec2.setDisableApiTermination(FIRST, false);
  });
});

describe('refusals in the EC2 query protocol', () => {
  it.each([
    ['InvalidAction', 400, { Action: 'DescribeEverything' }],
    ['MissingAction', 400, {}],
    ['NoSuchVersion', 400, { Action: 'DescribeInstances', Version: '2000-01-01' }],
    ['NoSuchVersion', 400, { Action: 'DescribeInstances', Version: 'latest' }],
    ['UnknownParameter', 400, { Action: 'DescribeInstances', Colour: 'red' }],
    ['UnknownParameter', 400, { Action: 'DescribeInstances', 'InstanceIds.1': FIRST }],
    ['UnknownParameter', 400, { Action: 'DescribeInstances', 'InstanceId.member.1': FIRST }],
    ['UnknownParameter', 400, { Action: 'DescribeInstances', 'Filter.1.Values.1': 'x' }],
    ['MissingParameter', 400, { Action: 'TerminateInstances' }],
    ['MissingParameter', 400, { Action: 'TerminateInstances', InstanceId: '' }],
    ['MissingParameter', 400, { Action: 'DescribeInstanceAttribute', InstanceId: FIRST }],
    ['InvalidParameterValue', 400, { Action: 'DescribeInstances', MaxResults: 'many' }],
    ['InvalidParameterValue', 400, { Action: 'DescribeInstances', DryRun: 'perhaps' }],
    [
      'InvalidParameterValue',
      400,
      { Action: 'DescribeInstanceAttribute', InstanceId: FIRST, Attribute: 'colour' },
    ],
    ['InvalidInstanceID.Malformed', 400, { Action: 'DescribeInstances', 'InstanceId.1': 'i-nothing' }],
    [
      'InvalidInstanceID.NotFound',
      400,
      { Action: 'DescribeInstances', 'InstanceId.1': 'i-0ffffffffffffffff' },
    ],
    ['DryRunOperation', 412, { Action: 'StopInstances', 'InstanceId.1': FIRST, DryRun: 'true' }],
  ])('%s, HTTP %i, for %o', async (code, status, parameters) => {
    const answer = await ec2(parameters);
    expect(answer).toMatchObject({ status, contentType: 'text/xml;charset=UTF-8' });
    expect(parser.parse(answer.body)).toMatchObject({
      Response: {
        Errors: { Error: { Code: code, Message: expect.any(String) } },
        RequestID: answer.requestId,
      },
    });
  });

  it.each([
    ['MissingAuthenticationToken', 403, {}],
    ['AuthFailure', 401, { service: 'ec2', region: 'us-east-1' }],
    ['InvalidHTTPRequest', 405, { service: 'ec2', method: 'DELETE' }],
  ])('%s, HTTP %i', async (code, status, request) => {
    const answer = await send(region.url, {
      body: 'Action=DescribeInstances&Version=2016-11-15',
      ...request,
    });
    expect(answer.status).toBe(status);
    expect(answer.body).toContain(`<Response><Errors><Error><Code>${code}</Code>`);
  });
});
