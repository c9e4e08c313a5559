/** A finding in the AWS Security Finding Format, as it was sent. */
export type Finding = Readonly<Record<string, unknown>>;

/** Whose Security Hub it is. */
export interface HubOwner {
  readonly region: string;
  readonly accountId: string;
}

/** @see AWS Security Hub API Reference, AwsSecurityFinding; AWS Security Hub User Guide, Required top-level ASFF attributes */
const REQUIRED = [
  'SchemaVersion',
  'Id',
  'ProductArn',
  'GeneratorId',
  'AwsAccountId',
  'CreatedAt',
  'UpdatedAt',
  'Title',
  'Description',
  'Resources',
] as const;

const SCHEMA_VERSION = '2018-10-08';
const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
const MOST_RESOURCES = 32;
const LONGEST: Readonly<Record<string, number>> = {
  Id: 512,
  GeneratorId: 512,
  Title: 256,
  Description: 1_024,
};

/** @see AWS Security Hub API Reference, BatchImportFindings */
const MOST_BYTES = 240 * 1_024;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isMissing = (value: unknown): boolean => value === undefined || value === null;

const missing = (path: string, name: string): string => `${path} should have required property '${name}'`;

const missingIn = (finding: Finding): readonly string[] =>
  REQUIRED.filter((name) => isMissing(finding[name])).map((name) => missing('data', name));

const wrongLengths = (finding: Finding): readonly string[] =>
  Object.entries(LONGEST).flatMap(([name, most]) => {
    const value = finding[name];
    if (typeof value !== 'string') return [];
    if (value === '') return [`data.${name} should NOT be shorter than 1 characters`];
    return value.length > most ? [`data.${name} should NOT be longer than ${most} characters`] : [];
  });

const wrongTimes = (finding: Finding): readonly string[] =>
  ['CreatedAt', 'UpdatedAt'].flatMap((name) => {
    const value = finding[name];
    return typeof value === 'string' && !TIMESTAMP.test(value)
      ? [`data.${name} should match format "date-time"`]
      : [];
  });

const wrongResources = ({ Resources }: Finding): readonly string[] => {
  if (!Array.isArray(Resources)) return [];
  if (Resources.length === 0) return ['data.Resources should NOT have fewer than 1 items'];
  if (Resources.length > MOST_RESOURCES) {
    return [`data.Resources should NOT have more than ${MOST_RESOURCES} items`];
  }
  return Resources.flatMap((resource: unknown, index) =>
    ['Type', 'Id']
      .filter((name) => !isObject(resource) || isMissing(resource[name]))
      .map((name) => missing(`data.Resources[${index}]`, name)),
  );
};

/** The severity may stand with the finding itself, or with what its provider says. */
const wrongSeverity = ({ Severity, FindingProviderFields }: Finding): readonly string[] => {
  const given = [Severity, isObject(FindingProviderFields) ? FindingProviderFields.Severity : undefined];
  const isGiven = given.some(
    (severity) => isObject(severity) && !(isMissing(severity.Label) && isMissing(severity.Normalized)),
  );
  return isGiven ? [] : [missing('data', 'Severity')];
};

/** Which code a finding of another account or product is refused with is not published. */
const wrongOwner = (
  { AwsAccountId, ProductArn }: Finding,
  { region, accountId }: HubOwner,
): readonly string[] => {
  const productArn = `arn:aws:securityhub:${region}:${accountId}:product/${accountId}/default`;
  return [
    ...(isMissing(AwsAccountId) || AwsAccountId === accountId
      ? []
      : [`data.AwsAccountId should be ${accountId}`]),
    ...(isMissing(ProductArn) || ProductArn === productArn
      ? []
      : [`data.ProductArn should be ${productArn}`]),
  ];
};

/**
 * What is wrong with the finding; empty when nothing is. Security Hub checks it against a JSON schema and speaks like a
 * validator of those.
 */
export const problemsOf = (finding: Finding, owner: HubOwner): readonly string[] => {
  if (Buffer.byteLength(JSON.stringify(finding)) > MOST_BYTES)
    return ['data should NOT be larger than 240 KB'];
  const { SchemaVersion } = finding;
  return [
    ...missingIn(finding),
    ...(isMissing(SchemaVersion) || SchemaVersion === SCHEMA_VERSION
      ? []
      : ['data.SchemaVersion should be equal to one of the allowed values']),
    ...wrongLengths(finding),
    ...wrongTimes(finding),
    ...wrongResources(finding),
    ...wrongSeverity(finding),
    ...wrongOwner(finding, owner),
  ];
};
