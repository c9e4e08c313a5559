import { XMLParser } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { send } from './raw-request.ts';
import { FIRST, SECOND, startWiredRegion, type WiredRegion } from './wired-region.ts';

const XMLNS = 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/';
const ELB = 'elasticloadbalancing';

let region: WiredRegion;
beforeAll(async () => {
  region = await startWiredRegion();
});
afterAll(() => region[Symbol.asyncDispose]());

/** Keeps attributes, and text as it stands. */
const parser = new XMLParser({ ignoreAttributes: false, parseTagValue: false });

const form = (parameters: Readonly<Record<string, string>>): string =>
  new URLSearchParams(parameters).toString();
const elb = (parameters: Readonly<Record<string, string>>) =>
  send(region.url, { service: ELB, body: form({ Version: '2015-12-01', ...parameters }) });

describe('answers of the AWS query protocol', () => {
  it('wrap the result, and carry the request id in the body and in the header', async () => {
    const answer = await elb({
      Action: 'DescribeTargetHealth',
      TargetGroupArn: region.targetGroupArn,
      'Targets.member.1.Id': FIRST,
    });
    expect(answer).toMatchObject({ status: 200, contentType: 'text/xml' });
    expect(answer.requestId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(answer.body).toBe(
      `<DescribeTargetHealthResponse xmlns="${XMLNS}"><DescribeTargetHealthResult><TargetHealthDescriptions><member>` +
        `<Target><Id>${FIRST}</Id><Port>443</Port></Target><HealthCheckPort>8444</HealthCheckPort>` +
        '<TargetHealth><State>healthy</State></TargetHealth></member></TargetHealthDescriptions></DescribeTargetHealthResult>' +
        `<ResponseMetadata><RequestId>${answer.requestId}</RequestId></ResponseMetadata></DescribeTargetHealthResponse>`,
    );
  });

  it('have an empty result where the operation has nothing to say', async () => {
    const answer = await elb({
      Action: 'RegisterTargets',
      TargetGroupArn: region.targetGroupArn,
      'Targets.member.1.Id': FIRST,
      'Targets.member.2.Id': SECOND,
    });
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('<RegisterTargetsResult/><ResponseMetadata>');
  });

  it('name the namespace of Auto Scaling for Auto Scaling', async () => {
    const answer = await send(region.url, {
      service: 'autoscaling',
      body: 'Action=DescribeAutoScalingGroups&Version=2011-01-01&AutoScalingGroupNames.member.1=none',
    });
    expect(answer.status).toBe(200);
    expect(answer.body).toContain(
      '<DescribeAutoScalingGroupsResponse xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/"><DescribeAutoScalingGroupsResult><AutoScalingGroups/>',
    );
  });

  it.each([
    ['&amp;', '&amp;'],
    ['<script>', '<script>'],
    ['"quoted"', '"quoted"'],
    ['ünïcödé 漢字 🎭', 'ünïcödé 漢字 🎭'],
    ['a\u0000b\u0008c\uFFFE', 'a\uFFFDb\uFFFDc\uFFFD'],
  ])('escape what a caller sent: %j', async (name, shown) => {
    const { body } = await elb({ Action: name });
    expect(parser.parse(body).ErrorResponse.Error.Message).toBe(
      `Could not find operation ${shown} for version 2015-12-01`,
    );
  });
});

describe('requests of the AWS query protocol', () => {
  it('may be a GET', async () => {
    const answer = await send(region.url, {
      method: 'GET',
      service: ELB,
      query: form({ Action: 'DescribeTargetGroups', Version: '2015-12-01', 'Names.member.1': 'web' }),
    });
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('<TargetGroupName>web</TargetGroupName>');
  });

  it('may be signed in the query string, or with Signature Version 2', async () => {
    const asked = form({ Action: 'DescribeTargetGroups', Version: '2015-12-01' });
    const presigned = form({
      'X-Amz-Credential': 'AKIDEXAMPLE/20260301/eu-west-1/elasticloadbalancing/aws4_request',
    });
    for (const signature of [presigned, 'AWSAccessKeyId=AKIDEXAMPLE&SignatureVersion=2&Signature=x']) {
      const answer = await send(region.url, { method: 'GET', query: `${asked}&${signature}` });
      expect(answer.status).toBe(200);
    }
  });

  it.each([
    [
      'parameters that the operation does not have',
      { Colour: 'red', 'Names.first': 'x', 'Deep.er.still': '1' },
    ],
    ['the numbers of a list with holes', { 'Names.member.7': 'web' }],
    ['an empty list', { Names: '' }],
  ])('may have %s', async (_what, parameters) => {
    const answer = await elb({ Action: 'DescribeTargetGroups', ...parameters });
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('<TargetGroupName>web</TargetGroupName>');
  });

  it('take list elements in the order of their numbers', async () => {
    const [last, first] = ['i-0ffffffffffffffff', FIRST];
    const answer = await elb({
      Action: 'DescribeTargetHealth',
      TargetGroupArn: region.targetGroupArn,
      'Targets.member.10.Id': last,
      'Targets.member.9.Id': first,
    });
    expect(answer.body.indexOf(first)).toBeLessThan(answer.body.indexOf(last));
  });
});

describe('refusals in the AWS query protocol', () => {
  it.each([
    ['InvalidAction', 400, { Action: 'DescribeEverything' }],
    ['InvalidAction', 400, { Action: 'DescribeLoadBalancers', Version: '2012-06-01' }],
    ['InvalidAction', 400, { Action: 'constructor' }],
    ['MissingAction', 400, {}],
    ['ValidationError', 400, { Action: 'DescribeTargetHealth' }],
    [
      'ValidationError',
      400,
      { Action: 'RegisterTargets', TargetGroupArn: 'x', 'Targets.member.1.Port': '80' },
    ],
    [
      'ValidationError',
      400,
      {
        Action: 'DeregisterTargets',
        TargetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/0',
        Targets: '',
      },
    ],
    ['MalformedInput', 400, { Action: 'DescribeTargetGroups', PageSize: 'many' }],
    ['TargetGroupNotFound', 400, { Action: 'DescribeTargetGroups', 'Names.member.1': 'none' }],
  ])('%s, HTTP %i, for %o', async (code, status, parameters) => {
    const answer = await elb(parameters);
    expect(answer).toMatchObject({ status, contentType: 'text/xml' });
    expect(parser.parse(answer.body)).toEqual({
      ErrorResponse: {
        '@_xmlns': XMLNS,
        Error: { Type: 'Sender', Code: code, Message: expect.any(String) },
        RequestId: answer.requestId,
      },
    });
  });

  it('words a missing member like the service', async () => {
    const { body } = await elb({
      Action: 'RegisterTargets',
      TargetGroupArn: 'x',
      'Targets.member.2.Port': '80',
    });
    expect(parser.parse(body).ErrorResponse.Error.Message).toBe(
      "1 validation error detected: Value null at 'targets.2.member.id' failed to satisfy constraint: Member must not be null",
    );
  });

  it.each([
    ['MissingAuthenticationToken', 403, {}],
    ['SignatureDoesNotMatch', 403, { service: ELB, region: 'us-east-1' }],
    ['IncompleteSignature', 400, { headers: { authorization: 'Basic YTpi' } }],
    [
      'IncompleteSignature',
      400,
      { headers: { authorization: 'AWS4-HMAC-SHA256 Credential=AKID/20260301, Signature=0' } },
    ],
    ['InvalidHTTPRequest', 405, { service: ELB, method: 'PUT' }],
    ['RequestEntityTooLarge', 413, { service: ELB, body: `Filler=${'x'.repeat(6 * 1024 * 1024)}` }],
    ['InvalidAction', 400, { service: 'sts', body: 'Action=GetCallerIdentity&Version=2011-06-15' }],
  ])('%s, HTTP %i', async (code, status, request) => {
    const answer = await send(region.url, {
      body: 'Action=DescribeTargetGroups&Version=2015-12-01',
      ...request,
    });
    expect(answer.status).toBe(status);
    expect(parser.parse(answer.body).ErrorResponse).toMatchObject({
      Error: { Code: code },
      RequestId: answer.requestId,
    });
  });

  it('a failure of the service is a Receiver error', async () => {
    const remove = region.cloud.faults.inject({
      service: ELB,
      fault: { kind: 'error', code: 'ServiceUnavailable', httpStatus: 503, message: 'later' },
    });
    const answer = await elb({ Action: 'DescribeTargetGroups' });
    remove();
    expect(answer.status).toBe(503);
    expect(parser.parse(answer.body).ErrorResponse.Error).toEqual({
      Type: 'Receiver',
      Code: 'ServiceUnavailable',
      Message: 'later',
    });
  });
});
