import { systemClock } from '#aws/clock.ts';
import { makeEventBus } from '#aws/event-bus.ts';
import { makeInstances } from '#aws/instances.ts';
import { makeTargetGroups } from '#aws/target-groups.ts';
import { type CallBudget, makeCallBudget } from '#control/budget.ts';
import type { Hands } from '#control/carry-out.ts';
import type { Observers } from '#control/observe.ts';
import type { LoadMasters } from '#control/ports.ts';
import { makeDynamoPairStore } from '#store/dynamo/pair-store.ts';
import type { RegionClients } from './region-clients.ts';

/** The gateway of a steady region. It answers at once: the bare calls have none to be compared with. */
const steadyLoadMasters: LoadMasters = {
  readStatus: async (units) =>
    units.map(({ unit }) => ({
      kind: 'read',
      value: { haStatus: unit === 'first' ? 'active' : 'standby' },
    })),
  readFirmware: (units) => Promise.reject(new Error(`asked ${units.length} LoadMasters for their firmware`)),
  readGeo: (units) => Promise.reject(new Error(`asked ${units.length} LoadMasters for GEO`)),
  readAudit: (units) => Promise.reject(new Error(`audited ${units.length} LoadMasters`)),
  perform: (unit, { kind }) => Promise.reject(new Error(`${kind} for ${unit.pairId} ${unit.unit}`)),
};

/** So large that no call ever waits: the budget is for an account that is shared. */
const UNLIMITED = 1_000_000;

export const unlimitedBudget = (): CallBudget =>
  makeCallBudget({ clock: systemClock, perSecond: UNLIMITED, burst: UNLIMITED });

/** The adapters as `functions/composition.ts` joins them, on a benchmark's clients and without a call budget. */
export const makeRegionControlPlane = (
  clients: RegionClients,
  tableName: string,
): { readonly hands: Hands; readonly observers: Observers } => ({
  hands: {
    store: makeDynamoPairStore({ client: clients.table, tableName }),
    bus: makeEventBus({ client: clients.events, busName: 'understudy' }),
    clock: systemClock,
    onRecorded: () => undefined,
  },
  observers: {
    targetGroups: makeTargetGroups({
      client: clients.loadBalancing,
      readBudget: unlimitedBudget(),
    }),
    instances: makeInstances({ client: clients.ec2 }),
    loadMasters: steadyLoadMasters,
  },
});
