import * as z from 'zod';
import { estateFile } from '#contracts/estate-file.ts';
import type { AuditPolicy } from '#domain/audit/audit-policy.ts';
import type { Appliance, FailbackPolicy, Pair, Standalone, WeeklyWindow } from '#domain/estate/estate.ts';
import { type DurationMs, MINUTE_MS, SECOND_MS } from '#domain/time.ts';

/* The declared estate as the API shows it: in the form in which it is declared, so that it can be edited and applied. */

type InFile = z.input<typeof estateFile>;
type PairInDocument = InFile['pairs'][number];

/** What PUT /estate takes and GET /estate answers. */
export const estateDocument = estateFile.meta({ id: 'Estate' });

const HOUR_MS: DurationMs = 60 * MINUTE_MS;

/** The shortest text that the estate file reads as this duration; a whole number of seconds, as every declared one is. */
const durationText = (ms: DurationMs): string => {
  if (ms > 0 && ms % HOUR_MS === 0) return `${ms / HOUR_MS}h`;
  return ms > 0 && ms % MINUTE_MS === 0 ? `${ms / MINUTE_MS}m` : `${ms / SECOND_MS}s`;
};

const applianceOf = (appliance: Appliance) => {
  const { instanceId, address, publicAddress, management, certificateSha256, credentials } = appliance;
  return {
    instanceId,
    address,
    ...(publicAddress === undefined ? {} : { publicAddress }),
    management,
    certificateSha256,
    credentials,
  };
};

const windowsOf = (windows: readonly WeeklyWindow[]) =>
  windows.map(({ days, ...window }) => ({ ...window, days: [...days] }));

const failbackOf = ({ policy, holdDownMs, windows, flapLimit, flapWithinMs }: FailbackPolicy) => ({
  policy,
  holdDown: durationText(holdDownMs),
  windows: windowsOf(windows),
  flapLimit,
  flapWithin: durationText(flapWithinMs),
});

const auditOf = (policy: AuditPolicy): NonNullable<PairInDocument['audit']> => {
  const { deregistrationDelayMs: delay, minimumFirmware, backupWithinMs, fixWindows } = policy;
  return {
    every: durationText(policy.everyMs),
    deregistrationDelay: { least: durationText(delay.least), most: durationText(delay.most) },
    terminatesConnections: { ...policy.terminatesConnections },
    ...(minimumFirmware === undefined ? {} : { minimumFirmware }),
    ...(backupWithinMs === undefined ? {} : { backupWithin: durationText(backupWithinMs) }),
    clockWithin: durationText(policy.clockWithinMs),
    expiresWithin: durationText(policy.expiresWithinMs),
    ...(fixWindows === undefined ? {} : { fixWindows: windowsOf(fixWindows) }),
    fixesSecurityGroups: policy.fixesSecurityGroups,
  };
};

/** A pair with every policy written out, also those it has by default; that of audits where one is declared. */
export const pairInDocument = (pair: Pair): PairInDocument => {
  const { id, region, mode, preferred, healthCheck, failback, splitBrain, drain, units, targetGroups } = pair;
  const { partnerSecret, geoCluster, geoMaster, geoWindows, audit } = pair;
  const { intervalMs, ...check } = healthCheck;
  return {
    id,
    region,
    mode,
    preferred,
    healthCheck: { ...check, interval: durationText(intervalMs) },
    failback: failbackOf(failback),
    splitBrain,
    drain: {
      onRebalance: drain.onRebalance,
      maintenanceLead: durationText(drain.maintenanceLeadMs),
      hookBudget: durationText(drain.hookBudgetMs),
    },
    units: { first: applianceOf(units.first), second: applianceOf(units.second) },
    targetGroups: [...targetGroups],
    ...(partnerSecret === undefined ? {} : { partnerSecret }),
    ...(geoCluster === undefined ? {} : { geoCluster }),
    ...(geoMaster === undefined ? {} : { geoMaster }),
    ...(geoWindows === undefined ? {} : { geoWindows: windowsOf(geoWindows) }),
    ...(audit === undefined ? {} : { audit: auditOf(audit) }),
  };
};

const standaloneInDocument = (one: Standalone): NonNullable<InFile['standalones']>[number] => {
  const { id, region, mode, geoCluster } = one;
  return {
    id,
    region,
    ...applianceOf(one),
    ...(mode === undefined ? {} : { mode }),
    ...(geoCluster === undefined ? {} : { geoCluster }),
  };
};

/** Declared pairs and standalones, in the form in which they are declared. */
export const estateInDocument = (pairs: readonly Pair[], standalones: readonly Standalone[]): InFile => ({
  pairs: pairs.map(pairInDocument),
  standalones: standalones.map(standaloneInDocument),
});

/** In replies the schema is named and not applied: it reads what is written, while a reply is what was read. */
const inReply = <T>(pointer: string) => z.custom<T>().meta({ override: { $ref: pointer } });

export const estateReply = inReply<InFile>('#/components/schemas/Estate');
export const pairInFile = inReply<PairInDocument>('#/components/schemas/Estate/properties/pairs/items');
