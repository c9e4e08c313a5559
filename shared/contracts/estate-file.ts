import { isIP } from 'node:net';
import * as z from 'zod';
import { auditInFile } from '#contracts/estate-audit.ts';
import { duration, hours, MAX_WINDOWS, weeklyWindow } from '#contracts/estate-values.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';

/*
 * The estate as operators write it: strict, so that a misspelt key is an error and not a policy that silently does not
 * hold. Every policy may be left out; `estate.ts` fills in the file's `defaults` and then ours.
 */

/** Room for some fifteen hundred pairs. */
export const MAX_ESTATE_BYTES = 1_048_576;

const port = z.int().min(1).max(65_535);

/** Elastic Load Balancing API, CreateTargetGroup: HealthyThresholdCount and UnhealthyThresholdCount. */
const threshold = z.int().min(2).max(10);

/** Elastic Load Balancing API, CreateTargetGroup: HealthCheckIntervalSeconds. */
const interval = duration(
  5 * SECOND_MS,
  300 * SECOND_MS,
  'from 5s to 300s, as a Network Load Balancer allows',
);

/** Amazon EC2 Auto Scaling, lifecycle hooks: an instance can be kept waiting for 48 hours at most. */
const hookBudget = duration(0, hours(48), 'at most 48h, as Auto Scaling allows');

/** AWS Health announces scheduled events at most some weeks ahead; more lead than a month is a slip of the pen. */
const maintenanceLead = duration(0, hours(744), 'at most 744h');

/** A unit that has stood for a day has proved itself; more is a slip of the pen. */
const holdDown = duration(0, hours(24), 'at most 24h');

/** Below a minute no two returns would ever count, above a week they are no flapping. */
const flapWithin = duration(MINUTE_MS, hours(168), 'from 1m to 168h');

const policies = {
  mode: z.enum(['observe', 'enforce']).optional(),
  preferred: z.enum(['first', 'none']).optional(),
  healthCheck: z
    .strictObject({
      port: port.optional(),
      handoverPort: port.optional(),
      interval: interval.optional(),
      healthyThreshold: threshold.optional(),
      unhealthyThreshold: threshold.optional(),
    })
    .optional(),
  drain: z
    .strictObject({
      onRebalance: z.enum(['ignore', 'drain']).optional(),
      maintenanceLead: maintenanceLead.optional(),
      hookBudget: hookBudget.optional(),
    })
    .optional(),
  failback: z
    .strictObject({
      policy: z.enum(['native', 'gated', 'manual']).optional(),
      holdDown: holdDown.optional(),
      windows: z.array(weeklyWindow).max(MAX_WINDOWS).optional(),
      flapLimit: z.int().min(1).max(20).optional(),
      flapWithin: flapWithin.optional(),
    })
    .optional(),
  splitBrain: z.enum(['repair', 'keep-out']).optional(),
  geoWindows: z.array(weeklyWindow).min(1).max(MAX_WINDOWS).exactOptional(),
  audit: auditInFile.exactOptional(),
};

export const id = z
  .string()
  .max(64)
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
    'must begin with a letter or digit and go on with those, ".", "_" or "-"',
  );

export const region = z
  .string()
  .regex(/^[a-z]+(-[a-z]+)+-\d+$/, 'must be the code of an AWS region, for example eu-west-1');

const isManagementUrl = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, pathname, search, hash } = new URL(text);
  return protocol === 'https:' && username + password + search + hash === '' && pathname === '/';
};

/** AWS Secrets Manager API, CreateSecret, Name. */
const secretName = z
  .string()
  .regex(/^[A-Za-z0-9/_+=.@-]{1,512}$/, 'must be the name of a Secrets Manager secret (not its ARN)');

const ipAddress = z.string().refine((text) => isIP(text) !== 0, 'must be an IPv4 or IPv6 address');

/** What is declared of a LoadMaster. */
export const appliance = {
  instanceId: z
    .string()
    .regex(
      /^i-(?:[0-9a-f]{8}|[0-9a-f]{17})$/,
      'must be an EC2 instance id: i- and 8 or 17 hexadecimal digits',
    ),
  address: ipAddress,
  publicAddress: ipAddress.exactOptional(),
  management: z
    .string()
    .refine(isManagementUrl, 'must be https://host or https://host:port and nothing more')
    .transform((text) => new URL(text).origin),
  certificateSha256: z
    .string()
    .transform((text) => text.replaceAll(':', '').toLowerCase())
    .pipe(z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 fingerprint: 64 hexadecimal digits')),
  credentials: secretName,
};

const TARGET_GROUP_ARN =
  /^arn:aws[a-z-]*:elasticloadbalancing:([a-z0-9-]+):\d{12}:targetgroup\/[A-Za-z0-9-]{1,32}\/[0-9a-f]{16}$/;

const targetGroup = z
  .string()
  .regex(
    TARGET_GROUP_ARN,
    'must be the ARN of a target group: arn:aws:elasticloadbalancing:<region>:<account>:targetgroup/<name>/<id>',
  );

/** The region an ARN names. Expects one that the schema has let through. */
export const regionOfTargetGroup = (arn: string): string | undefined => TARGET_GROUP_ARN.exec(arn)?.[1];

/** Every listener of a pair has a target group; a Network Load Balancer has 50 listeners (its default quota). */
const MAX_TARGET_GROUPS = 100;

const pair = z.strictObject({
  id,
  region,
  ...policies,
  units: z.strictObject({ first: z.strictObject(appliance), second: z.strictObject(appliance) }),
  targetGroups: z.array(targetGroup).min(1).max(MAX_TARGET_GROUPS),
  partnerSecret: secretName.exactOptional(),
  geoCluster: id.exactOptional(),
  geoMaster: z.enum(['first', 'second']).exactOptional(),
});

const standalone = z.strictObject({
  id,
  region,
  ...appliance,
  mode: z.enum(['observe', 'enforce']).exactOptional(),
  geoCluster: id.exactOptional(),
});

/** `pairs` has to be there, if only empty: a file without it is more likely cut short than meant to remove every pair. */
export const estateFile = z.strictObject({
  defaults: z.strictObject(policies).optional(),
  pairs: z.array(pair),
  standalones: z.array(standalone).optional(),
});

export type EstateFile = z.infer<typeof estateFile>;
export type PairInFile = z.infer<typeof pair>;
export type PoliciesInFile = Pick<PairInFile, keyof typeof policies>;
