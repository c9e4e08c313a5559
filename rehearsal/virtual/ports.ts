import type {
  ApplianceRef,
  Instances,
  LifecycleHooks,
  LoadMasterCommand,
  LoadMasters,
  TargetGroups,
  UnitRef,
} from '#control/ports.ts';
import type { LifecycleHook } from '#domain/drain/intent.ts';
import type { UnitName } from '#domain/estate/estate.ts';
import type { FirmwareSeen } from '#domain/firmware/firmware-seen.ts';
import type { GeoSeen } from '#domain/geo/geo-seen.ts';
import type { ActionOutcome } from '#domain/pair/action.ts';
import type { InstanceSeen, LoadMasterSeen, Reading, TargetSeen, UnreadCode } from '#domain/pair/seen.ts';
import { CloudError } from '#rehearsal/cloud/cloud-error.ts';
import type { CloudRegion } from '#rehearsal/cloud/types.ts';
import type { LoadMasterUnit, Role } from '#rehearsal/load-master/types.ts';
import { auditOf } from '#rehearsal/virtual/unit-audit.ts';
import { geoOf } from '#rehearsal/virtual/unit-geo.ts';

/*
 * The control plane's ports, served by the models themselves without a wire in between: what the property tests run on.
 * `faults` says for each call whether the world fails it.
 */

/** Whether the next call to a service fails, and how. */
export type Faults = (call: PortCall) => 'ok' | 'unanswered' | 'lost';
export type PortCall =
  | 'read-targets'
  | 'read-instances'
  | 'read-loadmaster'
  | 'read-jobs'
  | 'act-aws'
  | 'act-loadmaster'
  | 'act-jobs';

/** The tag by which owners let the control plane end their instances. */
export const MANAGED_TAG = 'understudy:managed';

const unread = (code: UnreadCode): Reading<never> => ({ kind: 'unread', code });

/** Runs a call on the model; what AWS would refuse becomes an outcome, as an adapter makes it one. */
const attempt = (faults: Faults, call: PortCall, run: () => void): ActionOutcome => {
  const fate = faults(call);
  if (fate === 'unanswered') return { kind: 'failed', code: 'unanswered' };
  try {
    run();
  } catch (error) {
    if (!(error instanceof CloudError)) throw error;
    const gone = error.code === 'InvalidInstanceID.NotFound' || error.code === 'ValidationError';
    return gone ? { kind: 'gone' } : { kind: 'failed', code: error.code };
  }
  return fate === 'lost' ? { kind: 'failed', code: 'reply-lost' } : { kind: 'done' };
};

const readGroup = (cloud: CloudRegion, arn: string): Reading<ReadonlyMap<string, TargetSeen>> => {
  const value = new Map<string, TargetSeen>();
  for (const { target, health } of cloud.elb.describeTargetHealth(arn)) {
    const { state, reason } = health;
    value.set(target.id, reason === undefined ? { state } : { state, reason });
  }
  return { kind: 'read', value };
};

export const virtualTargetGroups = (cloud: CloudRegion, faults: Faults): TargetGroups => ({
  readTargetHealth: async (arns) =>
    new Map(
      arns.map((arn) => [arn, faults('read-targets') === 'ok' ? readGroup(cloud, arn) : unread('throttled')]),
    ),
  deregister: async (arn, id) => attempt(faults, 'act-aws', () => cloud.elb.deregisterTargets(arn, [{ id }])),
  register: async (arn, id) => attempt(faults, 'act-aws', () => cloud.elb.registerTargets(arn, [{ id }])),
});

export const virtualInstances = (cloud: CloudRegion, faults: Faults): Instances => {
  const read = (id: string): Reading<InstanceSeen> => {
    const found = cloud.ec2.find(id);
    if (found === undefined) return { kind: 'read', value: { state: 'terminated', managed: false } };
    return { kind: 'read', value: { state: found.state, managed: found.tags[MANAGED_TAG] === 'true' } };
  };
  return {
    readInstances: async (ids) => {
      const answered = faults('read-instances') === 'ok';
      return new Map(ids.map((id) => [id, answered ? read(id) : unread('throttled')]));
    },
    terminate: async (id) =>
      attempt(faults, 'act-aws', () => {
        if (cloud.ec2.find(id)?.spot === undefined) cloud.ec2.setDisableApiTermination(id, false);
        cloud.ec2.terminate([id]);
      }),
    stop: async (id) => attempt(faults, 'act-aws', () => void cloud.ec2.stop([id])),
  };
};

export const virtualLifecycleHooks = (cloud: CloudRegion, faults: Faults): LifecycleHooks => {
  const ref = ({ autoScalingGroup, name, token }: LifecycleHook) => ({
    groupName: autoScalingGroup,
    hookName: name,
    token,
  });
  return {
    extend: async (_id, hook) =>
      attempt(faults, 'act-aws', () => cloud.autoScaling.recordHeartbeat(ref(hook))),
    complete: async (_id, hook) =>
      attempt(faults, 'act-aws', () => cloud.autoScaling.completeAction(ref(hook), 'CONTINUE')),
  };
};

const HA_STATUS: Readonly<Record<Role, LoadMasterSeen['haStatus']>> = {
  active: 'active',
  standby: 'standby',
  passive: 'passive',
  'not-configured': 'not-configured',
};

const statusOf = (unit: LoadMasterUnit): LoadMasterSeen => {
  const { healthPort, partner, mode, preferFirst } = unit.cloudHa();
  return {
    haStatus: HA_STATUS[unit.role()],
    bootedAt: unit.bootedAt(),
    designation: mode === 'single' ? 'none' : mode,
    prefersFirst: preferFirst,
    ...(healthPort === undefined ? {} : { healthPort }),
    ...(partner === undefined ? {} : { partner }),
  };
};

/** A virtual unit has no virtual services and no licence: those are of the management API, which is on the wire only. */
const firmwareOf = ({ firmware }: LoadMasterUnit): FirmwareSeen => {
  const previousVersion = firmware.previous();
  return {
    version: firmware.version(),
    ...(previousVersion === undefined ? {} : { previousVersion }),
    servicesUp: 0,
    servicesTotal: 0,
  };
};

const carryOut = (unit: LoadMasterUnit, name: UnitName, command: LoadMasterCommand): void => {
  switch (command.kind) {
    case 'set-health-port':
      unit.configureHa({ healthPort: command.port });
      break;
    case 'set-preference':
      unit.configureHa({ preferFirst: command.prefersFirst });
      break;
    case 'set-ha-mode':
      unit.configureHa({ mode: name });
      break;
    case 'reboot':
      unit.reboot();
      break;
    case 'shutdown':
      unit.powerOff();
      break;
  }
};

/** There are no standalones among the virtual units: to them they are not declared. */
export const isOfPair = (ref: ApplianceRef): ref is UnitRef => ref.unit !== 'standalone';

export const virtualLoadMasters = (unitOf: (ref: UnitRef) => LoadMasterUnit, faults: Faults): LoadMasters => {
  const readOne = <T>(ref: UnitRef, read: (unit: LoadMasterUnit) => T): Reading<T> => {
    const unit = unitOf(ref);
    if (unit.machine() !== 'up' || faults('read-loadmaster') !== 'ok')
      return unread('loadmaster-unreachable');
    return { kind: 'read', value: read(unit) };
  };
  return {
    readStatus: async (refs) => refs.map((ref) => readOne(ref, statusOf)),
    readFirmware: async (refs) => refs.map((ref) => readOne(ref, firmwareOf)),
    readGeo: async (refs) =>
      refs.map((ref): Reading<GeoSeen> => (isOfPair(ref) ? readOne(ref, geoOf) : unread('gateway-error'))),
    readAudit: async (refs) =>
      refs.map((ref) => readOne(ref, (unit) => auditOf(unit, statusOf(unit), ref.withGeo))),
    perform: async (ref, command) => {
      const unit = unitOf(ref);
      if (unit.machine() !== 'up') return { kind: 'failed', code: 'loadmaster-unreachable' };
      return attempt(faults, 'act-loadmaster', () => {
        carryOut(unit, ref.unit, command);
      });
    },
  };
};
