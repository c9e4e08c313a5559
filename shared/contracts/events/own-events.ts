import { isIP } from 'node:net';
import * as z from 'zod/mini';
import { type EventReader, eventReader, ignored } from '#contracts/events/event-reader.ts';
import { RFC_3339_UTC } from '#contracts/events/event-time.ts';
import { instanceId } from '#contracts/events/instance-id.ts';
import { SEVERITIES } from '#domain/audit/severity.ts';
import { SITUATIONS } from '#domain/pair/state.ts';

/** `source` of every event on Understudy's own bus. */
export const OWN_SOURCE = 'understudy';

const name = z.string().check(z.minLength(1), z.maxLength(256));
const prose = z.string().check(z.minLength(1), z.maxLength(1_024));
const instant = z.string().check(
  z.regex(RFC_3339_UTC),
  z.refine((text) => !Number.isNaN(Date.parse(text))),
);
const situation = z.enum(SITUATIONS);

/** A pair on which there is something to do, for the function whose concern it is. */
export const pairContinue = z.strictObject({
  pairId: name,
  concern: z.enum(['drain', 'failback', 'firmware', 'geo']),
});

/** An operator wants the roles of a pair changed. */
export const switchoverRequested = z.strictObject({
  pairId: name,
  /** Given by whoever asks, so that asking twice is asking once. */
  requestId: name,
  to: z.enum(['first', 'second']),
  /** `failback-now` still waits for nothing, but is refused before the hold-down and outside the windows. */
  cause: z.enum(['failback-now', 'switchover']),
  by: name,
  why: prose,
  /** The confirm token of a fresh dry run. */
  confirm: z.exactOptional(name),
});

/** A rollout has come to a pair: its firmware is to be changed, if nothing stands in the way. */
export const firmwareRequested = z.strictObject({
  pairId: name,
  orderId: name,
  rolloutId: name,
  target: z.string().check(z.maxLength(64)),
  /** Absent where the units go back to what they ran before. */
  image: z.exactOptional(
    z.strictObject({
      key: z.string().check(z.minLength(1), z.maxLength(1_024)),
      sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
    }),
  ),
  notAfter: z.exactOptional(instant),
  why: prose,
});

/** Something changed about a rollout: regions look at it before the schedule has them look. */
export const rolloutsChanged = z.strictObject({ rolloutId: name, region: name });

/** A rollout halted, or has ended. */
export const rolloutNeedsAttention = z.strictObject({
  rolloutId: name,
  region: name,
  at: instant,
  status: name,
  because: z.string(),
});

const ipAddress = z.string().check(
  z.maxLength(64),
  z.refine((text) => isIP(text) !== 0),
);
/** More than any unit takes, and little enough for an event and for the pair's state. */
const geoList = z.array(ipAddress).check(z.maxLength(512));

/** A pair has its cluster's turn: its GEO lists are to be set, if nothing stands in the way. */
export const geoRequested = z.strictObject({
  pairId: name,
  orderId: name,
  cluster: name,
  master: z.enum(['first', 'second']),
  access: geoList,
  partners: geoList,
  notAfter: instant,
  why: prose,
});

/** Something changed about GEO in a region: all regions look before the schedule has them look. */
export const geoChanged = z.strictObject({
  region: name,
  what: z.enum(['declared', 'report', 'turns', 'requested']),
});

/** Something about GEO does not mend by itself. */
export const geoNeedsAttention = z.strictObject({
  region: name,
  at: instant,
  memberId: z.exactOptional(name),
  cluster: z.exactOptional(name),
  codes: z.array(name),
  words: z.string(),
});

/** An operator wants pairs audited now; without ids all of the region. */
export const auditRequested = z.strictObject({
  requestId: name,
  pairs: z.exactOptional(z.array(name).check(z.minLength(1), z.maxLength(1_000))),
  by: name,
  why: prose,
});

/** An audit has found something critical that was not there before, and that nobody has accepted. */
export const findingOpened = z.strictObject({
  pairId: name,
  region: name,
  at: instant,
  ruleId: name,
  severity: z.enum(SEVERITIES),
  subject: name,
  title: prose,
  seen: prose,
  expected: prose,
  remedy: prose,
});

/** An operator wants an instance out of service. */
export const drainRequested = z.strictObject({
  /** Given by whoever asks, so that asking twice is asking once, and so that it can be withdrawn. */
  intentId: name,
  instanceId,
  /** What happens to the instance afterwards; `none` leaves it running. */
  release: z.enum(['none', 'terminate', 'stop', 'reboot']),
  by: name,
  why: prose,
  /** The confirm token of a fresh dry run. */
  confirm: z.exactOptional(name),
});

/** The intent with this id is withdrawn, whatever its source. */
export const drainCancelled = z.strictObject({ intentId: name, instanceId, by: name, why: prose });

/** An operator decides about a halted operation, or turns round one under way. */
export const operatorCommand = z.strictObject({
  pairId: name,
  command: z.enum(['resume', 'abort']),
  by: name,
  why: prose,
});

/** A decision that was claimed; `pairId` with `version` lets a listener drop a second copy. */
const claimedDecision = z.strictObject({
  pairId: name,
  region: name,
  version: z.int().check(z.positive()),
  at: instant,
  from: situation,
  to: situation,
  reason: name,
  operation: z.string(),
  evidence: z.array(z.string()),
  /** What to check first, most telling first; absent where the situation calls for none. */
  checks: z.exactOptional(z.array(z.string())),
  active: z.exactOptional(z.enum(['first', 'second'])),
});

/** The pair moved from one situation to another, or its active unit changed. */
export const pairSituationChanged = claimedDecision;

/** The pair is in something that does not mend by itself. */
export const pairNeedsAttention = claimedDecision;

/** Automatic actions in the region have stopped until an operator lifts the freeze. */
export const regionFrozen = z.strictObject({ region: name, at: instant, why: prose });

/** What `detail` holds, by detail-type. The publisher and the reader share it. */
export const ownEvents = {
  'Pair Continue': pairContinue,
  'Drain Requested': drainRequested,
  'Drain Cancelled': drainCancelled,
  'Operator Command': operatorCommand,
  'Switchover Requested': switchoverRequested,
  'Firmware Requested': firmwareRequested,
  'Rollouts Changed': rolloutsChanged,
  'Rollout Needs Attention': rolloutNeedsAttention,
  'Geo Requested': geoRequested,
  'Geo Changed': geoChanged,
  'Geo Needs Attention': geoNeedsAttention,
  'Audit Requested': auditRequested,
  'Finding Opened': findingOpened,
  'Pair Situation Changed': pairSituationChanged,
  'Pair Needs Attention': pairNeedsAttention,
  'Region Frozen': regionFrozen,
} as const;

/** An event on the own bus, `detail` by detail-type. */
export type OwnEvent = {
  [Type in keyof typeof ownEvents]: {
    readonly detailType: Type;
    readonly detail: z.infer<(typeof ownEvents)[Type]>;
  };
}[keyof typeof ownEvents];

const readPairContinue = eventReader(pairContinue, ({ pairId, concern }) => [
  { kind: 'continue', pairId, concern },
]);

const readDrainRequested = eventReader(drainRequested, (asked, { at }) => [
  {
    kind: 'drain',
    intent: {
      source: 'operator',
      id: asked.intentId,
      instanceId: asked.instanceId,
      requestedAt: at,
      release: { kind: asked.release },
      why: `${asked.by}: ${asked.why}`,
      ...(asked.confirm === undefined ? {} : { confirm: asked.confirm }),
    },
  },
]);

const readDrainCancelled = eventReader(drainCancelled, ({ intentId, instanceId: id, by, why }) => [
  { kind: 'drain-cancelled', intentId, instanceId: id, why: `${by}: ${why}` },
]);

const readOperatorCommand = eventReader(operatorCommand, ({ pairId, command, by, why }) => [
  { kind: 'operator-command', pairId, command, why: `${by}: ${why}` },
]);

const readSwitchoverRequested = eventReader(switchoverRequested, (asked, { at }) => [
  {
    kind: 'switchover',
    pairId: asked.pairId,
    request: {
      id: asked.requestId,
      to: asked.to,
      cause: asked.cause,
      requestedAt: at,
      why: `${asked.by}: ${asked.why}`,
      ...(asked.confirm === undefined ? {} : { confirm: asked.confirm }),
    },
  },
]);

const readFirmwareRequested = eventReader(firmwareRequested, (asked, { at }) => [
  {
    kind: 'firmware-order',
    pairId: asked.pairId,
    order: {
      id: asked.orderId,
      rolloutId: asked.rolloutId,
      target: asked.target,
      ...(asked.image === undefined ? {} : { image: asked.image }),
      ...(asked.notAfter === undefined ? {} : { notAfter: Date.parse(asked.notAfter) }),
      requestedAt: at,
      why: asked.why,
    },
  },
]);

const readRolloutsChanged = eventReader(rolloutsChanged, () => [{ kind: 'rollouts' }]);

const readGeoRequested = eventReader(geoRequested, (asked, { at }) => [
  {
    kind: 'geo-order',
    pairId: asked.pairId,
    order: {
      id: asked.orderId,
      cluster: asked.cluster,
      master: asked.master,
      access: asked.access,
      partners: asked.partners,
      notAfter: Date.parse(asked.notAfter),
      requestedAt: at,
      why: asked.why,
    },
  },
]);

const readAuditRequested = eventReader(auditRequested, ({ pairs, ...asked }) => [
  { kind: 'audit-request', ...asked, ...(pairs === undefined ? {} : { pairIds: pairs }) },
]);

const readGeoChanged = eventReader(geoChanged, () => [{ kind: 'geo-changed' }]);

/** Told to people and other systems; whoever acts on a pair reads it. */
const readAnnouncement = (schema: z.ZodMiniType): EventReader =>
  eventReader(schema, () => ignored('announcement'));

export const ownEventReaders: ReadonlyMap<string, EventReader> = new Map([
  ['Pair Continue', readPairContinue],
  ['Drain Requested', readDrainRequested],
  ['Drain Cancelled', readDrainCancelled],
  ['Operator Command', readOperatorCommand],
  ['Switchover Requested', readSwitchoverRequested],
  ['Firmware Requested', readFirmwareRequested],
  ['Rollouts Changed', readRolloutsChanged],
  ['Rollout Needs Attention', readAnnouncement(rolloutNeedsAttention)],
  ['Geo Requested', readGeoRequested],
  ['Geo Changed', readGeoChanged],
  ['Geo Needs Attention', readAnnouncement(geoNeedsAttention)],
  ['Audit Requested', readAuditRequested],
  ['Finding Opened', readAnnouncement(findingOpened)],
  ['Pair Situation Changed', readAnnouncement(pairSituationChanged)],
  ['Pair Needs Attention', readAnnouncement(pairNeedsAttention)],
  ['Region Frozen', readAnnouncement(regionFrozen)],
]);
