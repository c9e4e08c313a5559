import type { Recorded } from '#control/carry-out.ts';
import type { OperatorContext } from '#control/operator/context.ts';
import type { PairStore, RolloutStore } from '#control/ports.ts';
import { type DurationMs, SECOND_MS } from '#domain/time.ts';
import { makeRegionEventBus } from '#rehearsal/event-bus/event-bus.ts';
import type { Rule } from '#rehearsal/event-bus/rules.ts';
import type { LoggedCall } from '#rehearsal/virtual/call-log.ts';
import { makeVirtualJobs, type VirtualJobsOptions } from '#rehearsal/virtual/unit-jobs.ts';
import {
  makeVirtualFleet,
  type VirtualFleet,
  type VirtualFleetSetup,
} from '#rehearsal/virtual/virtual-fleet.ts';
import { makeVirtualFunctions } from '#rehearsal/virtual/virtual-functions.ts';
import type { VirtualScheduler } from '#rehearsal/virtual-scheduler.ts';
import { type GeoDeclarations, makeMemoryGeoStore } from '#store/memory/geo-store.ts';
import { makeMemoryPairStore } from '#store/memory/pair-store.ts';
import { makeMemoryRolloutStore } from '#store/memory/rollout-store.ts';

/**
 * A fleet under the control plane in virtual time: every function but the audit, the rules that wake them, and the table in
 * memory.
 */
export interface VirtualRegion {
  readonly fleet: VirtualFleet;
  readonly store: PairStore;
  readonly rollouts: RolloutStore;
  readonly operator: OperatorContext;
  /** What left the control plane, oldest first. */
  readonly calls: readonly LoggedCall[];
  readonly decisions: readonly Recorded[];
  /** Errors of functions. */
  readonly failures: readonly unknown[];
  /** Declares the pairs and starts the schedules, once the load balancers have found their units. */
  begin(): Promise<void>;
  /** Lets time pass until it is so; false where it was not so in time. */
  until(isSo: () => Promise<boolean>, withinMs: DurationMs): Promise<boolean>;
}

export interface VirtualRegionSetup extends Omit<VirtualFleetSetup, 'emit' | 'scheduler'> {
  readonly scheduler: VirtualScheduler;
  /** Of `serverless.yml`. */
  readonly rules: readonly Rule[];
  /** What lies in the firmware bucket. */
  readonly images: VirtualJobsOptions['images'];
}

/** What an audit reads of AWS is on the wire only. */
const isHosted = ({ functionName }: Rule): boolean => functionName !== 'audit';

/** Finer than anything that the functions wait for. */
const STEP_MS: DurationMs = SECOND_MS / 4;
const LOOK_EVERY_STEPS = 20;
const SETTLES_WITHIN_MS: DurationMs = 120 * SECOND_MS;

/** Everything that can go on at this moment has gone on: nothing here waits for anything but time. */
const untilIdle = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

export const makeVirtualRegion = (setup: VirtualRegionSetup): VirtualRegion => {
  const { scheduler, random, rules, images } = setup;
  const calls: LoggedCall[] = [];
  const decisions: Recorded[] = [];
  const failures: unknown[] = [];
  const fleet = makeVirtualFleet({ ...setup, emit: (event) => bus.put('default', event) });
  const declarations: GeoDeclarations = new Map();
  const store = makeMemoryPairStore(declarations);
  const rollouts = makeMemoryRolloutStore();
  const { port: jobs } = makeVirtualJobs({ unitOf: fleet.unitOf, scheduler, faults: () => 'ok', images });
  const functions = makeVirtualFunctions({
    fleet,
    scheduler,
    bus: { put: (name, event) => bus.put(name, event) },
    store,
    rollouts,
    geo: makeMemoryGeoStore(declarations),
    jobs,
    onCall: (call) => void calls.push(call),
    onRecorded: (entry) => void decisions.push(entry),
  });
  const bus = makeRegionEventBus({
    region: fleet.region,
    accountId: fleet.cloud.accountId,
    rules: rules.filter(isHosted),
    scheduler,
    random,
    invoke: functions.invoke,
    onDelivered: ({ error }) => {
      if (error !== undefined) failures.push(error);
    },
  });
  const until: VirtualRegion['until'] = async (isSo, withinMs) => {
    const end = scheduler.now() + withinMs;
    for (let step = 1; scheduler.now() < end; step++) {
      scheduler.advance(STEP_MS);
      await untilIdle();
      if (step % LOOK_EVERY_STEPS === 0 && (await isSo())) return true;
    }
    return false;
  };
  return {
    fleet,
    store,
    rollouts,
    operator: functions.operator,
    calls,
    decisions,
    failures,
    until,
    begin: async () => {
      await store.writeEstate(fleet.region, { pairs: fleet.pairs, standalones: [] });
      await until(async () => false, SETTLES_WITHIN_MS);
      bus.start();
    },
  };
};
