import {
  type AwsSecurityFinding,
  BatchImportFindingsCommand,
  type BatchImportFindingsCommandInput,
} from '@aws-sdk/client-securityhub';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authorizationFor } from './raw-request.ts';
import { refusalOf } from './refusal.ts';
import { ACCOUNT_ID, REGION, startWiredRegion, type WiredRegion } from './wired-region.ts';

const FINDING: AwsSecurityFinding = {
  SchemaVersion: '2018-10-08',
  Id: 'pair-1/cross-zone',
  ProductArn: `arn:aws:securityhub:${REGION}:${ACCOUNT_ID}:product/${ACCOUNT_ID}/default`,
  GeneratorId: 'cross-zone',
  AwsAccountId: ACCOUNT_ID,
  CreatedAt: '2026-03-01T08:00:00.000Z',
  UpdatedAt: '2026-03-01T08:00:00Z',
  Title: 'Cross-zone load balancing is off',
  Description: 'Connections that come in by one zone do not reach the unit in the other.',
  Severity: { Label: 'MEDIUM' },
  Resources: [{ Type: 'AwsElbv2LoadBalancer', Id: 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:x' }],
};

let region: WiredRegion;
beforeAll(async () => {
  region = await startWiredRegion();
});
afterAll(() => region[Symbol.asyncDispose]());

const send = (Findings: AwsSecurityFinding[]) =>
  region.securityHub.send(new BatchImportFindingsCommand({ Findings }));

const kept = (id: string) => region.cloud.securityHub.findings().get(id);

describe('BatchImportFindings', () => {
  it('keeps what was imported', async () => {
    expect(await send([FINDING, { ...FINDING, Id: 'pair-2/cross-zone' }])).toMatchObject({
      SuccessCount: 2,
      FailedCount: 0,
      FailedFindings: [],
    });
    expect(kept(FINDING.Id ?? '')).toEqual(FINDING);
    expect(kept('pair-2/cross-zone')).toMatchObject({ Title: FINDING.Title });
  });

  it('puts a finding of the same id in the place of the earlier one, but for what customers keep', async () => {
    const Id = 'updated';
    await send([{ ...FINDING, Id, Workflow: { Status: 'NEW' } }]);
    await send([
      { ...FINDING, Id, Title: 'Later', Workflow: { Status: 'RESOLVED' }, VerificationState: 'UNKNOWN' },
    ]);
    expect(kept(Id)).toEqual({ ...FINDING, Id, Title: 'Later', Workflow: { Status: 'NEW' } });
  });

  it('takes a severity from the provider, and normalised', async () => {
    const { Severity: _, ...bare } = FINDING;
    const { SuccessCount } = await send([
      { ...bare, Id: 'by-provider', FindingProviderFields: { Severity: { Label: 'LOW' } } },
      { ...bare, Id: 'normalised', Severity: { Normalized: 0 } },
    ]);
    expect(SuccessCount).toBe(2);
  });

  it('takes the right ones and says what is wrong with the others', async () => {
    const { Description: _, ...withoutDescription } = { ...FINDING, Id: 'wrong' };
    const answer = await send([
      { ...FINDING, Id: 'right' },
      // The type wants what the format requires.
      withoutDescription as AwsSecurityFinding,
    ]);
    expect(answer).toMatchObject({
      SuccessCount: 1,
      FailedCount: 1,
      FailedFindings: [
        {
          Id: 'wrong',
          ErrorCode: 'InvalidInput',
          ErrorMessage:
            "Finding does not adhere to Amazon Finding Format. data should have required property 'Description'.",
        },
      ],
    });
    expect(kept('right')).toBeDefined();
    expect(kept('wrong')).toBeUndefined();
  });

  it.each<[string, Partial<AwsSecurityFinding>]>([
    ["data should have required property 'GeneratorId'", { GeneratorId: undefined }],
    ["data should have required property 'AwsAccountId'", { AwsAccountId: undefined }],
    ["data should have required property 'Resources'", { Resources: undefined }],
    ["data should have required property 'Severity'", { Severity: undefined }],
    ["data should have required property 'Severity'", { Severity: { Original: '5' } }],
    ['data.SchemaVersion should be equal to one of the allowed values', { SchemaVersion: '2018-10-09' }],
    ['data.Title should NOT be longer than 256 characters', { Title: 'x'.repeat(257) }],
    ['data.Title should NOT be shorter than 1 characters', { Title: '' }],
    ['data.Description should NOT be longer than 1024 characters', { Description: 'x'.repeat(1_025) }],
    ['data.CreatedAt should match format "date-time"', { CreatedAt: '2026-03-01' }],
    ['data.UpdatedAt should match format "date-time"', { UpdatedAt: 'today' }],
    ['data.Resources should NOT have fewer than 1 items', { Resources: [] }],
    [
      "data.Resources[0] should have required property 'Type'",
      { Resources: [{ Type: undefined, Id: 'arn:aws:ec2:1' }] },
    ],
    [`data.AwsAccountId should be ${ACCOUNT_ID}`, { AwsAccountId: '999999999999' }],
    [
      `data.ProductArn should be ${FINDING.ProductArn}`,
      { ProductArn: 'arn:aws:securityhub:us-east-1::product/other/other' },
    ],
    ['data should NOT be larger than 240 KB', { ProductFields: { everything: 'x'.repeat(240 * 1_024) } }],
  ])('refuses a finding: %s', async (problem, change) => {
    const { FailedFindings } = await send([{ ...FINDING, ...change, Id: 'refused' }]);
    expect(FailedFindings).toEqual([
      {
        Id: 'refused',
        ErrorCode: 'InvalidInput',
        ErrorMessage: `Finding does not adhere to Amazon Finding Format. ${problem}.`,
      },
    ]);
    expect(kept('refused')).toBeUndefined();
  });

  it('takes a hundred findings at once', async () => {
    const many = Array.from({ length: 100 }, (_, index) => ({ ...FINDING, Id: `many-${index}` }));
    expect(await send(many)).toMatchObject({ SuccessCount: 100 });
  });

  it.each<[string, BatchImportFindingsCommandInput]>([
    ['no finding', { Findings: [] }],
    ['no list', { Findings: undefined }],
    ['more than a hundred', { Findings: Array.from({ length: 101 }, () => FINDING) }],
  ])('InvalidInputException: %s', async (_what, input) => {
    const call = region.securityHub.send(new BatchImportFindingsCommand(input));
    expect(await refusalOf(call)).toMatchObject({ name: 'InvalidInputException', status: 400 });
  });

  it('LimitExceededException when it is asked too often', async () => {
    await using own = await startWiredRegion();
    own.cloud.faults.setRateShare(1 / 30);
    const call = () => own.securityHub.send(new BatchImportFindingsCommand({ Findings: [FINDING] }));
    await call();
    expect(await refusalOf(call())).toMatchObject({ name: 'LimitExceededException', status: 429 });
  });
});

describe('the REST JSON protocol', () => {
  const post = async (path: string, body: string, signed = true) => {
    const response = await fetch(`${region.url}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(signed && { authorization: authorizationFor('securityhub', REGION) }),
      },
      body,
    });
    return {
      status: response.status,
      error: response.headers.get('x-amzn-errortype'),
      body: JSON.parse(await response.text()),
    };
  };

  it('answers JSON to a request that no SDK had a hand in', async () => {
    expect(await post('/findings/import', JSON.stringify({ Findings: [FINDING] }))).toEqual({
      status: 200,
      error: null,
      body: { FailedCount: 0, SuccessCount: 1, FailedFindings: [] },
    });
  });

  it.each([
    [400, 'InvalidInputException', '/findings/import', '{'],
    [400, 'InvalidInputException', '/findings/import', '{"Findings":{}}'],
    [404, 'UnknownOperationException', '/findings', '{}'],
  ])('HTTP %i, %s: %s %s', async (status, code, path, body) => {
    expect(await post(path, body)).toMatchObject({ status, error: code, body: { Code: code } });
  });

  it('refuses what is not signed', async () => {
    expect(await post('/findings/import', '{}', false)).toMatchObject({
      status: 403,
      error: 'MissingAuthenticationTokenException',
    });
  });
});
