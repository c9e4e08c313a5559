import pMap from 'p-map';
import { IDS_PER_CALL } from '#aws/instances.ts';
import { CONCURRENT_READS } from '#aws/target-groups.ts';
import type { CallBudget } from '#control/budget.ts';
import type { Instances, LoadMasters, PairStore, TargetGroups } from '#control/ports.ts';
import type { Reading, TargetSeen } from '#domain/pair/seen.ts';
import type { EpochMs } from '#domain/time.ts';

/** A call that leaves the control plane, as the adapters would make it. */
export interface LoggedCall {
  readonly at: EpochMs;
  /** The function that made it. */
  readonly by: string;
  readonly what: 'describe-target-health' | 'describe-instances' | 'loadmaster-look' | 'table-claim';
}

/** Notes calls that were made now, as many as `times` says. */
export type NoteCalls = (what: LoggedCall['what'], times?: number) => void;

/** One call for each target group, when the budget has one: as the adapter makes them. */
export const countingTargetGroups = (
  port: TargetGroups,
  budget: CallBudget,
  note: NoteCalls,
): TargetGroups => ({
  ...port,
  readTargetHealth: async (arns) => {
    const readings = new Map<string, Reading<ReadonlyMap<string, TargetSeen>>>();
    const readOne = async (arn: string): Promise<void> => {
      await budget.take();
      note('describe-target-health');
      for (const [read, reading] of await port.readTargetHealth([arn])) readings.set(read, reading);
    };
    await pMap(new Set(arns), readOne, { concurrency: CONCURRENT_READS });
    return readings;
  },
});

export const countingInstances = (port: Instances, note: NoteCalls): Instances => ({
  ...port,
  readInstances: (ids) => {
    note('describe-instances', Math.ceil(ids.length / IDS_PER_CALL));
    return port.readInstances(ids);
  },
});

/** A look is one unit asked one question, for which the management API is called a few times. */
export const countingLoadMasters = (port: LoadMasters, note: NoteCalls): LoadMasters => ({
  ...port,
  readStatus: (units) => {
    note('loadmaster-look', units.length);
    return port.readStatus(units);
  },
  readFirmware: (units) => {
    note('loadmaster-look', units.length);
    return port.readFirmware(units);
  },
  readGeo: (units) => {
    note('loadmaster-look', units.length);
    return port.readGeo(units);
  },
  readAudit: (units) => {
    note('loadmaster-look', units.length);
    return port.readAudit(units);
  },
});

export const countingStore = (store: PairStore, note: NoteCalls): PairStore => ({
  ...store,
  claim: (region, next) => {
    note('table-claim');
    return store.claim(region, next);
  },
});
